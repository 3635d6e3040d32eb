// The next picture is encoded while the user looks at this one.
#include "ui/session_private.h"

namespace ui {

namespace {

/// Long enough for a click that follows another, so that the first thing after opening a picture
/// does not find the processor busy.
constexpr int idleMs = 300;

} // namespace

void Session::setBusyElsewhere(bool busy)
{
    d_->busyElsewhere = busy;
    if (busy)
        d_->stopAhead();
    else
        d_->thinkAhead();
}

void Session::Private::connectAhead()
{
    idleTimer.setObjectName("idle");
    idleTimer.setSingleShot(true);
    idleTimer.setInterval(idleMs);
    QObject::connect(&idleTimer, &QTimer::timeout, &q, [this] { encodeAhead(); });
    QObject::connect(&ahead, &AheadEncoder::ended, &q,
                     [this](const QString& imagePath, const FileStamp& stamp,
                            const core::EmbeddingPtr& embedding) {
                         onEncodedAhead(imagePath, stamp, embedding);
                     });
}

void Session::Private::thinkAhead()
{
    idleTimer.start();
}

/// Once started it goes on beside clicks, to which it gives way; else it would never end under a
/// hand that is quick.
void Session::Private::encodeAhead()
{
    const bool idle = state == ImageState::Ready && ticket == shownTicket &&
                      everything == EverythingState::Idle && !loadingModel && !busyElsewhere;
    const qsizetype index = files.indexOf(path);
    if (!idle || index < 0 || index + 1 == files.size() || !ahead.path().isEmpty())
        return;
    const QString& next = files[index + 1];
    const auto met = documents.find(next);
    if (next == aheadFailed || (met != documents.end() && met->second->embedding))
        return;
    ahead.start(next, segmenter);
    Q_EMIT q.fileStateChanged(next);
}

void Session::Private::stopAhead()
{
    const QString stopped = ahead.path();
    ahead.cancel();
    if (!stopped.isEmpty())
        Q_EMIT q.fileStateChanged(stopped);
}

void Session::Private::onEncodedAhead(const QString& imagePath, const FileStamp& stamp,
                                      const core::EmbeddingPtr& embedding)
{
    if (embedding) {
        Document* doc = documentFor(imagePath);
        doc->embedding = embedding;
        doc->stamp = stamp;
        doc->lastUsed = picture;
        dropOldEmbeddings();
    } else {
        aheadFailed = imagePath;
    }
    Q_EMIT q.fileStateChanged(imagePath);
}

} // namespace ui
