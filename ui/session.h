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
#include "core/prompt.h"
#include "core/segmenter.h"

class QUndoStack;

namespace ui {

/// How far the current picture is.
enum class ImageState {
    None,     ///< no picture opened
    Loading,  ///< being read; nothing to show yet
    Encoding, ///< shown; prompts are taken and answered later
    Ready,    ///< prompts are answered at once
    Failed,   ///< could not be read
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

/// The one owner of the document (picture, prompt, candidates, objects), the undo stack and the
/// inference thread. Widgets read it, call its verbs and listen to its signals; they never call each
/// other or the worker. All methods return at once.
class Session : public QObject {
    Q_OBJECT
public:
    explicit Session(QObject* parent = nullptr);
    ~Session() override; ///< stops the worker and waits for it

    // --- Model ---------------------------------------------------------------------------------
    /// A catalogue id or a file; empty is the default model. Answers with modelReady or failed.
    void loadModel(const QString& idOrPath);
    const std::optional<core::ModelInfo>& model() const;

    // --- Picture -------------------------------------------------------------------------------
    /// Reads, shows (imageLoaded), encodes (encodeProgress …, imageReady). Cancels whatever was
    /// under way for another picture. The documents of earlier pictures are kept.
    void openImage(const QString& path);
    QString imagePath() const; ///< of the current picture, empty when none
    const core::Image& image() const;
    ImageState imageState() const;

    // --- Files: pictures that previous/next walk through ---------------------------------------
    /// Lists the pictures in a folder and opens the first.
    void openFolder(const QString& folder);
    /// Opens the first; a single file brings the other pictures of its folder along.
    void openFiles(const QStringList& paths);
    const QStringList& files() const;
    void openNext();
    void openPrevious();
    /// Whether an opened picture has objects (the dot in the Files list).
    bool hasObjects(const QString& path) const;

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
    /// The answer to `prompt()`; null until it has arrived.
    const core::Prediction* prediction() const;
    int selectedCandidate() const; ///< 0–3
    void selectCandidate(int index);
    /// Turns the selected candidate into an object. Waits (asynchronously) for the answer to the
    /// last click when it is still under way.
    void accept();

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
    QUndoStack* undoStack() const; ///< of the current picture

    // --- Files out -----------------------------------------------------------------------------
    void exportTo(const ExportOptions& options); ///< answers with exported or failed
    /// Writes <stem>.coco.json beside the picture; opening the picture reads it again.
    void save();
    bool isModified() const; ///< any open document has unsaved changes

    // --- Figures for the status bar ------------------------------------------------------------
    double lastDecodeMs() const; ///< 0 before the first

Q_SIGNALS:
    void modelReady();
    void imageStateChanged();
    void imageLoaded(); ///< image() is new; prompt, candidates and objects are this picture's
    void encodeProgress(int done, int total);
    void imageReady();
    void filesChanged();
    void promptChanged();
    void candidatesReady(); ///< prediction() is new
    void candidatesCleared(); ///< prediction() is null again
    void previewChanged();
    void selectedCandidateChanged(int index);
    void annotationChanged();
    void selectedObjectChanged(int id);
    void currentLabelChanged();
    void exported(const QStringList& files);
    void saved(const QString& file);
    /// `sentence` is translated and ready to show.
    void failed(core::ErrorCode code, const QString& sentence);

private:
    struct Private;
    std::unique_ptr<Private> d_;
};

} // namespace ui
