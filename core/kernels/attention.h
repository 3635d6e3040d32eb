#pragma once

#include <ATen/core/Tensor.h>

namespace core::kernels {

/// softmax(q kᵀ · scale + bias) v, for each of B·H heads by itself.
/// q [B, Nq, H, D], k [B, Nk, H, D], v [B, Nk, H, D]: float32, last dimension contiguous, any other
/// strides (slices of one fused projection are fine); D a multiple of 16.
/// bias [H, Nq, P] contiguous with P ≥ Nk a multiple of 16 (`padBias`), or undefined.
/// → [B, Nq, H·D]
at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, float scale,
                     const at::Tensor& bias = {});

/// bias [H, Nq, Nk] with its rows lengthened to a multiple of 16.
at::Tensor padBias(const at::Tensor& bias);

} // namespace core::kernels
