#include "core/sam/plain/tiny_vit_encoder.h"

#include <cmath>

#include <ATen/ATen.h>

#include "core/sam/position_tables.h"

namespace core::sam::plain {

namespace {

constexpr double normEps = 1e-5;

} // namespace

TinyVitPatchEmbed::TinyVitPatchEmbed(const Parameters& p, int dim)
    : seq_0(p / "seq" / 0, 3, dim / 2, 3, 2), seq_2(p / "seq" / 2, dim / 2, dim, 3, 2)
{
}

Tensor TinyVitPatchEmbed::forward(const Tensor& x) const
{
    return seq_2.forward(at::gelu(seq_0.forward(x)));
}

MBConv::MBConv(const Parameters& p, int dim, int expansion)
    : conv1(p / "conv1", dim, dim * expansion, 1),
      conv2(p / "conv2", dim * expansion, dim * expansion, 3, 1, dim * expansion),
      conv3(p / "conv3", dim * expansion, dim, 1)
{
}

Tensor MBConv::forward(const Tensor& x) const
{
    const Tensor wide = at::gelu(conv2.forward(at::gelu(conv1.forward(x))));
    return at::gelu(x + conv3.forward(wide));
}

PatchMerging::PatchMerging(const Parameters& p, int dim, int outDim, int stride)
    : conv1(p / "conv1", dim, outDim, 1), conv2(p / "conv2", outDim, outDim, 3, stride, outDim),
      conv3(p / "conv3", outDim, outDim, 1)
{
}

Tensor PatchMerging::forward(const Tensor& x) const
{
    return conv3.forward(at::gelu(conv2.forward(at::gelu(conv1.forward(x)))));
}

TinyVitAttention::TinyVitAttention(const Parameters& p, int dim, int heads, int window)
    : heads(heads), norm(p / "norm", dim, normEps), qkv(p / "qkv", dim, 3 * dim),
      proj(p / "proj", dim, dim),
      attention_biases(expandBiases(p.get("attention_biases", {heads, window * window}), window))
{
}

Tensor TinyVitAttention::forward(const Tensor& x) const
{
    const std::int64_t n = x.size(0), tokens = x.size(1), dim = x.size(2), depth = dim / heads;
    // Each head's query, key and value stand side by side.
    const Tensor split =
        qkv.forward(norm.forward(x)).view({n, tokens, heads, 3 * depth}).transpose(1, 2);
    const Tensor q = split.narrow(3, 0, depth), k = split.narrow(3, depth, depth),
                 v = split.narrow(3, 2 * depth, depth); // [n, heads, tokens, depth]
    const Tensor scores =
        at::matmul(q * (1 / std::sqrt(double(depth))), k.transpose(2, 3)) + attention_biases;
    const Tensor mixed = at::matmul(scores.softmax(-1), v);
    return proj.forward(mixed.transpose(1, 2).reshape({n, tokens, dim}));
}

TinyVitBlock::TinyVitBlock(const Parameters& p, int dim, int heads, int window, int expansion)
    : window(window), attn(p / "attn", dim, heads, window),
      local_conv(p / "local_conv", dim, dim, 3, 1, dim), mlp_norm(p / "mlp" / "norm", dim, normEps),
      mlp(p / "mlp" / "fc1", p / "mlp" / "fc2", dim, dim * expansion)
{
}

Tensor TinyVitBlock::forward(const Tensor& x) const
{
    const Tensor attended = attn.forward(cutIntoWindows(x, window, window));
    const Tensor y =
        local_conv.forward(x + joinWindows(attended, window, window, x.size(0), x.size(1)));
    return y + mlp.forward(mlp_norm.forward(y));
}

TinyVitEncoder::ConvLayer::ConvLayer(const Parameters& p, const TinyVitConfig& config)
    : downsample(p / "downsample", config.dims[0], config.dims[1], 2)
{
    for (int i = 0; i < config.depths[0]; ++i)
        blocks.emplace_back(p / "blocks" / i, config.dims[0], config.expansion);
}

TinyVitEncoder::BasicLayer::BasicLayer(const Parameters& p, const TinyVitConfig& config, int stage)
{
    for (int i = 0; i < config.depths[stage]; ++i)
        blocks.emplace_back(p / "blocks" / i, config.dims[stage], config.heads[stage],
                            config.windows[stage], config.expansion);
    const int last = int(config.dims.size()) - 1;
    if (stage < last) {
        const int stride = stage + 1 == last ? 1 : 2; // the last one keeps the grid
        downsample.emplace(p / "downsample", config.dims[stage], config.dims[stage + 1], stride);
    }
}

TinyVitEncoder::TinyVitEncoder(const Parameters& p, const TinyVitConfig& config,
                               int embeddingChannels)
    : patch_embed(p / "patch_embed", config.dims[0]), layer0(p / "layers" / 0, config),
      neck(p / "neck", config.dims.back(), embeddingChannels)
{
    for (int stage = 1; stage < int(config.dims.size()); ++stage)
        layers.emplace_back(p / "layers" / stage, config, stage);
}

Tensor TinyVitEncoder::forward(const Tensor& picture, const BlockDone& blockDone) const
{
    int total = 2 + int(layer0.blocks.size()); // the patch embedding and the neck
    for (const BasicLayer& layer : layers)
        total += int(layer.blocks.size());
    int done = 0;
    blockDone(done, total);
    Tensor x = patch_embed.forward(picture); // [S/4, S/4, 64]
    blockDone(++done, total);
    for (const MBConv& block : layer0.blocks) {
        x = block.forward(x);
        blockDone(++done, total);
    }
    x = layer0.downsample.forward(x); // [S/8, S/8, 128]
    for (const BasicLayer& layer : layers) {
        for (const TinyVitBlock& block : layer.blocks) {
            x = block.forward(x);
            blockDone(++done, total);
        }
        if (layer.downsample)
            x = layer.downsample->forward(x); // [S/16, S/16, 160], then [S/16, S/16, 320]
    }
    x = neck.forward(x); // [S/16, S/16, 256]
    blockDone(++done, total);
    return x;
}

} // namespace core::sam::plain
