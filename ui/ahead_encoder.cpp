#include "ui/ahead_encoder.h"

#include "core/progress.h"
#include "ui/caught_error.h"
#include "ui/give_way.h"

namespace ui {

namespace {

/// As for `nice`: a click that competes gets nine tenths of the processor, and beside programs that
/// hold all of it this still comes to its end.
constexpr int niceness = 10;

} // namespace

AheadEncoder::AheadEncoder(const core::EmbeddingCache& cache, QObject* parent)
    : QObject(parent), cache_(cache)
{
    thread_.setMaxThreadCount(1);
}

AheadEncoder::~AheadEncoder()
{
    cancel();
}

void AheadEncoder::start(const QString& path, const SegmenterPtr& segmenter)
{
    cancel();
    path_ = path;
    thread_.start([this, path, segmenter, stop = stop_.get_token()] {
        giveWayToOthers(niceness);
        // The stamp is taken first: a file written meanwhile is only encoded once too often.
        const FileStamp stamp = fileStamp(path);
        core::EmbeddingPtr embedding;
        // What is wrong with the picture is said when it is opened.
        caughtError([&] { embedding = encode(path, *segmenter, stop); });
        QMetaObject::invokeMethod(
            this,
            [this, path, stamp, embedding, stop] {
                if (stop.stop_requested())
                    return;
                path_.clear();
                Q_EMIT ended(path, stamp, embedding);
            },
            Qt::QueuedConnection);
    });
}

void AheadEncoder::cancel()
{
    stop_.request_stop();
    stop_ = std::stop_source();
    path_.clear();
}

core::EmbeddingPtr AheadEncoder::encode(const QString& path, const core::Segmenter& segmenter,
                                        std::stop_token stop)
{
    core::checkCancelled(stop);
    const core::Image image = core::readImage(path.toStdString());
    core::checkCancelled(stop);
    const std::string key = core::embeddingKey(segmenter, image);
    if (const core::EmbeddingPtr kept = cache_.find(key, segmenter, image))
        return kept;
    const core::EmbeddingPtr embedding = segmenter.encode(image, stop);
    cache_.keep(key, *embedding);
    return embedding;
}

} // namespace ui
