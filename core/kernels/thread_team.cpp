#include "core/kernels/thread_team.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include <ATen/Parallel.h>
#include <omp.h>
#include <unistd.h>

namespace core::kernels {

namespace {

int allCores()
{
    return std::max(1, int(std::thread::hardware_concurrency()));
}

thread_local int limit = 0;

void startSleepingTeam()
{
    static std::atomic<bool> started = false; // the thread outlives this call
    std::thread([] {
#pragma omp parallel num_threads(allCores())
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

void useCores()
{
    static const bool once = (startSleepingTeam(), true);
    (void)once;
    // LibTorch sets a thread's number itself when it first asks for it, so it is asked first. Its
    // own setter would change the number for threads that come later.
    if (at::get_num_threads() != CoreLimit::cores())
        omp_set_num_threads(CoreLimit::cores());
}

CoreLimit::CoreLimit(int cores) : before_(limit)
{
    if (cores > 0)
        limit = limit > 0 ? std::min(limit, cores) : cores;
}

CoreLimit::~CoreLimit()
{
    limit = before_;
}

int CoreLimit::cores()
{
    return limit > 0 ? limit : allCores();
}

} // namespace core::kernels
