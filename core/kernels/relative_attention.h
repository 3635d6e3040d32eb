#pragma once

#include <ATen/core/Tensor.h>

namespace core::kernels {

/// How much a query favours a key because of where it lies: q · row[qy − ky] + q · column[qx − kx],
/// prepared for windows of rows × columns tokens.
struct RelativePositions {
    /// Tables [2·rows − 1, D] and [2·columns − 1, D], from the distance −(n − 1) to n − 1.
    RelativePositions(const at::Tensor& rowTable, const at::Tensor& columnTable);

    std::int64_t rows, columns;       ///< of a window
    at::Tensor rowTerms, columnTerms; ///< [D, 2·n − 1 and padding], from the largest distance down
};

/// Self-attention inside windows of a grid of tokens, softmax(q kᵀ / √D + relative positions) v for
/// each window and head by itself. The windows start at the top left; where one reaches beyond the
/// grid, there are keys and values but no queries.
/// qkv [H, W, 3·heads·D] contiguous, D a multiple of 16; outside [3·heads·D]: a token beyond the
/// grid. → [H, W, heads·D]
at::Tensor relativeAttention(const at::Tensor& qkv, const at::Tensor& outside, int heads,
                             const RelativePositions& positions);

} // namespace core::kernels
