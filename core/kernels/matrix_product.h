#pragma once

#include <ATen/core/Tensor.h>

namespace core::kernels {

/// a b for two matrices that change from call to call. a [M, K] and b [K, N] are float32 and
/// contiguous, or the transposed view of a contiguous matrix. → [M, N]
at::Tensor matrixProduct(const at::Tensor& a, const at::Tensor& b);

/// sum ← sum + a b, in place; sum [M, N] contiguous.
void addMatrixProduct(at::Tensor& sum, const at::Tensor& a, const at::Tensor& b);

} // namespace core::kernels
