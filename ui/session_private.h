#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <stop_token>

#include <QSet>
#include <QThread>
#include <QTimer>
#include <QUndoGroup>

#include "core/embedding_cache.h"
#include "ui/ahead_encoder.h"
#include "ui/document.h"
#include "ui/inference_worker.h"
#include "ui/session.h"

namespace ui {

/// The state of a session and its reactions to the worker's answers.
///
/// A *ticket* is drawn for every prompt and preview. An answer is shown when it belongs to the
/// current picture and its ticket is newer than `shownTicket`; raising `shownTicket` to the last
/// ticket drawn makes everything under way unwanted.
struct Session::Private {
    explicit Private(Session& session);
    ~Private();

    // --- What is open ---------------------------------------------------------------------------
    Session& q;
    std::map<QString, std::unique_ptr<Document>> documents;
    Document nothing{QString()}; ///< stands in while no picture is shown
    Document* document = &nothing;
    QUndoGroup undoGroup;
    QString path;
    core::Image image;
    ImageState state = ImageState::None;
    QStringList files;
    QSet<QString> filesWithObjects;
    QString label;

    // --- The model ------------------------------------------------------------------------------
    SegmenterPtr segmenter;
    std::optional<core::ModelInfo> model;
    QString modelName;
    quint64 loading = 0;      ///< counts the models asked for
    bool loadingModel = false; ///< the last one has not been answered

    // --- Prompt and answers ---------------------------------------------------------------------
    PictureId picture = 0;
    quint64 listing = 0;
    Ticket ticket = 0;      ///< the last one drawn
    Ticket shownTicket = 0; ///< of the newest answer shown or made unwanted
    bool extending = false; ///< the prompt grows: answers to its earlier state are still welcome
    PredictionPtr prediction;
    int selected = 0;
    std::optional<int> wanted; ///< candidate to select when the last answer comes
    bool accepting = false;
    std::deque<std::function<void()>> heldBack; ///< prompts made while accepting
    std::optional<QPointF> hover;
    PredictionPtr preview;
    double decodeMs = 0;
    double encodeMs = 0;

    // --- Everything -----------------------------------------------------------------------------
    EverythingState everything = EverythingState::Idle;
    RunId run = 0;
    std::stop_source runStop;
    std::optional<core::MaskGeneratorOptions> heldRun; ///< starts when the picture is encoded
    WaitingMasks found;
    MaskBrowser* browser = nullptr;

    // --- The next picture, encoded ahead ---------------------------------------------------------
    core::EmbeddingCache cache;
    AheadEncoder ahead{cache};
    QTimer idleTimer{&q};
    QString aheadFailed; ///< not tried again
    bool busyElsewhere = false;

    // --- Work -----------------------------------------------------------------------------------
    InferenceWorker* worker = new InferenceWorker(cache);
    QThread thread;
    std::stop_source stop;
    QSet<Document*> recoveryDue;
    QTimer recoveryTimer;

    /// Queues a call for the inference thread.
    template <typename Call> void post(Call call)
    {
        QMetaObject::invokeMethod(
            worker, [target = worker, call = std::move(call)] { call(*target); },
            Qt::QueuedConnection);
    }

    // --- Verbs shared by the public ones --------------------------------------------------------
    bool isShown() const; ///< a picture is there to click on
    bool lastAnswerShown() const { return prediction && shownTicket == ticket; }
    void setState(ImageState newState);
    void leavePicture();
    void stopEncoding();
    void startEncoding();
    void stopAccepting();
    void ask(const core::Prompt& prompt); ///< draws a ticket
    void makeUnderwayUnwanted();
    void clearPreview();
    void clearPrediction();
    void changePrompt(const core::Prompt& prompt, const QString& text, bool grows);
    bool acceptNow();                     ///< false when the candidate has no pixels
    core::Object newObject(int id) const; ///< with label, name and colour
    core::Object objectFrom(const core::Candidate& candidate) const;
    core::Object objectFrom(const WaitingMask& mask, int id) const;
    void setEverything(EverythingState newState);
    void startEverything(const core::MaskGeneratorOptions& options);
    void stopEverything(); ///< and forgets what it found
    void letWait(const WaitingMasks& masks, bool undecided, const QString& text);
    WaitingMasks waitingWithout(const WaitingMasks& masks) const;
    void replayHeldBack();
    void thinkAhead(); ///< when nothing is asked for a while
    void encodeAhead();
    void stopAhead();
    Document* documentFor(const QString& path);
    void dropOldEmbeddings();
    void fail(core::ErrorCode code, const QString& subject, const QString& reason);
    void keepRecoveries();

    // --- Reactions ------------------------------------------------------------------------------
    void connectWorker();
    void connectAhead();
    void connectEverything();
    void setLoadingModel(bool loads);
    void onModelLoaded(const LoadedModel& loaded);
    void onPicturesListed(quint64 id, const PictureList& list);
    void onPictureLoaded(const LoadedPicture& loaded);
    bool adoptObjects(Document& doc, const LoadedPicture& loaded);
    void onEncoded(PictureId id, const core::EmbeddingPtr& embedding);
    void onEncodedAhead(const QString& imagePath, const FileStamp& stamp,
                        const core::EmbeddingPtr& embedding);
    void onEverythingFound(RunId id, const WaitingMasks& masks, bool complete);
    void onEverythingRead(PictureId id, const QString& file, const WaitingMasks& masks);
    void onPredicted(PictureId id, Ticket answered, const PredictionPtr& answer);
    void onSaved(const QString& imagePath, int revision, const QString& file,
                 const QString& keptAside);
    void onFailed(const Failure& failure);
    void onPromptChanged(std::optional<int> candidate);
};

} // namespace ui
