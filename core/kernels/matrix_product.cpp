#include "core/kernels/matrix_product.h"

#include <ATen/ATen.h>

#include "core/kernels/thread_team.h"
#include "core/kernels/vector_padding.h"
#include "core/kernels/work_count.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/matrix_product.cpp"
#include <hwy/foreach_target.h>

#include "core/kernels/products-inl.h"

HWY_BEFORE_NAMESPACE();
namespace core::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Floats = hn::CappedTag<float, vectorPadding>;

template <std::int64_t rows, std::int64_t vectors>
void multiplyTile(const MatrixProduct& p, std::int64_t row, std::int64_t column)
{
    const Floats f;
    const std::int64_t lanes = std::int64_t(hn::Lanes(f));
    hn::Vec<Floats> sums[rows][vectors];
    float* const y = p.y + row * p.yRow + column;
    for (std::int64_t r = 0; r < rows; ++r)
        for (std::int64_t v = 0; v < vectors; ++v)
            sums[r][v] = p.accumulate ? hn::LoadU(f, y + r * p.yRow + v * lanes) : hn::Zero(f);
    addProducts<rows, vectors>(f, p.a + row * p.aRow, p.aRow, p.aStep, p.b + column, p.bRow, p.in,
                               sums);
    for (std::int64_t r = 0; r < rows; ++r)
        for (std::int64_t v = 0; v < vectors; ++v)
            hn::StoreU(sums[r][v], f, y + r * p.yRow + v * lanes);
}

template <std::int64_t vectors> void multiplyColumns(const MatrixProduct& p, std::int64_t column)
{
    eachTile(p.rows,
             [&](auto n, std::int64_t row) HWY_ATTR { multiplyTile<n, vectors>(p, row, column); });
}

/// The columns from `column` on, fewer than a whole tile.
template <std::int64_t vectors> void multiplyRest(const MatrixProduct& p, std::int64_t column)
{
    if constexpr (vectors > 0) {
        if (paddedToVectors(p.columns) - column == vectors * std::int64_t(hn::Lanes(Floats())))
            multiplyColumns<vectors>(p, column);
        else
            multiplyRest<vectors - 1>(p, column);
    }
}

void multiplyMatrices(const MatrixProduct& p)
{
    const std::int64_t width = tileWidth(Floats()), columns = paddedToVectors(p.columns);
    std::int64_t column = 0;
    for (; column + width <= columns; column += width)
        multiplyColumns<tileVectors>(p, column);
    multiplyRest<tileVectors - 1>(p, column);
}

} // namespace core::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace core::kernels {

HWY_EXPORT(multiplyMatrices);

void multiply(const MatrixProduct& product)
{
    countMultiplications(product.rows * product.in * product.columns);
    HWY_DYNAMIC_DISPATCH(multiplyMatrices)(product);
}

at::Tensor panelsOf(const at::Tensor& positions)
{
    const std::int64_t panels = panelCount(positions.size(0));
    const std::int64_t padding = panels * panelPositions - positions.size(0);
    const at::Tensor whole =
        padding ? at::constant_pad_nd(positions, {0, 0, 0, padding}) : positions;
    return whole.reshape({panels, panelPositions, -1}).transpose(1, 2).contiguous();
}

at::Tensor panelProduct(const at::Tensor& rows, const at::Tensor& panels)
{
    TORCH_CHECK(rows.dim() == 2 && rows.is_contiguous() && panels.is_contiguous() &&
                    panels.dim() == 3 && panels.size(1) == rows.size(1) &&
                    panels.size(2) == panelPositions,
                "panel product: ", rows.sizes(), " with ", panels.sizes());
    const std::int64_t out = rows.size(0), in = rows.size(1);
    at::Tensor result = at::empty({panels.size(0), out, panelPositions}, panels.options());
    const float* const a = rows.data_ptr<float>();
    const float* const b = panels.data_ptr<float>();
    float* const y = result.data_ptr<float>();
    shareAmongCores(int(panels.size(0)), [&](int i) {
        multiply({a, in, 1, b + i * in * panelPositions, panelPositions,
                  y + i * out * panelPositions, panelPositions, out, in, panelPositions});
    });
    return result;
}

} // namespace core::kernels

#endif
