#pragma once

#include <cstdint>
#include <vector>

#include <ATen/core/Tensor.h>

namespace core::kernels {

/// softmax(q kᵀ · scale) v, for each of B·H heads by itself.
/// q [B, Nq, H, D], k [B, Nk, H, D], v [B, Nk, H, D]: float32, last dimension contiguous, any other
/// strides (slices of one fused projection are fine); D a multiple of 16.
/// → [B, Nq, H·D]
at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, float scale);

/// How much of a window lies inside the picture: it may reach beyond it to the right and below.
struct WindowPart {
    std::int64_t height, width; ///< positions
};

/// softmax(q kᵀ · scale + bias) v within each window of `window`² positions. Where a window reaches
/// beyond the picture its keys and values are those of `padding`; there are no queries, since
/// nobody would see the answers. qkv [tokens, H, 3·D]: each head's query, key and value side by
/// side; window after window, only the positions inside the picture, row by row; contiguous, D a
/// multiple of 16. padding [H · 3·D]; bias [H, window², P] with P ≥ window² a multiple of 16
/// (`padBias`). → [tokens, H·D]
at::Tensor windowAttention(const at::Tensor& qkv, const std::vector<WindowPart>& parts,
                           const at::Tensor& padding, std::int64_t window, float scale,
                           const at::Tensor& bias);

/// bias [H, Nq, Nk] with its rows lengthened to a multiple of 16 by scores that do not count.
at::Tensor padBias(const at::Tensor& bias);

} // namespace core::kernels
