#pragma once

#include "core/kernels/packed_linear.h"
#include "core/sam/layers.h"

/// Attention between a few tokens [T, C] and the many positions of an image [P, C].
///
/// The textbook projects all P positions to queries, keys or values of width D first. But a product
/// of projections is a projection: for head h
///     q_h · k_h = (W_q x)·(W_k y) = x · (W_qᵀ W_k) y,   A (V W_vᵀ) W_oᵀ = (A V) (W_o W_v)ᵀ,
/// so the matrices W_qᵀ W_k and W_o W_v are made once, from the checkpoint, and applied on the
/// tokens' side, where there are a few rows. What is left on the image's side are two thin products
/// with H·T columns. The result is the same up to rounding; biases that add the same number to all
/// scores of one softmax are dropped.
namespace core::sam {

struct CrossAttentionProjections;

/// Tokens look at the image.
struct TokenToImageAttention {
    TokenToImageAttention(const Parameters& p, int channels, int width, int heads);
    /// tokens ← tokens + attention(q, k, v); q [T, C], k, v [P, C]
    void addTo(Tensor& tokens, const Tensor& q, const Tensor& k, const Tensor& v) const;

    int heads;
    kernels::PackedLinear query;  // [T, C] → [T, H·C]: what each head looks for, in the image's channels
    kernels::PackedLinear output; // [T, H·C] → [T, C]: from what each head saw

private:
    TokenToImageAttention(const CrossAttentionProjections& p, int heads);
};

/// The image looks at the tokens.
struct ImageToTokenAttention {
    ImageToTokenAttention(const Parameters& p, int channels, int width, int heads);
    /// image ← image + attention(q, k, v); q [P, C], k, v [T, C]
    void addTo(Tensor& image, const Tensor& q, const Tensor& k, const Tensor& v) const;

    int heads;
    kernels::PackedLinear key;     // [T, C] → [T, H·C]: the keys in the image's channels
    kernels::PackedLinear keyBias; // [T, C] → [T, H]: the share of the queries' bias
    kernels::PackedLinear value;   // [T, C] → [T, H·C]: the values as they are added to the image

private:
    ImageToTokenAttention(const CrossAttentionProjections& p, int heads);
};

} // namespace core::sam
