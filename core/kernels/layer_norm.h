#pragma once

#include <ATen/core/Tensor.h>

#include "core/kernels/activation.h"

namespace core::kernels {

/// The layer norm of each row of x [..., C]; weight, bias [C].
at::Tensor layerNorm(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                     double eps);

/// x ← activation(layer norm of each row), on this thread alone. x contiguous.
void layerNormInPlace(at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, double eps,
                      Activation activation);

} // namespace core::kernels
