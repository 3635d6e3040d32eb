#pragma once

#include <atomic>
#include <csignal>
#include <stop_token>
#include <thread>

namespace app {

/// Turns Ctrl+C and SIGTERM into a stop request for as long as it lives; a second one ends the
/// program at once. To be made before any other thread: threads inherit what they may not take.
class StopSignals {
public:
    StopSignals();
    ~StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

    std::stop_token token() const { return stop_.get_token(); }
    int signal() const { return signal_; } ///< the one that came; 0 when none did

private:
    void wait();

    sigset_t signals_;
    std::stop_source stop_;
    std::atomic<int> signal_ = 0;
    std::atomic<bool> done_ = false;
    std::thread waiter_;
};

} // namespace app
