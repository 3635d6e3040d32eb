#pragma once

#include <ATen/core/Tensor.h>

/// What the image encoders have learned about positions, written out for the tokens at hand. On the
/// device of the tables.
namespace core::sam {

using at::Tensor;

/// TinyViT's biases [heads, offsets] for every pair of positions in a window: [heads, N, N]. Offset
/// (|dy|, |dx|) has index |dy|·side + |dx|.
Tensor expandBiases(const Tensor& table, int side);

/// The ViT's distances on a side of `length` in a square of `square` tokens, [2·length − 1, D]:
/// from the middle of the table, which is interpolated if it was trained for another square.
Tensor relativePositions(const Tensor& trained, std::int64_t square, std::int64_t length);

/// The ViT's embedded positions [1, G, G, C] for a grid of rows × columns, the top left of a square
/// that they are interpolated for: [rows, columns, C].
Tensor absolutePositions(const Tensor& trained, std::int64_t rows, std::int64_t columns);

} // namespace core::sam
