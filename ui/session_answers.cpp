// What the session does when the worker answers.
#include "ui/session_private.h"

#include "ui/commands.h"
#include "ui/error_text.h"

namespace ui {

void Session::Private::connectWorker()
{
    using Worker = InferenceWorker;
    QObject::connect(worker, &Worker::modelLoaded, &q,
                     [this](const LoadedModel& loaded) { onModelLoaded(loaded); });
    QObject::connect(worker, &Worker::picturesListed, &q,
                     [this](quint64 id, const PictureList& list) { onPicturesListed(id, list); });
    QObject::connect(worker, &Worker::pictureLoaded, &q,
                     [this](const LoadedPicture& loaded) { onPictureLoaded(loaded); });
    QObject::connect(worker, &Worker::encodeProgress, &q,
                     [this](PictureId id, int done, int total) {
                         if (id == picture)
                             Q_EMIT q.encodeProgress(done, total);
                     });
    QObject::connect(worker, &Worker::encoded, &q,
                     [this](PictureId id, const core::EmbeddingPtr& embedding, double ms) {
                         if (ms > 0)
                             encodeMs = ms;
                         onEncoded(id, embedding);
                     });
    QObject::connect(worker, &Worker::predicted, &q,
                     [this](PictureId id, Ticket answered, const PredictionPtr& answer) {
                         onPredicted(id, answered, answer);
                     });
    connectEverything();
    QObject::connect(worker, &Worker::exported, &q, &Session::exported);
    QObject::connect(
        worker, &Worker::saved, &q,
        [this](const QString& imagePath, int revision, const QString& file,
               const QString& keptAside) { onSaved(imagePath, revision, file, keptAside); });
    QObject::connect(worker, &Worker::failed, &q,
                     [this](const Failure& failure) { onFailed(failure); });
}

void Session::Private::setLoadingModel(bool loads)
{
    if (loadingModel == loads)
        return;
    loadingModel = loads;
    if (loads)
        stopAhead(); // the model to come would have no use for it
    else
        thinkAhead();
    Q_EMIT q.loadingModelChanged();
}

/// What the model before made is of no use to the new one; what the user made stays. One that was
/// asked for earlier is welcome too: the last one may fail.
void Session::Private::onModelLoaded(const LoadedModel& loaded)
{
    segmenter = loaded.segmenter;
    model = segmenter->info();
    modelName = loaded.name;
    makeUnderwayUnwanted();
    clearPreview();
    clearPrediction();
    const bool running =
        everything == EverythingState::Running || everything == EverythingState::Stopping;
    if (running && !heldRun)
        stopEverything();
    for (const auto& [name, doc] : documents) {
        doc->embedding.reset();
        Q_EMIT q.fileStateChanged(name);
    }
    if (loaded.id == loading)
        setLoadingModel(false);
    Q_EMIT q.modelReady();
    if (isShown()) {
        stopEncoding();
        startEncoding();
    }
}

void Session::Private::onPicturesListed(quint64 id, const PictureList& list)
{
    if (id != listing)
        return;
    files = list.files;
    filesWithObjects = list.withObjects;
    Q_EMIT q.filesChanged();
    thinkAhead();
    if (list.first.isEmpty())
        Q_EMIT q.failed(
            core::ErrorCode::FileMissing,
            Session::tr("There are no pictures in this folder; choose one with JPEG, PNG, "
                        "TIFF, WebP or BMP files."));
    else if (list.first != path)
        q.openImage(list.first);
}

void Session::Private::onPictureLoaded(const LoadedPicture& loaded)
{
    if (loaded.picture != picture)
        return;
    Document* doc = documentFor(path);
    const bool first = !doc->isInitialized();
    const bool sameSize = doc->annotation().imageWidth == loaded.image.width() &&
                          doc->annotation().imageHeight == loaded.image.height();
    if (!first && !sameSize) { // the objects fit the old file only
        setState(ImageState::Failed);
        Q_EMIT q.failed(
            core::ErrorCode::PictureDamaged,
            Session::tr("%1 has been replaced by a picture of another size; its objects "
                        "are kept, put the old picture back to see them.")
                .arg(path));
        return;
    }
    const bool unsavedFound = first && adoptObjects(*doc, loaded);
    image = loaded.image;
    document = doc;
    document->lastUsed = picture;
    if (document->stamp != loaded.stamp)
        document->embedding.reset(); // the file has other contents now
    document->stamp = loaded.stamp;
    undoGroup.setActiveStack(document->undoStack());
    state = document->embedding ? ImageState::Ready : ImageState::Encoding;
    Q_EMIT q.imageLoaded();
    Q_EMIT q.promptChanged();
    Q_EMIT q.annotationChanged();
    Q_EMIT q.waitingChanged();
    Q_EMIT q.selectedObjectChanged(document->selectedObject);
    Q_EMIT q.modifiedChanged();
    if (document->embedding)
        onEncoded(picture, document->embedding);
    else
        startEncoding();
    if (unsavedFound) {
        document->undoStack()->push(new RecoverCommand(*document, loaded.recovered->objects));
        Q_EMIT q.recovered(int(loaded.recovered->objects.size()));
    }
}

/// Returns whether there are unsaved objects to bring back.
bool Session::Private::adoptObjects(Document& doc, const LoadedPicture& loaded)
{
    core::Annotation annotation = loaded.saved.value_or(core::Annotation{});
    annotation.imageWidth = loaded.image.width();
    annotation.imageHeight = loaded.image.height();
    const bool unsavedFound = loaded.recovered && loaded.recovered->objects != annotation.objects;
    doc.initialize(std::move(annotation));
    return unsavedFound;
}

void Session::Private::onEncoded(PictureId id, const core::EmbeddingPtr& embedding)
{
    if (id != picture)
        return;
    document->embedding = embedding;
    dropOldEmbeddings();
    setState(ImageState::Ready);
    Q_EMIT q.imageReady();
    thinkAhead();
    if (!document->prompt().empty())
        ask(document->prompt());
    if (heldRun)
        startEverything(*std::exchange(heldRun, std::nullopt));
}

void Session::Private::onPredicted(PictureId id, Ticket answered, const PredictionPtr& answer)
{
    if (id != picture || answered <= shownTicket)
        return;
    shownTicket = answered;
    decodeMs = answer->decodeMs;
    thinkAhead();
    if (document->prompt().empty()) {
        preview = answer;
        Q_EMIT q.previewChanged();
        return;
    }
    prediction = answer;
    selected = lastAnswerShown() ? wanted.value_or(answer->best) : answer->best;
    clearPreview();
    Q_EMIT q.candidatesReady();
    Q_EMIT q.selectedCandidateChanged(selected);
    if (accepting && lastAnswerShown()) {
        accepting = false;
        auto held = std::move(heldBack); // accepting changes the prompt, which forgets them
        heldBack.clear();
        if (!acceptNow())
            return;
        heldBack = std::move(held);
        replayHeldBack();
    }
}

void Session::Private::onSaved(const QString& imagePath, int revision, const QString& file,
                               const QString& keptAside)
{
    const auto found = documents.find(imagePath);
    if (found != documents.end())
        found->second->setSaved(revision);
    Q_EMIT q.saved(file, keptAside);
}

void Session::Private::onFailed(const Failure& failure)
{
    switch (failure.task) {
    case Task::LoadModel:
        if (failure.id == loading)
            setLoadingModel(false);
        if (!model && isShown())
            startEncoding(); // only shown
        break;
    case Task::ListPictures:
        if (failure.id != listing)
            return;
        break;
    case Task::ReadPicture:
        if (failure.id != picture)
            return;
        setState(ImageState::Failed);
        break;
    case Task::ReadObjects:
        if (failure.id != picture)
            return;
        break;
    case Task::Encode:
        if (failure.id != picture)
            return;
        setState(ImageState::ShownOnly);
        stopAccepting();
        stopEverything();
        break;
    case Task::Everything:
        if (failure.id != run)
            return;
        stopEverything();
        break;
    case Task::ReadEverything:
        if (failure.id != picture)
            return;
        break;
    case Task::Predict:
        if (failure.id != ticket)
            return;
        stopAccepting();
        break;
    case Task::Export:
    case Task::Save:
    case Task::Recover:
        break;
    }
    fail(failure.code, failure.subject, failure.reason);
}

} // namespace ui
