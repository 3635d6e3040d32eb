#include "core/sam/tiny_vit_encoder.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>

#include "core/kernels/attention.h"
#include "core/kernels/thread_team.h"
#include "core/sam/empty_border.h"
#include "core/sam/position_tables.h"

namespace core::sam {

namespace {

constexpr double normEps = 1e-5;

constexpr std::int64_t cell = 8; // pixels to a token of stage 0

/// Rows and columns until only zeros follow. A pixel is never zero: that would be the mean of many
/// pictures' colours, which no byte is.
std::pair<std::int64_t, std::int64_t> contentOf(const Tensor& picture)
{
    const std::int64_t width = picture.size(1), rowSize = width * picture.size(2);
    const float* const data = picture.data_ptr<float>();
    std::int64_t rows = 0, columns = 0; // of the content
    for (std::int64_t y = 0; y < picture.size(0); ++y) {
        const float* const row = data + y * rowSize;
        std::int64_t end = rowSize;
        while (end > columns * picture.size(2) && row[end - 1] == 0)
            --end;
        columns = std::max(columns, (end + picture.size(2) - 1) / picture.size(2));
        if (std::any_of(row, row + rowSize, [](float value) { return value != 0; }))
            rows = y + 1;
    }
    return {rows, columns};
}

/// Replaces the top left of `picture` by that of `part`.
void overlay(Tensor& picture, const Tensor& part, std::int64_t rows, std::int64_t columns)
{
    picture.narrow(0, 0, rows)
        .narrow(1, 0, columns)
        .copy_(part.narrow(0, 0, rows).narrow(1, 0, columns));
}

/// Makes the rows of a picture one after the other and uses three neighbouring ones as soon as they
/// are there, so that wide ones never leave the cache: use(y, {rows y·stride − 1 to y·stride + 1})
/// for each row y of the result. make(row, data) fills one row of `rowSize` floats.
template <typename Make, typename Use>
void rollThrough(std::int64_t height, std::int64_t rowSize, std::int64_t stride, const Make& make,
                 const Use& use)
{
    // Some rows are made twice, for two strips; a strip per core would leave cores without work.
    const std::int64_t results = (height + stride - 1) / stride;
    const std::int64_t strip =
        std::clamp<std::int64_t>(results / (4 * kernels::CoreLimit::cores()), 4, 32);
    kernels::shareAmongCores(int((results + strip - 1) / strip), [&](int i) {
        const Tensor ring = at::empty({3, rowSize});
        const auto place = [&](std::int64_t row) {
            return ring.data_ptr<float>() + row % 3 * rowSize;
        };
        const std::int64_t first = i * strip, end = std::min(first + strip, results);
        std::int64_t made = std::max<std::int64_t>(first * stride - 1, 0);
        for (std::int64_t y = first; y < end; ++y) {
            const std::int64_t here = y * stride, below = here + 1;
            for (; made <= std::min(below, height - 1); ++made)
                make(made, place(made));
            use(y, kernels::ThreeRows{here > 0 ? place(here - 1) : nullptr, place(here),
                                      below < height ? place(below) : nullptr});
        }
    });
}

} // namespace

TinyVitPatchEmbed::TinyVitPatchEmbed(const Parameters& p, int dim)
    : seq_0(p / "seq" / 0, 3, dim / 2, 2), seq_2(p / "seq" / 2, dim / 2, dim, 2)
{
}

Tensor TinyVitPatchEmbed::forward(const Tensor& x) const
{
    const std::int64_t height = x.size(0), width = x.size(1), inner = width / 2;
    const float* const picture = x.data_ptr<float>();
    Tensor y = at::empty({height / 4, width / 4, seq_2.c.out()});
    float* const result = y.data_ptr<float>();
    rollThrough(
        height / 2, inner * seq_0.c.out(), 2,
        [&](std::int64_t row, float* to) {
            seq_0.c.row(kernels::threeRows(picture, 2 * row, height, width * x.size(2)), width, to,
                        Activation::Gelu);
        },
        [&](std::int64_t row, const kernels::ThreeRows& rows) {
            seq_2.c.row(rows, inner, result + row * y.stride(0), Activation::None);
        });
    return y;
}

MBConv::MBConv(const Parameters& p, int dim, int expansion)
    : conv1(p / "conv1", dim, dim * expansion), conv2(p / "conv2", dim * expansion, 1),
      conv3(p / "conv3", dim * expansion, dim)
{
}

Tensor MBConv::forward(const Tensor& x) const
{
    const std::int64_t height = x.size(0), width = x.size(1), dim = x.size(2);
    const std::int64_t wide = conv1.c.out(), rowSize = width * dim;
    const float* const picture = x.data_ptr<float>();
    Tensor y = at::empty_like(x);
    float* const result = y.data_ptr<float>();
    rollThrough(
        height, width * wide, 1,
        [&](std::int64_t row, float* to) {
            conv1.c.rows(picture + row * rowSize, dim, to, wide, width, false, Activation::Gelu);
        },
        [&](std::int64_t row, const kernels::ThreeRows& rows) {
            const Tensor hidden = at::empty({width, wide});
            conv2.c.row(rows, width, hidden.data_ptr<float>(), Activation::Gelu);
            std::copy_n(picture + row * rowSize, rowSize, result + row * rowSize);
            conv3.c.rows(hidden.data_ptr<float>(), wide, result + row * rowSize, dim, width, true,
                         Activation::Gelu);
        });
    return y;
}

PatchMerging::PatchMerging(const Parameters& p, int dim, int outDim, int stride)
    : conv1(p / "conv1", dim, outDim), conv2(p / "conv2", outDim, stride),
      conv3(p / "conv3", outDim, outDim)
{
}

Tensor PatchMerging::forward(const Tensor& x) const
{
    const std::int64_t height = x.size(0), width = x.size(1), dim = x.size(2);
    const std::int64_t outDim = conv1.c.out(), stride = conv2.c.stride();
    const std::int64_t columns = (width + stride - 1) / stride;
    const float* const picture = x.data_ptr<float>();
    Tensor y = at::empty({(height + stride - 1) / stride, columns, outDim});
    float* const result = y.data_ptr<float>();
    rollThrough(
        height, width * outDim, stride,
        [&](std::int64_t row, float* to) {
            conv1.c.rows(picture + row * width * dim, dim, to, outDim, width, false,
                         Activation::Gelu);
        },
        [&](std::int64_t row, const kernels::ThreeRows& rows) {
            const Tensor hidden = at::empty({columns, outDim});
            conv2.c.row(rows, width, hidden.data_ptr<float>(), Activation::Gelu);
            conv3.c.rows(hidden.data_ptr<float>(), outDim, result + row * y.stride(0), outDim,
                         columns, false, Activation::None);
        });
    return y;
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
        std::vector<kernels::WindowPart> parts;
        std::vector<float*> lines; // where a row of a window begins in the picture
        const std::int64_t top = i / groups * side, left = i % groups * together * side;
        const std::int64_t right = std::min(left + together * side, width);
        for (std::int64_t column = left; column < right; column += side) {
            parts.push_back({std::min(side, height - top), std::min(side, width - column)});
            for (std::int64_t row = top; row < top + parts.back().height; ++row)
                lines.push_back(x.data_ptr<float>() + (row * width + column) * x.size(2));
        }
        addTo(lines, parts, x.size(2));
    });
}

