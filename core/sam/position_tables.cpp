#include "core/sam/position_tables.h"

#include <algorithm>

#include <ATen/ATen.h>

namespace core::sam {

Tensor expandBiases(const Tensor& table, int side)
{
    const Tensor axis = at::arange(side, table.options().dtype(at::kLong));
    const Tensor distance = (axis.view({-1, 1}) - axis.view({1, -1})).abs(); // [side, side]
    const Tensor index =
        distance.view({side, 1, side, 1}) * side + distance.view({1, side, 1, side});
    const std::int64_t n = std::int64_t(side) * side;
    return table.index_select(1, index.reshape(-1)).view({table.size(0), n, n});
}

Tensor relativePositions(const Tensor& trained, std::int64_t square, std::int64_t length)
{
    const std::int64_t distances = 2 * square - 1;
    const Tensor table =
        trained.size(0) == distances
            ? trained
            : at::upsample_linear1d(trained.t().unsqueeze(0), distances, false).squeeze(0).t();
    return table.narrow(0, square - length, 2 * length - 1);
}

Tensor absolutePositions(const Tensor& trained, std::int64_t rows, std::int64_t columns)
{
    const std::int64_t square = std::max(rows, columns);
    const Tensor all =
        trained.size(1) == square
            ? trained
            : at::upsample_bicubic2d(trained.permute({0, 3, 1, 2}), {square, square}, false)
                  .permute({0, 2, 3, 1});
    return all[0].narrow(0, 0, rows).narrow(1, 0, columns);
}

} // namespace core::sam
