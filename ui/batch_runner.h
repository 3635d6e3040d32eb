#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include <QElapsedTimer>
#include <QObject>

#include "core/batch.h"

namespace ui {

/// Runs a batch in a thread of its own, so that the window stays usable meanwhile; whatever the
/// window asks of the processor goes first. All methods return at once and belong to the thread
/// of the window.
class BatchRunner : public QObject {
    Q_OBJECT
public:
    enum class State {
        Idle,
        Running,
        Paused,  ///< stands still at the next step
        Stopping ///< cancelled, but not at its end yet
    };
    /// What `core::runBatch` does, with everything but the observer and the token bound; one
    /// picture at a time.
    using Work = std::function<core::BatchSummary(const core::BatchObserver&, std::stop_token)>;

    explicit BatchRunner(QObject* parent = nullptr);
    ~BatchRunner() override; ///< cancels and waits

    void start(Work work); ///< only while idle
    void pause();
    void resume();
    void cancel(); ///< answered with `finished`; also while paused

    State state() const { return state_; }
    /// Since the last start, without the pauses.
    double secondsWorked() const;

Q_SIGNALS:
    void stateChanged();
    void news(const core::BatchNews& news);
    void finished(const core::BatchSummary& summary);
    /// The whole batch has ended because of it; comes instead of `finished`.
    void failed(const core::Error& error);

private:
    void work(const Work& work, std::stop_token stop);
    double waitWhilePaused(std::stop_token stop);
    void setState(State state);
    void setPaused(bool paused);
    void end(const std::optional<core::Error>& error, const core::BatchSummary& summary);

    State state_ = State::Idle;
    double secondsBefore_ = 0; ///< worked until the last pause
    QElapsedTimer clock_;      ///< since then; invalid while it stands still
    std::mutex mutex_;
    std::condition_variable_any unpaused_;
    bool paused_ = false; ///< guarded by mutex_
    std::jthread thread_; ///< last, so that it ends first
};

} // namespace ui
