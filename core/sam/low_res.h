#pragma once

#include <ATen/core/Tensor.h>

#include "core/prompt.h"

/// A model's own logits are four to a cell's side, as many rows and columns of cells as it saw.
/// Between predictions they go as LowResLogits, which cover the square and know no input size.
namespace core::sam {

/// logits [4·rows, 4·columns] in the top-left corner of a square of `cells`² cells; the rest of it
/// is outside of the mask.
LowResLogits toLowRes(const at::Tensor& logits, int cells);

/// The inverse: → [4·rows, 4·columns]
at::Tensor fromLowRes(const LowResLogits& lowRes, std::int64_t rows, std::int64_t columns,
                      int cells);

} // namespace core::sam
