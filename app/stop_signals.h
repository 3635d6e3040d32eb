#pragma once

#include <array>
#include <csignal>
#include <stop_token>
#include <thread>

namespace app {

/// Turns Ctrl+C and SIGTERM into a stop request for as long as it lives; a second one ends the
/// program at once. There is one at a time.
class StopSignals {
public:
    StopSignals();
    ~StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

    std::stop_token token() const { return stop_.get_token(); }
    int signal() const; ///< the one that came; 0 when none did

private:
    std::stop_source stop_;
    std::array<struct sigaction, 2> before_;
    std::thread waiter_; ///< asks for the stop: a signal handler may not
};

} // namespace app
