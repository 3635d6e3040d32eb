#include "app/stop_signals.h"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace app {

namespace {

constexpr std::array<int, 2> numbers{SIGINT, SIGTERM};

// What the handler touches.
volatile std::sig_atomic_t received = 0;
int readEnd = -1, writeEnd = -1;

void handle(int number)
{
    if (received != 0)
        ::_exit(128 + number); // nothing is lost: a batch can be killed at any moment
    received = number;
    const int error = errno;
    (void)!::write(writeEnd, "", 1);
    errno = error;
}

} // namespace

StopSignals::StopSignals()
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        throw std::system_error(errno, std::generic_category(), "pipe");
    readEnd = ends[0];
    writeEnd = ends[1];
    struct sigaction action = {};
    action.sa_handler = handle;
    action.sa_flags = SA_RESTART;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        ::sigaction(numbers[i], nullptr, &before_[i]);
        if (before_[i].sa_handler != SIG_IGN) // shells start background work deaf to Ctrl+C
            ::sigaction(numbers[i], &action, nullptr);
    }
    waiter_ = std::thread([this] {
        char byte;
        if (::read(readEnd, &byte, 1) == 1)
            stop_.request_stop();
    });
}

StopSignals::~StopSignals()
{
    for (std::size_t i = 0; i < numbers.size(); ++i)
        ::sigaction(numbers[i], &before_[i], nullptr);
    ::close(writeEnd); // ends the waiter
    waiter_.join();
    ::close(readEnd);
}

int StopSignals::signal() const
{
    return received;
}

} // namespace app
