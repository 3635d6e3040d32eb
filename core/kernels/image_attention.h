#pragma once

#include <cstdint>
#include <vector>

#include <ATen/core/Tensor.h>

/// Multi-head attention between a prompt's few tokens and an image's many positions, a panel of
/// positions (matrix_product.h) at a time from the scores to what they are wanted for. The image's
/// tokens are not there themselves: X = σ ∘ M + Bᵀ V (image_tokens.h), M and V seen through the
/// attention's projections. Rows that belong to a head and a token are numbered (head, token).
/// Panels are joined in one order, whatever thread they came from.
namespace core::kernels {

/// σ and B, the parts of the image's tokens that differ from prompt to prompt.
struct ImageState {
    std::int64_t positions; ///< P
    std::int64_t rows;      ///< R
    at::Tensor basis;       ///< B, [⌈P / 64⌉, R or more, 64]
    at::Tensor scale;       ///< σ, [⌈P / 64⌉, 64]
};

/// What the scores of T tokens are made of, each panel's D channels of H heads lying together:
///     scores[h, t, p] = σ[p] · Σ_d tokens[t, h, d] · terms[h, d, p]
///                       + Σ_d tokens[t, h, d] · positions[h, d, p] + Σ_r onRows[h, t, r] · B[r, p]
struct ScoreTerms {
    int heads;
    at::Tensor tokens;    ///< [T, H·D]
    at::Tensor onRows;    ///< [H·T, R or more]: tokens · V, with the scores' projection
    at::Tensor terms;     ///< [⌈P / 64⌉, H·D, 64]: M through it
    at::Tensor positions; ///< likewise of the positional encoding; undefined for none
};

/// What the softmax of the scores over the positions, w, sums up.
struct AttentionSums {
    at::Tensor ofRows;  ///< [R, H·T or more]: Σ_p B[r, p] · w[h, t, p]
    at::Tensor ofTerms; ///< [T, H·D]: Σ_p σ[p] · values[h, d, p] · w[h, t, p]
};

/// Tokens look at the image. values [⌈P / 64⌉, H·D, 64]: M through the values' projection; D a
/// multiple of 4.
AttentionSums lookAtImage(const ImageState& image, const ScoreTerms& scores,
                          const at::Tensor& values);

/// How the squared length |z|² of a position's tokens follows from what they are made of.
struct LengthTerms {
    at::Tensor squares;  ///< [⌈P / 64⌉, 64]: |m|²
    at::Tensor products; ///< [R, R or more]: the inner products of V's rows
    at::Tensor constants; ///< [⌈P / 64⌉, L, 64]: m · v for what no token brings to each update's
                          ///< constant row
    std::vector<at::Tensor> values;  ///< of the L updates, [T, H·D]: the last token's, which goes
                                     ///< into the constant row, and before it the others' relative
                                     ///< to it
    std::vector<at::Tensor> outputs; ///< of each, [⌈P / 64⌉, H·D, 64]: what of its heads makes
                                     ///< m · v for its rows, Σ_d values[t, h, d] · outputs[h, d]
    std::int64_t channels;
    double eps;
};

/// The image looks at the tokens, and its tokens are brought to the length of a layer norm: the
/// softmax of the scores over the tokens, without the last token's share, becomes the basis'
/// H·(T − 1) last rows (`image.rows` counts them already; an update's rows are a constant one and
/// these), and with s = 1 / √(|z|² / channels +
/// eps) all rows B ← s ∘ B, σ ← s ∘ σ.
void lookAtTokens(ImageState& image, const ScoreTerms& scores, const LengthTerms& lengths);

/// σ ∘ terms + rows B for one panel, on this thread alone: terms and result [count, 64], rows
/// [count, R] that begin `stride` floats apart.
void projectPanel(const ImageState& image, std::int64_t panel, const float* terms,
                  const float* rows, std::int64_t stride, std::int64_t count, float* result);

} // namespace core::kernels
