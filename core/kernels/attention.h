#pragma once

#include <cstdint>

#include <ATen/core/Tensor.h>

namespace core::kernels {

/// softmax(q kᵀ · scale) v, for each of B·H heads by itself.
/// q [B, Nq, H, D], k [B, Nk, H, D], v [B, Nk, H, D]: float32, last dimension contiguous, any other
/// strides (slices of one fused projection are fine); D a multiple of 16.
/// → [B, Nq, H·D]
at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, float scale);

/// softmax(q kᵀ · scale + bias) v within each window of `window`² positions of a picture. Where a
/// window reaches beyond the picture its keys and values are those of `padding`; there are no
/// queries, since nobody would see the answers.
/// qkv [height, width, H, 3·D]: each head's query, key and value side by side, contiguous;
/// padding [H · 3·D]; bias [H, window², P] with P ≥ window² a multiple of 16 (`padBias`).
/// → [height, width, H·D]
at::Tensor windowAttention(const at::Tensor& qkv, const at::Tensor& padding, std::int64_t window,
                           float scale, const at::Tensor& bias);

/// bias [H, Nq, Nk] with its rows lengthened to a multiple of 16.
at::Tensor padBias(const at::Tensor& bias);

} // namespace core::kernels
