#pragma once

#include <vector>

#include "core/kernels/relative_attention.h"
#include "core/sam/image_encoder.h"

namespace core::sam {

/// Self-attention of all tokens, or of those in a window, that knows how far apart they are.
struct VitAttention {
    /// `tableSide`: of the square that the position tables were trained for
    VitAttention(const Parameters& p, int width, int heads, int tableSide);
    /// sum ← sum + attention(x) inside windows of rows × columns; both [H, W, width]
    void addTo(Tensor& sum, const Tensor& x, std::int64_t rows, std::int64_t columns) const;

    int heads;
    Tensor outside; // what `qkv` makes of zeros: its bias, [3·width]
    Linear qkv, proj;
    Tensor rel_pos_h, rel_pos_w; // [2·tableSide − 1, width / heads]
};

struct VitBlock {
    /// `window`: its side, 0 for attention among all tokens
    VitBlock(const Parameters& p, const VitConfig& config, int window);
    void forward(Tensor& x) const; // [H, W, width], in place

    int window;
    LayerNorm norm1;
    VitAttention attn;
    LayerNorm norm2;
    Linear mlp_lin1, mlp_lin2;
};

/// The image encoder of the original Segment Anything.
class VitEncoder : public ImageEncoder {
public:
    VitEncoder(const Parameters& p, const VitConfig& config, int embeddingChannels);
    Tensor forward(const Tensor& picture, const BlockDone& blockDone) const override;

private:
    PatchConv2d patch_embed_proj;
    Tensor pos_embed; // [1, tableSide, tableSide, width]
    std::vector<VitBlock> blocks;
    Neck neck;
};

} // namespace core::sam
