#include "core/kernels/mask_product.h"

#include <cstdint>

#include <ATen/ATen.h>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/mask_product.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace core::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// out[m · outStride] = weights[m] · row, for all m
void mixChannels(const float* weights, std::int64_t masks, std::int64_t channels, const float* row,
                 float* out, std::int64_t outStride)
{
    const hn::CappedTag<float, 16> f;
    for (std::int64_t m = 0; m < masks; ++m) {
        auto sum = hn::Zero(f);
        for (std::int64_t c = 0; c < channels; c += std::int64_t(hn::Lanes(f)))
            sum = hn::MulAdd(hn::LoadU(f, weights + m * channels + c), hn::LoadU(f, row + c), sum);
        out[m * outStride] = hn::GetLane(hn::SumOfLanes(f, sum));
    }
}

/// One row of cells: `grid` cells of 4×4 positions each.
void mixCells(const float* weights, std::int64_t masks, std::int64_t channels, const float* rows,
              std::int64_t grid, float* out, std::int64_t planeSize)
{
    const std::int64_t width = 4 * grid;
    for (std::int64_t cell = 0; cell < grid; ++cell)
        for (std::int64_t part = 0; part < 16; ++part) {
            // The part's bits, from the highest: row and column of the quarter, then within it.
            const std::int64_t y = (part >> 3 & 1) * 2 + (part >> 1 & 1);
            const std::int64_t x = (part >> 2 & 1) * 2 + (part & 1);
            mixChannels(weights, masks, channels, rows + (cell * 16 + part) * channels,
                        out + y * width + cell * 4 + x, planeSize);
        }
}

} // namespace core::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace core::kernels {

HWY_EXPORT(mixCells);

at::Tensor maskProduct(const at::Tensor& weights, const at::Tensor& upscaled, int grid)
{
    const std::int64_t masks = weights.size(0), channels = weights.size(1), side = 4 * grid;
    TORCH_CHECK(weights.is_contiguous() && upscaled.is_contiguous() && channels % 16 == 0 &&
                    upscaled.size(0) == side * side && upscaled.size(1) == channels,
                "mask product: ", weights.sizes(), " with ", upscaled.sizes());
    at::Tensor result = at::empty({masks, side, side}, upscaled.options());
    const float* w = weights.data_ptr<float>();
    const float* in = upscaled.data_ptr<float>();
    float* out = result.data_ptr<float>();
    const auto mixHere = HWY_DYNAMIC_DISPATCH(mixCells);
#pragma omp parallel for schedule(static)
    for (int row = 0; row < grid; ++row)
        mixHere(w, masks, channels, in + std::int64_t(row) * grid * 16 * channels, grid,
                out + row * 4 * side, side * side);
    return result;
}

} // namespace core::kernels

#endif
