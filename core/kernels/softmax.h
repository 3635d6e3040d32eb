#pragma once

#include <ATen/core/Tensor.h>

namespace core::kernels {

/// scores [R, N], contiguous: each row ← exp(row − max) / sum, in place.
void softmaxRows(at::Tensor& scores);

/// scores [T·H, N], contiguous: softmax over the T tokens for each of the H interleaved heads and
/// each of the N positions, in place.
void softmaxTokens(at::Tensor& scores, int heads);

} // namespace core::kernels
