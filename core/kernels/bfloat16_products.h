#pragma once

#include <cstdint>

#include "core/kernels/linear_task.h"

namespace core::kernels {

/// Two bfloat16 numbers, the first in the lower half.
using BFloat16Pair = std::uint32_t;

/// Matrix products of bfloat16 numbers with sums in float32, where one instruction makes two
/// products in each lane. The sum of each element runs over the pairs in their order.
struct BFloat16Products {
    /// `count` floats, each rounded to the nearest bfloat16 (to the even one of two), as
    /// ⌈count / 2⌉ pairs; what is missing from the last one is 0.
    void (*roundToPairs)(const float* from, std::int64_t count, BFloat16Pair* to);

    /// y ← finished(x · panel + bias)
    void (*multiplyPanel)(const LinearTask<BFloat16Pair>& task, FinishRows finishRows);
};

/// Those of this processor; null where it has no instructions for them, or where Highway was told
/// to do without AVX-512.
const BFloat16Products* bfloat16Products();

} // namespace core::kernels
