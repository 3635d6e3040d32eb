#include "core/sam/tiny_vit_encoder.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>

#include "core/kernels/attention.h"
#include "core/kernels/norm_gelu.h"
#include "core/kernels/thread_team.h"

namespace core::sam {

namespace {

constexpr double normEps = 1e-5;

/// [H, W, C] → [windows, side², C], zeros to the right and below until whole windows fit.
Tensor windowPartition(const Tensor& x, int side)
{
    const std::int64_t h = x.size(0), w = x.size(1), c = x.size(2);
    const std::int64_t padH = (side - h % side) % side, padW = (side - w % side) % side;
    const Tensor padded = padH || padW ? at::constant_pad_nd(x, {0, 0, 0, padW, 0, padH}) : x;
    const std::int64_t rows = (h + padH) / side, columns = (w + padW) / side;
    return padded.view({rows, side, columns, side, c})
        .transpose(1, 2)
        .reshape({rows * columns, side * side, c});
}

/// The inverse: [windows, side², C] → [H, W, C], the padding cut off.
Tensor windowReverse(const Tensor& windows, int side, std::int64_t h, std::int64_t w)
{
    const std::int64_t rows = (h + side - 1) / side, columns = (w + side - 1) / side;
    const std::int64_t c = windows.size(2);
    return windows.view({rows, columns, side, side, c})
        .transpose(1, 2)
        .reshape({rows * side, columns * side, c})
        .narrow(0, 0, h)
        .narrow(1, 0, w);
}

/// The table [heads, offsets] written out for every pair of positions: [heads, N, N]. Offset
/// (|dy|, |dx|) has index |dy|·side + |dx|.
Tensor expandBiases(const Tensor& table, int side)
{
    const Tensor axis = at::arange(side, at::kLong);
    const Tensor distance = (axis.view({-1, 1}) - axis.view({1, -1})).abs(); // [side, side]
    const Tensor index =
        distance.view({side, 1, side, 1}) * side + distance.view({1, side, 1, side});
    const std::int64_t n = std::int64_t(side) * side;
    return table.index_select(1, index.reshape(-1)).view({table.size(0), n, n});
}

} // namespace

TinyVitPatchEmbed::TinyVitPatchEmbed(const Parameters& p, int dim)
    : seq_0(p / "seq" / 0, 3, dim / 2, 3, 2, 1), seq_2(p / "seq" / 2, dim / 2, dim, 3, 2, 1)
{
}

Tensor TinyVitPatchEmbed::forward(const Tensor& x) const
{
    return seq_2.forward(seq_0.forward(x, Activation::Gelu));
}

MBConv::MBConv(const Parameters& p, int dim, int expansion)
    : conv1(p / "conv1", dim, dim * expansion),
      conv2(p / "conv2", dim * expansion, dim * expansion, 3, 1, 1, dim * expansion),
      conv3(p / "conv3", dim * expansion, dim)
{
}

Tensor MBConv::forward(const Tensor& x) const
{
    // A strip of rows at a time, so that the wide tensors stay in the cache. The depth-wise
    // convolution also wants the row above and the row below.
    constexpr std::int64_t stripRows = 16;
    const std::int64_t height = x.size(0);
    Tensor y = at::empty_like(x);
    kernels::shareAmongCores(int((height + stripRows - 1) / stripRows), [&](int strip) {
        const std::int64_t begin = strip * stripRows, end = std::min(begin + stripRows, height);
        const std::int64_t first = std::max<std::int64_t>(begin - 1, 0);
        const std::int64_t last = std::min(end + 1, height);
        Tensor hidden = conv1.forward(x.narrow(0, first, last - first));
        kernels::geluInPlace(hidden);
        hidden = conv2.forward(hidden).narrow(0, begin - first, end - begin);
        kernels::geluInPlace(hidden);
        Tensor sum = y.narrow(0, begin, end - begin).copy_(x.narrow(0, begin, end - begin));
        conv3.addTo(sum, hidden, Activation::None);
        kernels::geluInPlace(sum);
    });
    return y;
}

PatchMerging::PatchMerging(const Parameters& p, int dim, int outDim, int stride)
    : conv1(p / "conv1", dim, outDim), conv2(p / "conv2", outDim, outDim, 3, stride, 1, outDim),
      conv3(p / "conv3", outDim, outDim)
{
}

Tensor PatchMerging::forward(const Tensor& x) const
{
    const Tensor wide = conv1.forward(x, Activation::Gelu);
    return conv3.forward(conv2.forward(wide, Activation::Gelu));
}

TinyVitAttention::TinyVitAttention(const Parameters& p, int dim, int heads, int window)
    : heads(heads), norm(p / "norm", dim, normEps), qkv(p / "qkv", dim, 3 * dim),
      proj(p / "proj", dim, dim), attention_biases(kernels::padBias(expandBiases(
                                      p.get("attention_biases", {heads, window * window}), window)))
{
}

Tensor TinyVitAttention::forward(const Tensor& x) const
{
    const std::int64_t batch = x.size(0), n = x.size(1), dim = x.size(2), depth = dim / heads;
    // Each head's query, key and value stand side by side: [B, N, heads, 3·depth].
    const Tensor split = qkv.forward(norm.forward(x)).view({batch, n, heads, 3 * depth});
    const Tensor q = split.narrow(3, 0, depth);
    const Tensor k = split.narrow(3, depth, depth);
    const Tensor v = split.narrow(3, 2 * depth, depth);
    const float scale = 1.0f / std::sqrt(float(depth));
    return proj.forward(kernels::attention(q, k, v, scale, attention_biases));
}

TinyVitBlock::TinyVitBlock(const Parameters& p, int dim, int heads, int window, int expansion)
    : window(window), attn(p / "attn", dim, heads, window),
      local_conv(p / "local_conv", dim, dim, 3, 1, 1, dim),
      mlp_norm(p / "mlp" / "norm", dim, normEps), mlp_fc1(p / "mlp" / "fc1", dim, dim * expansion),
      mlp_fc2(p / "mlp" / "fc2", dim * expansion, dim)
{
}

Tensor TinyVitBlock::forward(const Tensor& x) const
{
    const std::int64_t h = x.size(0), w = x.size(1);
    const Tensor attended = windowReverse(attn.forward(windowPartition(x, window)), window, h, w);
    Tensor y = local_conv.forward(x + attended);
    addMlp(y, mlp_norm, mlp_fc1, mlp_fc2);
    return y;
}

ConvLayer::ConvLayer(const Parameters& p, const TinyVitConfig& config)
    : downsample(p / "downsample", config.dims[0], config.dims[1], 2)
{
    for (int i = 0; i < config.depths[0]; ++i)
        blocks.emplace_back(p / "blocks" / i, config.dims[0], config.expansion);
}

BasicLayer::BasicLayer(const Parameters& p, const TinyVitConfig& config, int stage)
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
    const auto step = [&](Tensor y) {
        blockDone(++done, total);
        return y;
    };

    blockDone(0, total);
    Tensor x = step(patch_embed.forward(picture)); // [S/4, S/4, 64]
    for (const MBConv& block : layer0.blocks)
        x = step(block.forward(x));
    x = layer0.downsample.forward(x); // [S/8, S/8, 128]
    for (const BasicLayer& layer : layers) {
        for (const TinyVitBlock& block : layer.blocks)
            x = step(block.forward(x));
        if (layer.downsample)
            x = layer.downsample->forward(x); // [S/16, S/16, 160], then 320
    }
    return step(neck.forward(x)); // [S/16, S/16, 256]
}

} // namespace core::sam
