#pragma once

#include <optional>
#include <vector>

#include "core/sam/plain/image_encoder.h"

namespace core::sam::plain {

struct TinyVitPatchEmbed {
    TinyVitPatchEmbed(const Parameters& p, int dim);
    Tensor forward(const Tensor& x) const; // [S, S, 3] → [S/4, S/4, dim]

    Conv2d_BN seq_0, seq_2;
};

/// Inverted bottleneck (MobileNetV2): widen, depth-wise 3×3, narrow, add.
struct MBConv {
    MBConv(const Parameters& p, int dim, int expansion);
    Tensor forward(const Tensor& x) const; // [H, W, dim]

    Conv2d_BN conv1, conv2, conv3;
};

struct PatchMerging {
    PatchMerging(const Parameters& p, int dim, int outDim, int stride);
    Tensor forward(const Tensor& x) const; // [H, W, dim] → [H/stride, W/stride, outDim]

    Conv2d_BN conv1, conv2, conv3;
};

/// Attention inside a window, with a learned bias per head and absolute offset.
struct TinyVitAttention {
    TinyVitAttention(const Parameters& p, int dim, int heads, int window);
    Tensor forward(const Tensor& x) const; // windows [n, window², dim]

    int heads;
    LayerNorm norm;
    Linear qkv, proj;
    Tensor attention_biases; // expanded to [heads, window², window²]
};

struct TinyVitBlock {
    TinyVitBlock(const Parameters& p, int dim, int heads, int window, int expansion);
    Tensor forward(const Tensor& x) const; // [H, W, dim]

    int window;
    TinyVitAttention attn;
    Conv2d_BN local_conv;
    LayerNorm mlp_norm;
    Mlp mlp;
};

/// MobileSAM's image encoder: a stage of convolutions, then three of attention in windows.
class TinyVitEncoder : public ImageEncoder {
public:
    TinyVitEncoder(const Parameters& p, const TinyVitConfig& config, int embeddingChannels);
    Tensor forward(const Tensor& picture, const BlockDone& blockDone) const override;

private:
    struct ConvLayer {
        ConvLayer(const Parameters& p, const TinyVitConfig& config);
        std::vector<MBConv> blocks;
        PatchMerging downsample;
    };
    struct BasicLayer {
        BasicLayer(const Parameters& p, const TinyVitConfig& config, int stage);
        std::vector<TinyVitBlock> blocks;
        std::optional<PatchMerging> downsample;
    };

    TinyVitPatchEmbed patch_embed;
    ConvLayer layer0;
    std::vector<BasicLayer> layers; // 1 to 3
    Neck neck;
};

} // namespace core::sam::plain
