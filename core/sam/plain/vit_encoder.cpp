#include "core/sam/plain/vit_encoder.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>

#include "core/sam/position_tables.h"

namespace core::sam::plain {

namespace {

constexpr double normEps = 1e-6;

/// From a table of distances [2·n − 1, D] what each position along a side of n finds at each other,
/// [n, D, n].
Tensor betweenPositions(const Tensor& table)
{
    const std::int64_t n = (table.size(0) + 1) / 2;
    const Tensor axis = at::arange(n, table.options().dtype(at::kLong));
    const Tensor distance = axis.view({-1, 1}) - axis.view({1, -1}) + (n - 1); // [n, n]
    return table.index_select(0, distance.reshape(-1)).view({n, n, -1}).transpose(1, 2);
}

} // namespace

VitAttention::VitAttention(const Parameters& p, int width, int heads, int tableSide)
    : heads(heads), qkv(p / "qkv", width, 3 * width), proj(p / "proj", width, width),
      rel_pos_h(p.get("rel_pos_h", {2 * tableSide - 1, width / heads})),
      rel_pos_w(p.get("rel_pos_w", {2 * tableSide - 1, width / heads}))
{
}

Tensor VitAttention::forward(const Tensor& x, std::int64_t rows, std::int64_t columns) const
{
    const std::int64_t n = x.size(0), tokens = x.size(1), width = x.size(2), depth = width / heads;
    const Tensor split = qkv.forward(x).view({n, tokens, 3, heads, depth}).permute({2, 0, 3, 1, 4});
    const Tensor q = split[0], k = split[1], v = split[2]; // [n, heads, tokens, depth]

    // How much a query favours a key because of its row, and because of its column.
    const std::int64_t square = std::max(rows, columns);
    const Tensor grid = q.reshape({n, heads, rows, columns, depth});
    const Tensor byRow = at::matmul(
        grid, betweenPositions(relativePositions(rel_pos_h, square, rows))); // [.., R, C, R]
    const Tensor byColumn =
        at::matmul(grid.transpose(2, 3),
                   betweenPositions(relativePositions(rel_pos_w, square, columns)))
            .transpose(2, 3); // [.., R, C, C]

    Tensor scores = at::matmul(q * (1 / std::sqrt(double(depth))), k.transpose(2, 3));
    Tensor perPosition = scores.view({n, heads, rows, columns, rows, columns});
    perPosition += byRow.unsqueeze(5);
    perPosition += byColumn.unsqueeze(4);
    const Tensor mixed = at::matmul(scores.softmax(-1), v); // [n, heads, tokens, depth]
    return proj.forward(mixed.transpose(1, 2).reshape({n, tokens, width}));
}

VitBlock::VitBlock(const Parameters& p, const VitConfig& config, int window)
    : window(window), norm1(p / "norm1", config.width, normEps),
      attn(p / "attn", config.width, config.heads, window ? window : config.tableSide),
      norm2(p / "norm2", config.width, normEps),
      mlp(p / "mlp" / "lin1", p / "mlp" / "lin2", config.width, config.width * config.expansion)
{
}

Tensor VitBlock::forward(const Tensor& x) const
{
    const std::int64_t height = x.size(0), width = x.size(1);
    const std::int64_t rows = window ? window : height, columns = window ? window : width;
    const Tensor attended =
        attn.forward(cutIntoWindows(norm1.forward(x), rows, columns), rows, columns);
    const Tensor y = x + joinWindows(attended, rows, columns, height, width);
    return y + mlp.forward(norm2.forward(y));
}

VitEncoder::VitEncoder(const Parameters& p, const VitConfig& config, int embeddingChannels)
    : patch_embed_proj([&] {
          const Parameters proj = p / "patch_embed" / "proj";
          constexpr int side = SamConfig::cellSide;
          return Conv2d(proj, proj.get("weight", {config.width, 3, side, side}),
                        proj.get("bias", {config.width}), side);
      }()),
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
        x = block.forward(x);
        blockDone(++done, total);
    }
    x = neck.forward(x); // [S/16, S/16, 256]
    blockDone(++done, total);
    return x;
}

} // namespace core::sam::plain
