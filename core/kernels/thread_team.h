#pragma once

#include <exception>

#include <c10/core/InferenceMode.h>

namespace core::kernels {

/// Lets parallel loops that are started from this thread use the cores they may, whatever was set
/// before (OpenMP keeps the number per thread, and LibTorch starts with one).
///
/// The first call also makes threads that wait for each other sleep soon. GNU OpenMP lets them spin
/// for about a millisecond, unless it manages more threads than there are processors. On a busy
/// machine the one that spins takes the time that its partner needs: with other programs on every
/// core a decode took five times as long. So one more team is started, which sleeps for ever.
void useCores();

/// While it lives, parallel loops of this thread run on this thread alone, and LibTorch's tensors
/// need no bookkeeping for gradients.
class OneCore {
public:
    OneCore();
    ~OneCore();
    OneCore(const OneCore&) = delete;
    OneCore& operator=(const OneCore&) = delete;

private:
    int before_;
    c10::InferenceMode inference_;
};

/// Calls work(i) for i in [0, count) on the cores this thread may use, each call on one of them.
/// What is thrown in there is thrown again here: an exception must not leave a parallel region.
template <typename Work> void shareAmongCores(int count, const Work& work)
{
    std::exception_ptr failure;
#pragma omp parallel for schedule(dynamic)
    for (int i = 0; i < count; ++i) {
        try {
            const OneCore here;
            work(i);
        } catch (...) {
#pragma omp critical
            failure = std::current_exception();
        }
    }
    if (failure)
        std::rethrow_exception(failure);
}

/// While it lives, `useCores` gives this thread at most that many cores.
class CoreLimit {
public:
    /// @param cores 0: no limit beyond the one that holds already
    explicit CoreLimit(int cores);
    ~CoreLimit();
    CoreLimit(const CoreLimit&) = delete;
    CoreLimit& operator=(const CoreLimit&) = delete;

    static int cores(); ///< how many this thread may use

private:
    int before_;
};

} // namespace core::kernels
