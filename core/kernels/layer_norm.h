#pragma once

#include <ATen/core/Tensor.h>

namespace core::kernels {

/// The layer norm of each row of x [..., C]; weight, bias [C].
at::Tensor layerNorm(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                     double eps);

} // namespace core::kernels
