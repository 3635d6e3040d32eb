#include "ui/batch_runner.h"

#include <algorithm>
#include <utility>

#include "ui/caught_error.h"
#include "ui/give_way.h"

namespace ui {

namespace {

/// As for `nice`: a click that competes with the batch gets three quarters of the processor, and a
/// busy machine still leaves the batch some.
constexpr int niceness = 5;

} // namespace

BatchRunner::BatchRunner(QObject* parent) : QObject(parent) {}

BatchRunner::~BatchRunner() = default;

void BatchRunner::start(Work work)
{
    Q_ASSERT(state_ == State::Idle);
    secondsBefore_ = 0;
    clock_.start();
    paused_ = false;
    setState(State::Running);
    thread_ = std::jthread([this, work = std::move(work)](std::stop_token stop) {
        giveWayToOthers(niceness);
        this->work(work, stop);
    });
}

void BatchRunner::pause()
{
    if (state_ != State::Running)
        return;
    secondsBefore_ = secondsWorked();
    clock_.invalidate();
    setPaused(true);
    setState(State::Paused);
}

void BatchRunner::resume()
{
    if (state_ != State::Paused)
        return;
    clock_.start();
    setPaused(false);
    setState(State::Running);
}

void BatchRunner::cancel()
{
    if (state_ == State::Idle || state_ == State::Stopping)
        return;
    thread_.request_stop();
    setState(State::Stopping);
}

double BatchRunner::secondsWorked() const
{
    return secondsBefore_ + (clock_.isValid() ? double(clock_.elapsed()) / 1000 : 0);
}

/// In the thread of the batch.
void BatchRunner::work(const Work& work, std::stop_token stop)
{
    double pausedSeconds = 0; // of the picture under way, which are not its own
    const auto observer = [&](core::BatchNews told) {
        told.seconds = std::max(0.0, told.seconds - pausedSeconds);
        QMetaObject::invokeMethod(
            this, [this, told] { Q_EMIT news(told); }, Qt::QueuedConnection);
        const double waited = waitWhilePaused(stop);
        pausedSeconds = told.state == core::PictureState::Running ? pausedSeconds + waited : 0;
    };
    core::BatchSummary summary;
    const auto error = caughtError([&] { summary = work(observer, stop); });
    QMetaObject::invokeMethod(
        this, [this, error, summary] { end(error, summary); }, Qt::QueuedConnection);
}

/// Returns the seconds it took.
double BatchRunner::waitWhilePaused(std::stop_token stop)
{
    QElapsedTimer clock;
    clock.start();
    std::unique_lock lock(mutex_);
    unpaused_.wait(lock, stop, [this] { return !paused_; });
    return double(clock.elapsed()) / 1000;
}

void BatchRunner::setPaused(bool paused)
{
    {
        const std::lock_guard lock(mutex_);
        paused_ = paused;
    }
    unpaused_.notify_all();
}

void BatchRunner::setState(State state)
{
    state_ = state;
    Q_EMIT stateChanged();
}

void BatchRunner::end(const std::optional<core::Error>& error, const core::BatchSummary& summary)
{
    secondsBefore_ = secondsWorked();
    clock_.invalidate();
    setState(State::Idle);
    if (error)
        Q_EMIT failed(*error);
    else
        Q_EMIT finished(summary);
}

} // namespace ui
