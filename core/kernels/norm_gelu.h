#pragma once

#include <ATen/core/Tensor.h>

namespace core::kernels {

/// x ← gelu(layer norm of each row), in place, on this thread alone. x [N, C] contiguous, C a
/// multiple of 16; weight, bias [C].
void normGelu(at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, double eps);

} // namespace core::kernels
