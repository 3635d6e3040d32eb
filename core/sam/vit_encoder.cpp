#include "core/sam/vit_encoder.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "core/sam/position_tables.h"

namespace core::sam {

namespace {

constexpr double normEps = 1e-6;

} // namespace

VitAttention::VitAttention(const Parameters& p, int width, int heads, int tableSide)
    : heads(heads), outside((p / "qkv").get("bias", {3 * width})), qkv(p / "qkv", width, 3 * width),
      proj(p / "proj", width, width),
      rel_pos_h(p.get("rel_pos_h", {2 * tableSide - 1, width / heads})),
      rel_pos_w(p.get("rel_pos_w", {2 * tableSide - 1, width / heads}))
{
}

void VitAttention::addTo(Tensor& sum, const Tensor& x, std::int64_t rows,
                         std::int64_t columns) const
{
    const std::int64_t square = std::max(rows, columns);
    const kernels::RelativePositions positions(relativePositions(rel_pos_h, square, rows),
                                               relativePositions(rel_pos_w, square, columns));
    proj.addTo(sum, kernels::relativeAttention(qkv.forward(x), outside, heads, positions));
}

VitBlock::VitBlock(const Parameters& p, const VitConfig& config, int window)
    : window(window), norm1(p / "norm1", config.width, normEps),
      attn(p / "attn", config.width, config.heads, window ? window : config.tableSide),
      norm2(p / "norm2", config.width, normEps),
      mlp_lin1(p / "mlp" / "lin1", config.width, config.width * config.expansion),
      mlp_lin2(p / "mlp" / "lin2", config.width * config.expansion, config.width)
{
}

void VitBlock::forward(Tensor& x) const
{
    attn.addTo(x, norm1.forward(x), window ? window : x.size(0), window ? window : x.size(1));
    addMlp(x, norm2, mlp_lin1, mlp_lin2);
}

VitEncoder::VitEncoder(const Parameters& p, const VitConfig& config, int embeddingChannels)
    : patch_embed_proj(p / "patch_embed" / "proj", 3, config.width, SamConfig::cellSide),
      pos_embed(p.get("pos_embed", {1, config.tableSide, config.tableSide, config.width})),
      neck(p / "neck", config.width, embeddingChannels)
{
    for (int i = 0; i < config.depth; ++i)
        blocks.emplace_back(p / "blocks" / i, config, config.isGlobal(i) ? 0 : config.window);
}

Tensor VitEncoder::forward(const Tensor& picture, const BlockDone& blockDone) const
{
    const int total = 2 + int(blocks.size()); // the patch embedding and the neck
    int done = 0;
    blockDone(done, total);
    Tensor x = patch_embed_proj.forward(picture); // [S/16, S/16, width]
    x += absolutePositions(pos_embed, x.size(0), x.size(1));
    blockDone(++done, total);
    for (const VitBlock& block : blocks) {
        block.forward(x);
        blockDone(++done, total);
    }
    x = neck.forward(x); // [S/16, S/16, 256]
    blockDone(++done, total);
    return x;
}

} // namespace core::sam
