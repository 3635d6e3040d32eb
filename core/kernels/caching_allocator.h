#pragma once

namespace core::kernels {

/// Makes LibTorch keep the memory of freed CPU tensors and hand the same blocks out again.
///
/// A network of fixed shapes asks for the same few sizes over and over. The system's allocator
/// gives large blocks back to the kernel each time, and touching fresh pages then costs more than
/// the arithmetic on them. Large blocks that nobody has wanted for some seconds go back to the
/// system. Process-wide; the first call installs it, later ones do nothing.
void installCachingAllocator();

/// Gives all unused blocks back to the system now.
void releaseCachedMemory();

} // namespace core::kernels
