// Everything mode, as the session sees it.
#include "ui/session_private.h"

#include <algorithm>
#include <set>
#include <utility>

#include <QDir>

#include "ui/commands.h"

namespace ui {

// --- Verbs --------------------------------------------------------------------------------------

void Session::segmentEverything(const core::MaskGeneratorOptions& options)
{
    const bool possible = d_->state == ImageState::Ready || d_->state == ImageState::Encoding;
    if (!possible || d_->everything != EverythingState::Idle)
        return;
    d_->clearPreview();
    if (d_->state == ImageState::Ready)
        d_->startEverything(options);
    else
        d_->heldRun = options;
    d_->setEverything(EverythingState::Running);
}

void Session::cancelEverything()
{
    if (d_->everything != EverythingState::Running)
        return;
    if (d_->heldRun) {
        d_->stopEverything();
        return;
    }
    d_->runStop.request_stop();
    d_->setEverything(EverythingState::Stopping);
}

EverythingState Session::everythingState() const
{
    return d_->everything;
}

const WaitingMasks& Session::foundMasks() const
{
    return d_->found;
}

void Session::keepFound()
{
    if (d_->everything != EverythingState::Asking)
        return;
    const WaitingMasks kept = std::exchange(d_->found, {});
    d_->setEverything(EverythingState::Idle);
    d_->letWait(kept, true, tr("Segment everything"));
}

void Session::discardFound()
{
    if (d_->everything == EverythingState::Asking)
        d_->stopEverything();
}

void Session::openEverything(const QString& path)
{
    if (!d_->isShown())
        return;
    d_->post(
        [id = d_->picture, path](InferenceWorker& worker) { worker.readEverything(id, path); });
}

const WaitingMasks& Session::waitingMasks() const
{
    return d_->document->waiting();
}

bool Session::isUndecided() const
{
    return d_->document->isUndecided();
}

QStringList Session::undecidedFiles() const
{
    QStringList undecided;
    for (const auto& [path, document] : d_->documents)
        if (document->isUndecided())
            undecided += path;
    return undecided;
}

MaskBrowser* Session::browser() const
{
    return d_->browser;
}

void Session::acceptMasks(const WaitingMasks& masks)
{
    if (masks.empty())
        return;
    std::vector<core::Object> objects;
    const int firstId = d_->document->freeId();
    for (const WaitingMaskPtr& mask : masks)
        objects.push_back(d_->objectFrom(*mask, firstId + int(objects.size())));
    const QString text = tr("Accept %n mask(s)", nullptr, int(masks.size()));
    undoStack()->push(
        // What the user has not taken now is what the user does not want.
        new WaitingCommand(*d_->document, d_->waitingWithout(masks), false, text,
                           std::move(objects)));
}

void Session::mergeMasks(const WaitingMasks& masks)
{
    if (masks.size() < 2)
        return;
    const WaitingMasks& before = waitingMasks();
    const auto first = std::find_first_of(before.begin(), before.end(), masks.begin(), masks.end());
    WaitingMasks after = d_->waitingWithout(masks);
    // None of the masks before the first part goes, so that the place is still the same.
    after.insert(after.begin() + (first - before.begin()), mergeWaiting(masks));
    undoStack()->push(new WaitingCommand(*d_->document, std::move(after), true,
                                         tr("Merge %n mask(s)", nullptr, int(masks.size()))));
}

void Session::deleteMasks(const WaitingMasks& masks)
{
    if (masks.empty())
        return;
    undoStack()->push(new WaitingCommand(*d_->document, d_->waitingWithout(masks),
                                         d_->document->isUndecided(),
                                         tr("Delete %n mask(s)", nullptr, int(masks.size()))));
}

double Session::lastEncodeMs() const
{
    return d_->encodeMs;
}

void Session::measureDecode()
{
    if (d_->decodeMs > 0 || !d_->document->embedding)
        return;
    const core::Point middle{float(d_->image.width() / 2), float(d_->image.height() / 2), true};
    d_->post([segmenter = d_->segmenter, embedding = d_->document->embedding,
              middle](InferenceWorker& worker) {
        worker.measureDecode(segmenter, embedding, middle);
    });
}

// --- What they share ----------------------------------------------------------------------------

void Session::Private::setEverything(EverythingState newState)
{
    if (everything == newState)
        return;
    everything = newState;
    Q_EMIT q.everythingStateChanged();
    thinkAhead();
}

void Session::Private::startEverything(const core::MaskGeneratorOptions& options)
{
    stopAhead();
    runStop = std::stop_source();
    post([request = EverythingRequest{++run, segmenter, image, document->embedding, options,
                                      runStop.get_token()}](InferenceWorker& worker) {
        worker.segmentEverything(request);
    });
}

void Session::Private::stopEverything()
{
    runStop.request_stop();
    ++run; // its answer is not waited for
    heldRun.reset();
    found.clear();
    setEverything(EverythingState::Idle);
}

void Session::Private::letWait(const WaitingMasks& masks, bool undecided, const QString& text)
{
    document->undoStack()->push(new WaitingCommand(*document, masks, undecided, text));
    Q_EMIT q.everythingFinished(int(masks.size()));
}

WaitingMasks Session::Private::waitingWithout(const WaitingMasks& masks) const
{
    const std::set<WaitingMaskPtr> gone(masks.begin(), masks.end());
    WaitingMasks rest = document->waiting();
    std::erase_if(rest, [&](const WaitingMaskPtr& mask) { return gone.contains(mask); });
    return rest;
}

core::Object Session::Private::objectFrom(const WaitingMask& mask, int id) const
{
    core::Object object = newObject(id);
    object.color = mask.color; // it stays what it looked like
    object.mask = mask.found.mask;
    object.area = mask.found.area;
    object.box = mask.found.box;
    object.prompt.points = mask.points;
    object.candidate = mask.found.candidate;
    object.iou = mask.found.iou;
    object.stability = float(mask.found.stability);
    object.model = mask.model;
    return object;
}

// --- Answers ------------------------------------------------------------------------------------

void Session::Private::connectEverything()
{
    using Worker = InferenceWorker;
    QObject::connect(worker, &Worker::decodeMeasured, &q, [this](double ms) {
        decodeMs = ms;
        Q_EMIT q.decodeMeasured();
    });
    QObject::connect(worker, &Worker::everythingProgress, &q,
                     [this](RunId id, int done, int total) {
                         if (id == run && everything == EverythingState::Running)
                             Q_EMIT q.everythingProgress(done, total);
                     });
    QObject::connect(worker, &Worker::everythingFound, &q,
                     [this](RunId id, const WaitingMasks& masks, bool complete) {
                         onEverythingFound(id, masks, complete);
                     });
    QObject::connect(worker, &Worker::everythingRead, &q,
                     [this](PictureId id, const QString& file, const WaitingMasks& masks) {
                         onEverythingRead(id, file, masks);
                     });
}

void Session::Private::onEverythingFound(RunId id, const WaitingMasks& masks, bool complete)
{
    if (id != run)
        return;
    const bool cancelled = everything == EverythingState::Stopping || !complete;
    if (cancelled && !masks.empty()) {
        found = masks;
        setEverything(EverythingState::Asking);
        return;
    }
    setEverything(EverythingState::Idle);
    if (cancelled)
        return;
    if (masks.empty())
        Q_EMIT q.everythingFinished(0);
    else
        letWait(masks, true, Session::tr("Segment everything"));
}

void Session::Private::onEverythingRead(PictureId id, const QString& file,
                                        const WaitingMasks& masks)
{
    if (id != picture)
        return;
    const QString name = QDir::toNativeSeparators(file);
    if (masks.empty()) {
        Q_EMIT q.failed(core::ErrorCode::MaskInvalid,
                        Session::tr("%1 holds no masks; choose another result.").arg(name));
        return;
    }
    const auto misfit = std::find_if(masks.begin(), masks.end(), [&](const WaitingMaskPtr& each) {
        return each->found.mask.width != image.width() || each->found.mask.height != image.height();
    });
    if (misfit != masks.end()) {
        const core::Rle& mask = (*misfit)->found.mask;
        Q_EMIT q.failed(core::ErrorCode::MaskInvalid,
                        Session::tr("The masks in %1 are %2 × %3 pixels, this picture has %4 × %5; "
                                    "open the picture they belong to first.")
                            .arg(name)
                            .arg(mask.width)
                            .arg(mask.height)
                            .arg(image.width())
                            .arg(image.height()));
        return;
    }
    letWait(masks, false, Session::tr("Open everything result")); // they stay in their file
}

} // namespace ui
