#pragma once

#include <vector>

#include "core/sam/plain/image_encoder.h"

namespace core::sam::plain {

/// Self-attention inside a window of tokens that knows how far apart they are.
struct VitAttention {
    /// `tableSide`: of the square that the position tables were trained for
    VitAttention(const Parameters& p, int width, int heads, int tableSide);
    /// Windows of rows × columns tokens, [n, rows · columns, width]
    Tensor forward(const Tensor& x, std::int64_t rows, std::int64_t columns) const;

    int heads;
    Linear qkv, proj;
    Tensor rel_pos_h, rel_pos_w; // [2·tableSide − 1, width / heads]
};

struct VitBlock {
    /// `window`: its side, 0 for attention among all tokens
    VitBlock(const Parameters& p, const VitConfig& config, int window);
    Tensor forward(const Tensor& x) const; // [H, W, width]

    int window;
    LayerNorm norm1;
    VitAttention attn;
    LayerNorm norm2;
    Mlp mlp;
};

/// The image encoder of the original Segment Anything.
class VitEncoder : public ImageEncoder {
public:
    VitEncoder(const Parameters& p, const VitConfig& config, int embeddingChannels);
    Tensor forward(const Tensor& picture, const BlockDone& blockDone) const override;

private:
    Conv2d patch_embed_proj;
    Tensor pos_embed; // [1, tableSide, tableSide, width]
    std::vector<VitBlock> blocks;
    Neck neck;
};

} // namespace core::sam::plain
