#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "core/kernels/attention.h"
#include "core/sam/image_encoder.h"

namespace core::sam {

struct TinyVitPatchEmbed {
    TinyVitPatchEmbed(const Parameters& p, int dim);
    Tensor forward(const Tensor& x) const; // [S, S, 3] → [S/4, S/4, dim]

    Conv2d_BN seq_0, seq_2;
};

/// Inverted bottleneck (MobileNetV2): widen, depth-wise 3×3, narrow, add.
struct MBConv {
    MBConv(const Parameters& p, int dim, int expansion);
    Tensor forward(const Tensor& x) const; // [H, W, dim]

    PointwiseConv2d_BN conv1;
    DepthwiseConv2d_BN conv2;
    PointwiseConv2d_BN conv3;
};

struct PatchMerging {
    PatchMerging(const Parameters& p, int dim, int outDim, int stride);
    Tensor forward(const Tensor& x) const; // [H, W, dim] → [H/stride, W/stride, outDim]

    PointwiseConv2d_BN conv1;
    DepthwiseConv2d_BN conv2;
    PointwiseConv2d_BN conv3;
};

/// Attention inside a window, with a learned bias per head and absolute offset.
struct TinyVitAttention {
    TinyVitAttention(const Parameters& p, int dim, int heads, int window);
    void addTo(Tensor& x) const; // x ← x + attention(x), x [H, W, dim]

    int heads, window;
    LayerNorm norm;
    Linear qkv, proj;
    Tensor attention_biases; // expanded to [heads, N, N] and padded for the kernel
    Tensor padding;          // query, key and value of the zeros around the picture: [3 · dim]

private:
    /// The same for some windows, whose rows begin at `lines` one window after the other.
    void addTo(const std::vector<float*>& lines, const std::vector<kernels::WindowPart>& parts,
               std::int64_t channels) const;
};

struct TinyVitBlock {
    TinyVitBlock(const Parameters& p, int dim, int heads, int window, int expansion);
    Tensor forward(Tensor x) const; // [H, W, dim] → the same; x is used up

    TinyVitAttention attn;
    DepthwiseConv2d_BN local_conv;
    LayerNorm mlp_norm;
    Linear mlp_fc1, mlp_fc2;
};

/// Stage 0 of the encoder: convolutions.
struct ConvLayer {
    ConvLayer(const Parameters& p, const TinyVitConfig& config);

    std::vector<MBConv> blocks;
    PatchMerging downsample;
};

/// Stages 1 to 3: attention in windows.
struct BasicLayer {
    BasicLayer(const Parameters& p, const TinyVitConfig& config, int stage);

    std::vector<TinyVitBlock> blocks;
    std::optional<PatchMerging> downsample;
};

/// MobileSAM's image encoder. Where nothing but empty border can be seen, the first two stages use
/// what they made of an empty picture.
class TinyVitEncoder : public ImageEncoder {
public:
    TinyVitEncoder(const Parameters& p, const TinyVitConfig& config, int embeddingChannels);
    Tensor forward(const Tensor& picture, const BlockDone& blockDone) const override;

private:
    using Step = std::function<void()>; // one block is done

    /// What the stages make of the sample of an empty picture.
    struct EmptySample {
        Tensor stage0, stage1;
    };

    Tensor stage0(const Tensor& picture, const Step& step) const; // → [S/8, S/8, 128]
    Tensor stage1(Tensor x, const Step& step) const;              // → [S/16, S/16, 160]
    Tensor firstStages(const Tensor& picture, const Step& step) const;
    const EmptySample& emptySample(std::int64_t rows, std::int64_t columns) const;

    TinyVitPatchEmbed patch_embed;
    ConvLayer layer0;
    std::vector<BasicLayer> layers; // 1 to 3
    Neck neck;

    mutable std::mutex mutex_; // guards the samples: several threads may encode
    mutable std::map<std::pair<std::int64_t, std::int64_t>, EmptySample> samples_; // by their size
};

} // namespace core::sam
