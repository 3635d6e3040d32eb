#pragma once

#include <cstdint>

#include <ATen/core/Tensor.h>

namespace core::kernels {

/// A few rows times a matrix, neither of them packed: y ← a b, or y ← y + a b. Strides in floats.
struct MatrixProduct {
    const float* a; ///< [rows, in]: a[r · aRow + k · aStep]
    std::int64_t aRow, aStep;
    const float* b; ///< [in, columns]
    std::int64_t bRow;
    float* y; ///< [rows, columns]
    std::int64_t yRow;
    std::int64_t rows, in;
    std::int64_t columns; ///< in whole vectors: b is read and y written up to the next multiple of
                          ///< vectorPadding
    bool accumulate = false;
};

/// On this thread alone. Each sum runs over `in` in its order.
void multiply(const MatrixProduct& product);

// The decoder keeps what it knows of an image's positions in panels of 64: [⌈N / 64⌉, C, 64], the C
// channels of one panel together. All that a prompt does to a panel is then done while it is in the
// cache, and 64 positions at a time in each step.

inline constexpr std::int64_t panelPositions = 64;

inline std::int64_t panelCount(std::int64_t positions)
{
    return (positions + panelPositions - 1) / panelPositions;
}

/// [N, C] → [⌈N / 64⌉, C, 64], zeros behind the last position.
at::Tensor panelsOf(const at::Tensor& positions);

/// rows [M, K] through the K channels of panels [P, K, 64] → [P, M, 64]
at::Tensor panelProduct(const at::Tensor& rows, const at::Tensor& panels);

} // namespace core::kernels
