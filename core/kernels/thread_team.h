#pragma once

namespace core::kernels {

/// Lets parallel loops that are started from this thread use all cores, whatever was set before
/// (OpenMP keeps the number per thread, and LibTorch starts with one).
///
/// The first call also makes threads that wait for each other sleep soon. GNU OpenMP lets them spin
/// for about a millisecond, unless it manages more threads than there are processors. On a busy
/// machine the one that spins takes the time that its partner needs: with other programs on every
/// core a decode took five times as long. So one more team is started, which sleeps for ever.
void useAllCores();

} // namespace core::kernels
