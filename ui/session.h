#pragma once

#include <memory>
#include <optional>

#include <QObject>
#include <QPointF>
#include <QString>
#include <QStringList>

#include "core/annotation.h"
#include "core/error.h"
#include "core/image.h"
#include "core/mask_generator.h"
#include "core/model_store.h"
#include "core/prompt.h"
#include "core/segmenter.h"
#include "ui/waiting_mask.h"

class QUndoGroup;
class QUndoStack;
class TestSession;

namespace ui {

using SegmenterPtr = std::shared_ptr<const core::Segmenter>;

/// How far the current picture is.
enum class ImageState {
    None,      ///< no picture opened
    Loading,   ///< being read; image(), prompt and objects are empty meanwhile
    Encoding,  ///< shown; prompts are taken and answered later
    Ready,     ///< prompts are answered at once
    ShownOnly, ///< shown; prompts are taken, but nothing answers them: no model, or it failed
    Failed,    ///< could not be read; image(), prompt and objects are empty
};

/// Segmenting everything in the current picture.
enum class EverythingState {
    Idle,
    Running,  ///< or waiting until the picture is encoded
    Stopping, ///< cancelled, not yet at its end
    Asking,   ///< it was cancelled; whether to keep what was found is for the user to say
};

/// The dot beside a picture in the Files list.
enum class FileState {
    Untouched,
    Working,    ///< being read or encoded, or encoded ahead
    Ready,      ///< its embedding is kept: prompts are answered at once
    HasObjects, ///< in this session or in the file saved beside it
};

/// What Export writes, next to each other in one folder.
struct ExportOptions {
    QString folder;
    bool maskPngs = true;      ///< <stem>/<n>-<name>.png, 0/255, one per object
    bool indexedPng = false;   ///< <stem>.indexed.png
    bool cutOuts = false;      ///< <stem>/<n>-<name>.cutout.png, RGBA
    bool cocoRle = true;       ///< <stem>.coco.json
    bool cocoPolygons = false; ///< <stem>.polygons.json
};

class MaskBrowser;

/// The one owner of the document (picture, prompt, candidates, objects), the undo stack and the
/// inference thread. Widgets read it, call its verbs and listen to its signals; they never call
/// each other or the worker. All methods return at once.
class Session : public QObject {
    Q_OBJECT
public:
    explicit Session(QObject* parent = nullptr);
    ~Session() override; ///< stops the worker and waits for it

    // --- Model ---------------------------------------------------------------------------------
    /// A catalogue id or a file; empty is the default model. Answers with modelReady or failed. The
    /// model before, if any, answers until the new one is there, and stays when that fails. Then the
    /// picture is encoded again; objects, prompt and waiting masks stay.
    void loadModel(const QString& idOrPath, const core::ModelStore& store = core::ModelStore());
    bool isLoadingModel() const;
    QString modelName() const; ///< of the model in use, as loadModel was told
    const std::optional<core::ModelInfo>& model() const;
    /// For work that does not belong to the picture shown; null until a model is there.
    const SegmenterPtr& segmenter() const;

    // --- Picture -------------------------------------------------------------------------------
    /// Reads, shows (imageLoaded), encodes (encodeProgress …, imageReady). Cancels whatever was
    /// under way for another picture. The documents of earlier pictures are kept. A picture that
    /// could not be encoded is encoded again.
    void openImage(const QString& path);
    QString imagePath() const; ///< of the current picture, empty when none
    const core::Image& image() const;
    ImageState imageState() const;

    // --- Files: pictures that previous/next walk through ---------------------------------------
    /// Lists the pictures in a folder and opens the first.
    void openFolder(const QString& folder);
    /// Opens the first; a single file brings the other pictures of its folder along. Folders among
    /// them stand for the pictures in them. Each missing one is reported, the others are opened.
    void openFiles(const QStringList& paths);
    const QStringList& files() const;
    void openNext();
    void openPrevious();
    FileState fileState(const QString& path) const;
    /// While the user asks for nothing, the next of the files is encoded ahead, unless other work
    /// needs the processor.
    void setBusyElsewhere(bool busy);

    // --- Prompt (each change is one undo step) -------------------------------------------------
    const core::Prompt& prompt() const; ///< pending; empty when nothing was clicked
    void addPoint(const core::Point& point);
    void removePoint(int index);
    void setBox(const core::Box& box);
    void cancelPrompt();

    /// Where the pointer rests, in image pixels: asks for a preview while nothing is pending.
    void setHover(std::optional<QPointF> position);
    /// The best candidate for a click at the pointer; null when none is known.
    const core::Candidate* preview() const;

