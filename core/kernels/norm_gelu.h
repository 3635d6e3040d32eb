#pragma once

#include <ATen/core/Tensor.h>

namespace core::kernels {

/// x ← gelu(layer norm of each row), in place, on this thread alone. x [N, C] contiguous, C a
/// multiple of 16; weight, bias [C].
void normGelu(at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, double eps);

/// x ← gelu(x), in place, on this thread alone. Contiguous.
void geluInPlace(at::Tensor& x);

} // namespace core::kernels
