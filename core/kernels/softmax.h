#pragma once

#include <ATen/core/Tensor.h>

namespace core::kernels {

/// scores [R, N], contiguous: each row ← exp(row − max) / sum, in place.
void softmaxRows(at::Tensor& scores);

/// scores [R, T, H], contiguous, bias [T, H]: softmax of scores + bias over T, for each row and each
/// of the H interleaved heads, in place.
void softmaxTokens(at::Tensor& scores, const at::Tensor& bias);

} // namespace core::kernels