    // --- Candidates ----------------------------------------------------------------------------
    /// The newest answer to the pending prompt; null until one has arrived. While the answer to the
    /// last click is under way this is the answer to the click before.
    const core::Prediction* prediction() const;
    int selectedCandidate() const; ///< 0–3
    /// Chosen before the answer is there, it holds for that answer; a new click starts anew.
    void selectCandidate(int index);
    /// Turns the selected candidate into an object. Waits (asynchronously) for the answer to the
    /// last click when it is still under way; clicks made meanwhile start the next prompt and are
    /// held until then.
    void accept();
    bool isAccepting() const; ///< accept() waits for an answer

    // --- Everything: masks of the whole picture, which wait until accepted or deleted ----------
    /// The masks found replace those that wait, as one undo step. Prompts made meanwhile are
    /// answered afterwards. Nothing while one is under way or its masks are asked about.
    void segmentEverything(const core::MaskGeneratorOptions& options);
    void cancelEverything();
    EverythingState everythingState() const;
    const WaitingMasks& foundMasks() const; ///< that the question is about, while Asking
    void keepFound();                       ///< lets them wait; one undo step
    void discardFound();
    /// A result of the reference's amg.py (a JSON file or a folder) for the current picture; its
    /// masks replace those that wait, as one undo step.
    void openEverything(const QString& path);
    const WaitingMasks& waitingMasks() const; ///< in the order in which they were found
    /// Masks wait that were found or merged since the last were accepted: they exist nowhere else.
    bool isUndecided() const;
    QStringList undecidedFiles() const; ///< pictures of which that is true
    MaskBrowser* browser() const;       ///< which of them are shown, chosen, pointed at
    /// Each is one undo step for masks that wait.
    void acceptMasks(const WaitingMasks& masks); ///< they become objects with the current label
    void mergeMasks(const WaitingMasks& masks);  ///< into one; at least two
    void deleteMasks(const WaitingMasks& masks);

    // --- Objects (each change is one undo step) ------------------------------------------------
    const core::Annotation& annotation() const;
    void removeObject(int id);
    void renameObject(int id, const QString& name);
    void setObjectColor(int id, const core::Color& color);
    void setObjectVisible(int id, bool visible);
    int selectedObject() const; ///< id, 0 for none (not an undo step)
    void selectObject(int id);
    /// The label that the next accepted object gets.
    QString currentLabel() const;
    void setCurrentLabel(const QString& label);
    QUndoStack* undoStack() const; ///< of the current picture; null when there is none
    QUndoGroup* undoGroup() const; ///< follows the current picture; makes the undo and redo actions

    // --- Files out -----------------------------------------------------------------------------
    void exportTo(const ExportOptions& options); ///< answers with exported or failed
    /// Writes <stem>.coco.json beside the picture; opening the picture reads it again.
    void save();
    void saveAll();                    ///< every document with unsaved changes
    void discardAll();                 ///< forgets all unsaved changes (before closing)
    bool isModified() const;           ///< the current picture has unsaved changes
    QStringList modifiedFiles() const; ///< pictures with unsaved changes

    // --- Figures for the status bar ------------------------------------------------------------
    double lastDecodeMs() const; ///< 0 before the first
    double lastEncodeMs() const; ///< 0 before the first
    void measureDecode();        ///< when nothing was decoded yet; answers with decodeMeasured

Q_SIGNALS:
    void modelReady();
    void loadingModelChanged();
    void imageStateChanged();
    void imageLoaded(); ///< image() is new; prompt, candidates and objects are this picture's
    void encodeProgress(int done, int total);
    void imageReady();
    void filesChanged(); ///< files() is new
    void fileStateChanged(const QString& path);
    void promptChanged();
    void candidatesReady();   ///< prediction() is new
    void candidatesCleared(); ///< prediction() is null again
    void previewChanged();
    void selectedCandidateChanged(int index);
    void everythingStateChanged();
    void everythingProgress(int done, int total); ///< points
    void everythingFinished(int masks);           ///< a whole run, or a file; they wait now
    void everythingAbandoned(); ///< another picture was opened before it had ended
    void waitingChanged();
    void decodeMeasured();
    void annotationChanged();
    void selectedObjectChanged(int id);
    void currentLabelChanged();
    void modifiedChanged(); ///< isModified() or modifiedFiles() may be new
    void exported(const QString& folder, const QStringList& files);
    /// `keptAside` is where an unreadable older file was moved to; mostly empty.
    void saved(const QString& file, const QString& keptAside);
    /// Objects that were never saved have been brought back, as one undo step.
    void recovered(int objects);
    /// `sentence` is translated and ready to show.
    void failed(core::ErrorCode code, const QString& sentence);

private:
    friend class ::TestSession; // hands in answers that come late
    struct Private;
    std::unique_ptr<Private> d_;
};

} // namespace ui
