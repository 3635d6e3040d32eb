#include "ui/inference_worker.h"

#include <QElapsedTimer>

#include "core/formats/amg.h"
#include "ui/caught_error.h"
#include "ui/exporter.h"
#include "ui/sidecar.h"

namespace ui {

/// The one place where exceptions end: each becomes a `failed`, except the wish to stop.
template <typename Work> void InferenceWorker::attempt(Task task, quint64 id, Work&& work)
{
    const std::optional<core::Error> error = caughtError(work);
    if (error && error->code() != core::ErrorCode::Cancelled)
        Q_EMIT failed({task, id, error->code(), QString::fromStdString(error->subject()),
                       QString::fromStdString(error->reason())});
}

InferenceWorker::InferenceWorker(const core::EmbeddingCache& cache) : cache_(cache)
{
    writer_.setMaxThreadCount(1);
}

void InferenceWorker::loadModel(quint64 id, const QString& idOrPath, const core::ModelStore& store)
{
    attempt(Task::LoadModel, id, [&] {
        Q_EMIT modelLoaded({id, idOrPath,
                            std::make_shared<const core::Segmenter>(
                                store.resolve(idOrPath.toStdString()))});
    });
}

void InferenceWorker::listPictures(quint64 id, const QStringList& paths)
{
    attempt(Task::ListPictures, id, [&] { Q_EMIT picturesListed(id, ui::listPictures(paths)); });
}

void InferenceWorker::readPicture(PictureId picture, const QString& path, bool withObjects,
                                  std::stop_token stop)
{
    // The stamp is taken first: a file written meanwhile is only read once too often.
    LoadedPicture loaded{picture, fileStamp(path), {}, {}, {}};
    attempt(Task::ReadPicture, picture, [&] {
        core::checkCancelled(stop);
        loaded.image = core::readImage(path.toStdString());
    });
    if (loaded.image.empty())
        return;
    if (withObjects) {
        const int width = loaded.image.width();
        const int height = loaded.image.height();
        attempt(Task::ReadObjects, picture,
                [&] { loaded.saved = readSidecar(path, width, height); });
        attempt(Task::ReadObjects, picture,
                [&] { loaded.recovered = readRecovery(path, width, height); });
    }
    Q_EMIT pictureLoaded(loaded);
}

void InferenceWorker::encode(PictureId picture, const SegmenterPtr& segmenter,
                             const core::Image& image, std::stop_token stop)
{
    attempt(Task::Encode, picture, [&] {
        core::checkCancelled(stop);
        const std::string key = core::embeddingKey(*segmenter, image);
        if (const core::EmbeddingPtr kept = cache_.find(key, *segmenter, image)) {
            Q_EMIT encoded(picture, kept, 0);
            return;
        }
        QElapsedTimer timer;
        timer.start();
        const core::EmbeddingPtr embedding = segmenter->encode(
            image, stop, [&](int done, int total) { Q_EMIT encodeProgress(picture, done, total); });
        Q_EMIT encoded(picture, embedding, double(timer.nsecsElapsed()) / 1e6);
        writer_.start([cache = cache_, key, embedding] { cache.keep(key, *embedding); });
    });
}

void InferenceWorker::predict(const PredictionRequest& request)
{
    if (request.ticket < latestTicket_.load(std::memory_order_relaxed))
        return;
    attempt(Task::Predict, request.ticket, [&] {
        Q_EMIT predicted(request.picture, request.ticket,
                         std::make_shared<const core::Prediction>(
                             request.segmenter->predict(*request.embedding, request.prompt)));
    });
}

void InferenceWorker::measureDecode(const SegmenterPtr& segmenter,
                                    const core::EmbeddingPtr& embedding, const core::Point& point)
{
    attempt(Task::Predict, 0, [&] {
        core::Prompt prompt;
        prompt.points.push_back(point);
        segmenter->predict(*embedding, prompt);
        Q_EMIT decodeMeasured(segmenter->predict(*embedding, prompt).decodeMs);
    });
}

void InferenceWorker::segmentEverything(const EverythingRequest& request)
{
    attempt(Task::Everything, request.run, [&] {
        const core::MaskGenerator generator(*request.segmenter, request.options);
        core::MaskGenerator::Result result = generator.generate(
            request.image, request.stop,
            [&](int done, int total) { Q_EMIT everythingProgress(request.run, done, total); },
            request.embedding);
        Q_EMIT everythingFound(request.run,
                               makeWaiting(std::move(result.masks), request.segmenter->info().variant),
                               result.complete);
    });
}

void InferenceWorker::readEverything(PictureId picture, const QString& path)
{
    attempt(Task::ReadEverything, picture, [&] {
        Q_EMIT everythingRead(picture, path, makeWaiting(core::readAmg(path.toStdString()), {}));
    });
}

void InferenceWorker::exportAnnotation(const core::Annotation& annotation, const core::Image& image,
                                       const ExportOptions& options)
{
    attempt(Task::Export, 0,
            [&] { Q_EMIT exported(options.folder, exportObjects(annotation, image, options)); });
}

void InferenceWorker::save(const core::Annotation& annotation, int revision)
{
    attempt(Task::Save, 0, [&] {
        const QString keptAside = writeSidecar(annotation);
        const QString imagePath = QString::fromStdString(annotation.imagePath.string());
        removeRecovery(imagePath);
        Q_EMIT saved(imagePath, revision, sidecarPath(imagePath), keptAside);
    });
}

void InferenceWorker::keepRecovery(const core::Annotation& annotation)
{
    attempt(Task::Recover, 0, [&] { writeRecovery(annotation); });
}

void InferenceWorker::dropRecovery(const QString& imagePath)
{
    removeRecovery(imagePath);
}

} // namespace ui
