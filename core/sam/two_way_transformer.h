#pragma once

#include <utility>
#include <vector>

#include "core/sam/config.h"
#include "core/sam/cross_attention.h"
#include "core/sam/layers.h"

namespace core::sam {

/// Multi-head attention of the tokens among themselves.
struct Attention {
    Attention(const Parameters& p, int channels, int heads);
    /// sum ← sum + attention(q, k, v); all [T, C]
    void addTo(Tensor& sum, const Tensor& q, const Tensor& k, const Tensor& v) const;
    Tensor forward(const Tensor& q, const Tensor& k, const Tensor& v) const; // [T, C]

    int heads;
    Linear q_proj, k_proj, v_proj, out_proj;

private:
    Tensor attend(const Tensor& q, const Tensor& k, const Tensor& v) const; // [T, C]
};

struct MlpBlock {
    MlpBlock(const Parameters& p, int channels, int hidden);
    void addTo(Tensor& x) const; // x ← x + mlp(x)

    Linear lin1, lin2;
};

/// Tokens [T, C] and image [P, C] look at each other: (1) self-attention of the tokens, (2) tokens
/// to image, (3) an MLP on the tokens, (4) image to tokens; each followed by its norm.
struct TwoWayAttentionBlock {
    TwoWayAttentionBlock(const Parameters& p, const SamConfig& config, const Tensor& imagePositions,
                         bool isFirst);
    void forward(Tensor& tokens, ImageTokens& image, const Tensor& tokenPositions,
                 const LayerTerms& terms) const; // in place

    bool isFirst; ///< the first block's self-attention replaces the tokens and takes no positions
    Attention self_attn;
    LayerNorm norm1;
    TokenToImageAttention cross_attn_token_to_image;
    LayerNorm norm2;
    MlpBlock mlp;
    LayerNorm norm3;
    ImageToTokenAttention cross_attn_image_to_token;
    LayerNorm norm4;
};

class TwoWayTransformer {
public:
    /// `imagePositions` [G², C]: the positional encoding of a square image.
    TwoWayTransformer(const Parameters& p, const SamConfig& config, const Tensor& imagePositions);

    /// What all prompts of a picture share: image [P, C] plus the row `everywhere` [1, C] through
    /// every projection, also through `upsampling` [N, C] behind the last layer. `part` [P]: where
    /// in the square the image's positions are; undefined if it is the whole square.
    PictureTerms look(const Tensor& image, const Tensor& everywhere, const Tensor& upsampling,
                      const Tensor& part = {}) const;

    /// tokens [T, C], which are also their own positions → {the first `wanted` of them [wanted, C],
    /// image}
    std::pair<Tensor, ImageTokens> forward(const PictureTerms& picture, const Tensor& tokens,
                                           std::int64_t wanted) const;

private:
    int heads_;
    std::vector<TwoWayAttentionBlock> layers;
    TokenToImageAttention final_attn_token_to_image;
    LayerNorm norm_final_attn;
};

} // namespace core::sam
