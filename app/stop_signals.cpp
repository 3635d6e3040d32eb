#include "app/stop_signals.h"

#include <pthread.h>
#include <unistd.h>

namespace app {

StopSignals::StopSignals()
{
    ::sigemptyset(&signals_);
    for (const int number : {SIGINT, SIGTERM}) {
        // Shells start what runs in the background deaf to Ctrl+C.
        struct sigaction action;
        if (::sigaction(number, nullptr, &action) == 0 && action.sa_handler != SIG_IGN)
            ::sigaddset(&signals_, number);
    }
    ::sigaddset(&signals_, SIGUSR2); // wakes the waiter at the end
    ::pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    waiter_ = std::thread([this] { wait(); });
}

StopSignals::~StopSignals()
{
    done_ = true;
    ::pthread_kill(waiter_.native_handle(), SIGUSR2);
    waiter_.join();
    ::pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
}

void StopSignals::wait()
{
    for (int number = 0; ::sigwait(&signals_, &number) == 0;) {
        if (done_)
            return;
        if (number == SIGUSR2)
            continue;
        if (signal_.exchange(number) != 0)
            ::_exit(128 + number); // nothing is lost: a batch can be killed at any moment
        stop_.request_stop();
    }
}

} // namespace app
