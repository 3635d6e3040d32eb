#include "ui/session_private.h"

#include <algorithm>

#include "ui/commands.h"
#include "ui/error_text.h"

namespace ui {

namespace {

/// About 17 pictures; those before them are on the disk.
constexpr std::size_t embeddingMemory = std::size_t(512) << 20;
constexpr int recoveryDelayMs = 300;

} // namespace

Session::Private::Private(Session& session) : q(session)
{
    recoveryTimer.setSingleShot(true);
    recoveryTimer.setInterval(recoveryDelayMs);
    QObject::connect(&recoveryTimer, &QTimer::timeout, &q, [this] { keepRecoveries(); });
    worker->moveToThread(&thread);
    QObject::connect(&thread, &QThread::finished, worker, &QObject::deleteLater);
    connectWorker();
    connectAhead();
    thread.setObjectName("inference");
    thread.start();
}

Session::Private::~Private()
{
    stop.request_stop();
    runStop.request_stop();
    ahead.cancel();
    makeUnderwayUnwanted();
    worker->disconnect(&q);
    keepRecoveries();
    post([this](InferenceWorker&) { thread.quit(); }); // behind what still has to be written
    thread.wait();
}

bool Session::Private::isShown() const
{
    return state == ImageState::Encoding || state == ImageState::Ready ||
           state == ImageState::ShownOnly;
}

void Session::Private::setState(ImageState newState)
{
    state = newState;
    Q_EMIT q.imageStateChanged();
    Q_EMIT q.fileStateChanged(path);
}

/// Also what has been answered but not yet heard counts as another picture's from here on.
void Session::Private::stopEncoding()
{
    stop.request_stop();
    stop = std::stop_source();
    ++picture;
    stopAhead();
}

/// Nothing of the picture that was shown may appear from here on.
void Session::Private::leavePicture()
{
    stopEncoding();
    stopEverything();
    makeUnderwayUnwanted();
    accepting = false;
    heldBack.clear();
    hover.reset();
    wanted.reset();
    image = {};
    document = &nothing;
    undoGroup.setActiveStack(nullptr);
    clearPreview();
    clearPrediction();
}

void Session::Private::startEncoding()
{
    if (!model) {
        setState(loadingModel ? ImageState::Encoding : ImageState::ShownOnly);
        if (!loadingModel)
            stopAccepting();
        return;
    }
    setState(ImageState::Encoding);
    post([id = picture, model = segmenter, picture = image,
          token = stop.get_token()](InferenceWorker& worker) {
        worker.encode(id, model, picture, token);
    });
}

/// No answer will come.
void Session::Private::stopAccepting()
{
    accepting = false;
    heldBack.clear();
    Q_EMIT q.promptChanged();
}

void Session::Private::ask(const core::Prompt& prompt)
{
    worker->supersede(++ticket);
    thinkAhead();
    if (!document->embedding || state != ImageState::Ready)
        return; // asked again when it is
    post([request = PredictionRequest{picture, ticket, segmenter, document->embedding, prompt}](
             InferenceWorker& worker) { worker.predict(request); });
}

void Session::Private::makeUnderwayUnwanted()
{
    worker->supersede(++ticket);
    shownTicket = ticket;
}

void Session::Private::clearPreview()
{
    if (!preview)
        return;
    preview.reset();
    Q_EMIT q.previewChanged();
}

void Session::Private::clearPrediction()
{
    if (!prediction)
        return;
    prediction.reset();
    selected = 0;
    Q_EMIT q.candidatesCleared();
}

void Session::Private::changePrompt(const core::Prompt& prompt, const QString& text, bool grows)
{
    try {
        if (!prompt.empty())
            core::validate(prompt, image.width(), image.height());
    } catch (const core::Error& error) {
        fail(error.code(), QString::fromStdString(error.subject()),
             QString::fromStdString(error.reason()));
        return;
    }
    extending = grows && !document->prompt().empty();
    document->undoStack()->push(new PromptCommand(*document, prompt, text));
    extending = false;
}

void Session::Private::onPromptChanged(std::optional<int> candidate)
{
    accepting = false;
    heldBack.clear();
    wanted = candidate;
    if (!extending)
        makeUnderwayUnwanted();
    if (document->prompt().empty()) {
        clearPreview();
        clearPrediction();
    } else {
        ask(document->prompt());
    }
    Q_EMIT q.promptChanged();
}

core::Object Session::Private::newObject(int id) const
{
    core::Object object;
    object.id = id;
    object.label = label.toStdString();
    const QString kind = label.isEmpty() ? Session::tr("Object") : label;
    object.name =
        Session::tr("%1 %2", "kind of object, number").arg(kind).arg(object.id).toStdString();
    object.color = core::paletteColor(object.id - 1);
    return object;
}

core::Object Session::Private::objectFrom(const core::Candidate& candidate) const
{
    core::Object object = newObject(document->freeId());
    object.mask = core::encodeRle(candidate.mask);
    object.area = candidate.mask.area();
    object.box = candidate.mask.boundingBox();
    object.prompt = document->prompt();
    object.candidate = candidate.index;
    object.iou = candidate.iou;
    object.stability = candidate.stability;
    object.model = model ? model->variant : std::string();
    return object;
}

bool Session::Private::acceptNow()
{
    const core::Object object = objectFrom(prediction->candidates[selected]);
    if (object.area == 0) {
        Q_EMIT q.failed(core::ErrorCode::MaskInvalid,
                        Session::tr("This candidate is empty; choose another one or click again."));
        return false;
    }
    document->undoStack()->push(new AcceptCommand(*document, object));
    q.selectObject(object.id);
    return true;
}

void Session::Private::replayHeldBack()
{
    auto calls = std::move(heldBack);
    heldBack.clear();
    for (const auto& call : calls)
        call(); // holds itself back again behind the next accept
}

Document* Session::Private::documentFor(const QString& imagePath)
{
    auto& slot = documents[imagePath];
    if (slot)
        return slot.get();
    slot = std::make_unique<Document>(imagePath);
    Document* created = slot.get();
    undoGroup.addStack(created->undoStack());
    QObject::connect(created, &Document::promptChanged, &q,
                     [this](std::optional<int> candidate) { onPromptChanged(candidate); });
    QObject::connect(created, &Document::waitingChanged, &q, &Session::waitingChanged);
    QObject::connect(created, &Document::annotationChanged, &q, [this, created] {
        if (!created->object(created->selectedObject))
            q.selectObject(0);
        Q_EMIT q.annotationChanged();
        Q_EMIT q.fileStateChanged(created->path());
    });
    QObject::connect(created, &Document::modifiedChanged, &q, [this, created] {
        recoveryDue += created;
        recoveryTimer.start();
        Q_EMIT q.modifiedChanged();
    });
    return created;
}

void Session::Private::dropOldEmbeddings()
{
    std::vector<Document*> holders;
    for (const auto& [name, doc] : documents)
        if (doc->embedding)
            holders.push_back(doc.get());
    std::sort(holders.begin(), holders.end(),
              [](const Document* a, const Document* b) { return a->lastUsed > b->lastUsed; });
    std::size_t bytes = 0;
    for (Document* holder : holders) {
        bytes += core::byteCount(*holder->embedding);
        if (bytes <= embeddingMemory || holder == document)
            continue;
        holder->embedding.reset();
        Q_EMIT q.fileStateChanged(holder->path());
    }
}

void Session::Private::fail(core::ErrorCode code, const QString& subject, const QString& reason)
{
    Q_EMIT q.failed(code, errorText(code, subject, reason));
}

void Session::Private::keepRecoveries()
{
    recoveryTimer.stop();
    for (Document* doc : std::as_const(recoveryDue)) {
        if (doc->isModified())
            post([annotation = doc->annotation()](InferenceWorker& worker) {
                worker.keepRecovery(annotation);
            });
        else
            post([imagePath = doc->path()](InferenceWorker& worker) {
                worker.dropRecovery(imagePath);
            });
    }
    recoveryDue.clear();
}

} // namespace ui