void TinyVitAttention::addTo(const std::vector<float*>& lines,
                             const std::vector<kernels::WindowPart>& parts,
                             std::int64_t channels) const
{
    std::int64_t count = 0;
    for (const kernels::WindowPart& part : parts)
        count += part.height * part.width;
    Tensor tokens = at::empty({count, channels});
    const auto eachLine = [&](const auto& copy) {
        float* token = tokens.data_ptr<float>();
        auto line = lines.begin();
        for (const kernels::WindowPart& part : parts) {
            for (std::int64_t row = 0; row < part.height; ++row, ++line) {
                copy(*line, token, part.width * channels);
                token += part.width * channels;
            }
        }
    };
    eachLine([](float* line, float* token, std::int64_t size) { std::copy_n(line, size, token); });
    // Each head's query, key and value stand side by side.
    const std::int64_t depth = channels / heads;
    const Tensor split = qkv.forward(norm.forward(tokens)).view({-1, heads, 3 * depth});
    const float scale = 1.0f / std::sqrt(float(depth));
    proj.addTo(tokens,
               kernels::windowAttention(split, parts, padding, window, scale, attention_biases));
    eachLine([](float* line, float* token, std::int64_t size) { std::copy_n(token, size, line); });
}

TinyVitBlock::TinyVitBlock(const Parameters& p, int dim, int heads, int window, int expansion)
    : attn(p / "attn", dim, heads, window), local_conv(p / "local_conv", dim, 1),
      mlp_norm(p / "mlp" / "norm", dim, normEps), mlp_fc1(p / "mlp" / "fc1", dim, dim * expansion),
      mlp_fc2(p / "mlp" / "fc2", dim * expansion, dim)
{
}

