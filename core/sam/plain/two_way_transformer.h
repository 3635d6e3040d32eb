#pragma once

#include <utility>
#include <vector>

#include "core/sam/config.h"
#include "core/sam/plain/layers.h"

namespace core::sam::plain {

/// Multi-head attention on `width` channels.
struct Attention {
    Attention(const Parameters& p, int channels, int width, int heads);
    Tensor forward(const Tensor& q, const Tensor& k, const Tensor& v) const; // [N, channels]

    int heads;
    Linear q_proj, k_proj, v_proj, out_proj;
};

/// Tokens [T, C] and image [P, C] look at each other: (1) self-attention of the tokens, (2) tokens
/// to image, (3) an MLP on the tokens, (4) image to tokens; each followed by its norm.
struct TwoWayAttentionBlock {
    TwoWayAttentionBlock(const Parameters& p, const SamConfig& config, bool isFirst);
    void forward(Tensor& tokens, Tensor& image, const Tensor& tokenPositions,
                 const Tensor& imagePositions) const; // in place

    bool isFirst; ///< the first block's self-attention replaces the tokens and takes no positions
    Attention self_attn;
    LayerNorm norm1;
    Attention cross_attn_token_to_image;
    LayerNorm norm2;
    Linear mlp_lin1, mlp_lin2;
    LayerNorm norm3;
    Attention cross_attn_image_to_token;
    LayerNorm norm4;
};

class TwoWayTransformer {
public:
    TwoWayTransformer(const Parameters& p, const SamConfig& config);

    /// image and its positions [P, C]; tokens [T, C], which are also their own positions → {tokens
    /// [T, C], image [P, C]}
    std::pair<Tensor, Tensor> forward(const Tensor& image, const Tensor& imagePositions,
                                      const Tensor& tokens) const;

private:
    std::vector<TwoWayAttentionBlock> layers;
    Attention final_attn_token_to_image;
    LayerNorm norm_final_attn;
};

} // namespace core::sam::plain
