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
constexpr double neckEps = 1e-6;

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
        Tensor hidden = conv1.forward(x.narrow(0, first, last - first), Activation::Gelu);
        hidden = conv2.forward(hidden).narrow(0, begin - first, end - begin);
        kernels::geluInPlace(hidden);
        Tensor sum = y.narrow(0, begin, end - begin).copy_(x.narrow(0, begin, end - begin));
        conv3.addTo(sum, hidden, Activation::Gelu);
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
    : heads(heads), window(window), norm(p / "norm", dim, normEps), qkv(p / "qkv", dim, 3 * dim),
      proj(p / "proj", dim, dim),
      attention_biases(kernels::padBias(
          expandBiases(p.get("attention_biases", {heads, window * window}), window))),
      padding(qkv.forward(norm.bias)) // what becomes of the zeros around the picture
{
}

void TinyVitAttention::addTo(Tensor& x) const
{
    // A few windows at a time, so that what is made of them stays in the cache.
    constexpr std::int64_t tokensTogether = 256;
    const std::int64_t height = x.size(0), width = x.size(1), side = window;
    const std::int64_t columns = (width + side - 1) / side, rows = (height + side - 1) / side;
    const std::int64_t together = std::max<std::int64_t>(1, tokensTogether / (side * side));
    const std::int64_t groups = (columns + together - 1) / together;
    kernels::shareAmongCores(int(rows * groups), [&](int i) {
        std::vector<Tensor> windows;
        const std::int64_t top = i / groups * side, left = i % groups * together * side;
        const std::int64_t right = std::min(left + together * side, width);
        for (std::int64_t column = left; column < right; column += side)
            windows.push_back(x.narrow(0, top, std::min(side, height - top))
                                  .narrow(1, column, std::min(side, width - column)));
        addTo(windows);
    });
}

void TinyVitAttention::addTo(std::vector<Tensor>& windows) const
{
    const std::int64_t channels = windows.front().size(2), depth = channels / heads;
    std::vector<kernels::WindowPart> parts;
    std::vector<Tensor> rows;
    for (const Tensor& part : windows) {
        parts.push_back({part.size(0), part.size(1)});
        rows.push_back(part.reshape({-1, channels}));
    }
    Tensor tokens = at::cat(rows);
    // Each head's query, key and value stand side by side.
    const Tensor split = qkv.forward(norm.forward(tokens)).view({-1, heads, 3 * depth});
    const float scale = 1.0f / std::sqrt(float(depth));
    proj.addTo(tokens,
               kernels::windowAttention(split, parts, padding, window, scale, attention_biases));
    std::int64_t first = 0;
    for (Tensor& part : windows) {
        const std::int64_t count = part.size(0) * part.size(1);
        part.copy_(tokens.narrow(0, first, count).view(part.sizes()));
        first += count;
    }
}

TinyVitMlp::TinyVitMlp(const Parameters& p, int dim, int expansion)
    : norm(p / "norm", dim, normEps), fc1(p / "fc1", dim, dim * expansion),
      fc2(p / "fc2", dim * expansion, dim)
{
}

void TinyVitMlp::addTo(Tensor& x) const
{
    // Some positions at a time, so that the hidden channels stay in the cache.
    constexpr std::int64_t together = 96;
    const Tensor positions = x.view({-1, x.size(-1)});
    const std::int64_t count = positions.size(0);
    kernels::shareAmongCores(int((count + together - 1) / together), [&](int i) {
        const std::int64_t first = i * together;
        Tensor part = positions.narrow(0, first, std::min(together, count - first));
        fc2.addTo(part, fc1.forward(norm.forward(part), Activation::Gelu));
    });
}

TinyVitBlock::TinyVitBlock(const Parameters& p, int dim, int heads, int window, int expansion)
    : attn(p / "attn", dim, heads, window), local_conv(p / "local_conv", dim, dim, 3, 1, 1, dim),
      mlp(p / "mlp", dim, expansion)
{
}

Tensor TinyVitBlock::forward(Tensor x) const
{
    attn.addTo(x);
    Tensor y = local_conv.forward(x);
    mlp.addTo(y);
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

Neck::Neck(const Parameters& p, int dim, int channels)
    : conv0((p / 0).get("weight", {channels, dim, 1, 1}).flatten(1), {}),
      norm1(p / 1, channels, neckEps),
      conv2((p / 2).get("weight", {channels, channels, 3, 3}), {}, 1, 1, 1),
      norm3(p / 3, channels, neckEps)
{
}

Tensor Neck::forward(const Tensor& x) const
{
    return norm3.forward(conv2(norm1.forward(conv0(x))));
}

TinyVitEncoder::TinyVitEncoder(const Parameters& p, const SamConfig& config)
    : patch_embed(p / "patch_embed", config.tinyVit.dims[0]),
      layer0(p / "layers" / 0, config.tinyVit),
      neck(p / "neck", config.tinyVit.dims.back(), config.embeddingChannels)
{
    for (int stage = 1; stage < int(config.tinyVit.dims.size()); ++stage)
        layers.emplace_back(p / "layers" / stage, config.tinyVit, stage);
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