Tensor TinyVitBlock::forward(Tensor x) const
{
    attn.addTo(x);
    Tensor y = local_conv.c(x);
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
    const Step step = [&] { blockDone(++done, total); };

    blockDone(0, total);
    Tensor x = firstStages(picture, step); // [S/16, S/16, 160]
    for (std::size_t i = 1; i < layers.size(); ++i) {
        for (const TinyVitBlock& block : layers[i].blocks) {
            x = block.forward(x);
            step();
        }
        if (layers[i].downsample)
            x = layers[i].downsample->forward(x); // [S/16, S/16, 320]
    }
    x = neck.forward(x); // [S/16, S/16, 256]
    step();
    return x;
}

Tensor TinyVitEncoder::stage0(const Tensor& picture, const Step& step) const
{
    Tensor x = patch_embed.forward(picture); // [S/4, S/4, 64]
    step();
    for (const MBConv& block : layer0.blocks) {
        x = block.forward(x);
        step();
    }
    return layer0.downsample.forward(x);
}

Tensor TinyVitEncoder::stage1(Tensor x, const Step& step) const
{
    for (const TinyVitBlock& block : layers.front().blocks) {
        x = block.forward(x);
        step();
    }
    return layers.front().downsample->forward(x);
}

Tensor TinyVitEncoder::firstStages(const Tensor& picture, const Step& step) const
{
    const std::int64_t rows = picture.size(0) / cell, columns = picture.size(1) / cell;
    const auto [contentRows, contentColumns] = contentOf(picture);
    // Tokens of stage 0 that see something.
    const std::int64_t seenRows = std::min(rows, reachOfPixels(contentRows));
    const std::int64_t seenColumns = std::min(columns, reachOfPixels(contentColumns));
    if (seenRows == rows && seenColumns == columns)
        return stage1(stage0(picture, step), step);
    const EmptySample& empty = emptySample(rows, columns);

    // A part that ends too early is wrong near its end: one more token.
    const auto pixels = [](std::int64_t seen, std::int64_t all) {
        return std::min(seen + 1, all) * cell;
    };
    const Tensor part =
        picture.narrow(0, 0, pixels(seenRows, rows)).narrow(1, 0, pixels(seenColumns, columns));
    const Tensor seen = stage0(part.contiguous(), step);

    // Positions of stage 1's result that see something; those of its input that these look at.
    const int blocks = int(layers.front().blocks.size());
    const int window = layers.front().blocks.front().attn.window;
    const auto results = [&](std::int64_t tokens, std::int64_t all) {
        return std::min(all, reachOfTokens(tokens, blocks, window) + 2) / 2;
    };
    const auto inputs = [&](std::int64_t count, std::int64_t all) {
        return std::min(all, reachOfTokens(2 * count + 1, blocks, window) - 1);
    };
    const std::int64_t resultRows = results(seenRows, rows);
    const std::int64_t resultColumns = results(seenColumns, columns);
    const std::int64_t inputRows = inputs(resultRows, rows);
    const std::int64_t inputColumns = inputs(resultColumns, columns);
    Tensor x = fromSample(empty.stage0, rows, columns, inputRows, inputColumns, 1);
    overlay(x, seen, seenRows, seenColumns);
    const Tensor result = stage1(x, step);
    if (resultRows == rows / 2 && resultColumns == columns / 2)
        return result;
    Tensor y = fromSample(empty.stage1, rows, columns, rows / 2, columns / 2, 2);
    overlay(y, result, resultRows, resultColumns);
    return y;
}

const TinyVitEncoder::EmptySample& TinyVitEncoder::emptySample(std::int64_t rows,
                                                               std::int64_t columns) const
{
    const std::pair size(sampleLength(rows), sampleLength(columns));
    const std::lock_guard lock(mutex_);
    auto found = samples_.find(size);
    if (found == samples_.end()) {
        const Step nothing = [] {};
        const Tensor x = stage0(at::zeros({size.first * cell, size.second * cell, 3}), nothing);
        found = samples_.emplace(size, EmptySample{x, stage1(x.clone(), nothing)}).first;
    }
    return found->second;
}

} // namespace core::sam
