#include "core/kernels/mask_product.h"

#include <cstdint>

#include <ATen/ATen.h>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/mask_product.cpp"
#include <hwy/foreach_target.h>

#include "core/kernels/functions-inl.h"

#ifndef MASKWRIGHT_MIX_CHANNELS
#define MASKWRIGHT_MIX_CHANNELS

namespace core::kernels {

constexpr std::int64_t mixChannels = 32;

} // namespace core::kernels

#endif

HWY_BEFORE_NAMESPACE();
namespace core::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// out[m · outStride] = weights[m] · gelu(row), for all m
void mixPosition(const float* weights, std::int64_t masks, const float* row, float* out,
                 std::int64_t outStride)
{
    const hn::CappedTag<float, 16> f;
    constexpr std::int64_t lanes = hn::MaxLanes(f), vectors = mixChannels / lanes;
    hn::Vec<decltype(f)> channels[vectors];
    for (std::int64_t i = 0; i < vectors; ++i)
        channels[i] = gelu(f, hn::LoadU(f, row + i * lanes));
    for (std::int64_t m = 0; m < masks; ++m) {
        auto sum = hn::Zero(f);
        for (std::int64_t i = 0; i < vectors; ++i)
            sum = hn::MulAdd(hn::LoadU(f, weights + m * mixChannels + i * lanes), channels[i], sum);
        out[m * outStride] = hn::GetLane(hn::SumOfLanes(f, sum));
    }
}

/// One row of cells: `grid` cells of 4×4 positions each.
void mixCells(const float* weights, std::int64_t masks, const float* rows, std::int64_t grid,
              float* out, std::int64_t planeSize)
{
    const std::int64_t width = 4 * grid;
    for (std::int64_t cell = 0; cell < grid; ++cell)
        for (std::int64_t part = 0; part < 16; ++part) {
            // The part's bits, from the highest: row and column of the quarter, then within it.
            const std::int64_t y = (part >> 3 & 1) * 2 + (part >> 1 & 1);
            const std::int64_t x = (part >> 2 & 1) * 2 + (part & 1);
            mixPosition(weights, masks, rows + (cell * 16 + part) * mixChannels,
                        out + y * width + cell * 4 + x, planeSize);
        }
}

} // namespace core::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace core::kernels {

HWY_EXPORT(mixCells);

void mixMasks(at::Tensor& masks, int cellRow, const at::Tensor& weights, const at::Tensor& upscaled)
{
    const std::int64_t count = weights.size(0), height = masks.size(1), width = masks.size(2);
    const std::int64_t grid = width / 4;
    TORCH_CHECK(masks.is_contiguous() && weights.is_contiguous() && upscaled.is_contiguous() &&
                    weights.size(1) == mixChannels && upscaled.size(1) == mixChannels &&
                    masks.size(0) == count && upscaled.size(0) == grid * 16,
                "mask product: ", weights.sizes(), " with ", upscaled.sizes());
    HWY_DYNAMIC_DISPATCH(mixCells)
    (weights.data_ptr<float>(), count, upscaled.data_ptr<float>(), grid,
     masks.data_ptr<float>() + std::int64_t(cellRow) * 4 * width, height * width);
}

} // namespace core::kernels

#endif
