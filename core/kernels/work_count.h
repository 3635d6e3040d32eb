#pragma once

#include <cstdint>

namespace core::kernels {

/// Counts the multiplications of matrix products, convolutions and attention, all threads together:
/// what a benchmark needs to say which share of the processor's peak they reach.
void countMultiplications(std::int64_t count);
std::int64_t multiplications(); ///< so far

} // namespace core::kernels
