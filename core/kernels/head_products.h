#pragma once

#include <ATen/core/Tensor.h>

/// Products of multi-head attention between a few tokens and many positions. The positions' side
/// lies by channels, [H·D, N]: the D channels of head 0, then of head 1 …; the tokens' side by
/// tokens, [T, H·D]. All contiguous; D a multiple of 4.
namespace core::kernels {

/// scores[t·H + h, n] += scale[n] · Σ_d tokens[t, h, d] · positions[h, d, n]
/// scores [T·H, N]; scale [N], or undefined for 1.
void addHeadScores(at::Tensor& scores, const at::Tensor& tokens, const at::Tensor& positions,
                   int heads, const at::Tensor& scale = {});

/// weights [T·H, N] → Σ_n weights[t·H + h, n] · positions[h, d, n], [T, H·D]
at::Tensor headSums(const at::Tensor& weights, const at::Tensor& positions, int heads);

} // namespace core::kernels
