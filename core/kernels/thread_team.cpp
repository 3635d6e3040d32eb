#include "core/kernels/thread_team.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include <ATen/Parallel.h>
#include <unistd.h>

namespace core::kernels {

namespace {

int cores()
{
    return std::max(1, int(std::thread::hardware_concurrency()));
}

void startSleepingTeam()
{
    static std::atomic<bool> started = false; // the thread outlives this call
    std::thread([] {
#pragma omp parallel num_threads(cores())
        {
            // Nothing to do: that the threads exist is all that is wanted. The compiler must not
            // drop the empty region.
            asm volatile("");
        }
        started = true;
        started.notify_one();
        for (;;)
            pause();
    }).detach();
    started.wait(false);
}

} // namespace

void useAllCores()
{
    static const bool once = (startSleepingTeam(), true);
    (void)once;
    if (at::get_num_threads() != cores())
        at::set_num_threads(cores());
}

} // namespace core::kernels
