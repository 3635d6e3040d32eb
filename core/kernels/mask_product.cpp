#include "core/kernels/mask_product.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "core/kernels/matrix_product.h"
#include "core/kernels/vector_padding.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/mask_product.cpp"
#include <hwy/foreach_target.h>

#include "core/kernels/functions-inl.h"

HWY_BEFORE_NAMESPACE();
namespace core::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Floats = hn::CappedTag<float, vectorPadding>;
using Vector = hn::Vec<Floats>;

void normalizePanel(float* x, std::int64_t channels, const float* weight, const float* bias,
                    float eps)
{
    const Floats f;
    const Vector share = hn::Set(f, 1.0f / float(channels));
    for (std::int64_t p = 0; p < panelPositions; p += std::int64_t(hn::Lanes(f))) {
        float* const column = x + p;
        Vector sum = hn::Zero(f);
        for (std::int64_t c = 0; c < channels; ++c)
            sum = hn::Add(sum, hn::LoadU(f, column + c * panelPositions));
        const Vector mean = hn::Mul(sum, share);
        Vector squares = hn::Zero(f);
        for (std::int64_t c = 0; c < channels; ++c) {
            const Vector difference = hn::Sub(hn::LoadU(f, column + c * panelPositions), mean);
            squares = hn::MulAdd(difference, difference, squares);
        }
        const Vector variance = hn::MulAdd(squares, share, hn::Set(f, eps));
        const Vector scale = hn::Div(hn::Set(f, 1.0f), hn::Sqrt(variance));
        for (std::int64_t c = 0; c < channels; ++c) {
            float* const at = column + c * panelPositions;
            const Vector normal = hn::Mul(hn::Sub(hn::LoadU(f, at), mean), scale);
            const Vector moved = hn::MulAdd(normal, hn::Set(f, weight[c]), hn::Set(f, bias[c]));
            hn::StoreU(gelu(f, moved), f, at);
        }
    }
}

/// Pixels [64] of up to `masks` masks: weights[m] · gelu(upscaled + bias); masks and positions are
/// `pixelStride` floats apart.
void mixPixel(const float* weights, std::int64_t masks, const float* upscaled, const float* bias,
              std::int64_t channels, float* pixels, std::int64_t maskStride)
{
    constexpr std::int64_t together = 4; // masks
    const Floats f;
    for (std::int64_t p = 0; p < panelPositions; p += std::int64_t(hn::Lanes(f)))
        for (std::int64_t m = 0; m < masks; m += together) {
            const std::int64_t count = std::min(together, masks - m);
            Vector sums[together];
            for (Vector& sum : sums)
                sum = hn::Zero(f);
            for (std::int64_t c = 0; c < channels; ++c) {
                const Vector channel =
                    gelu(f, hn::Add(hn::LoadU(f, upscaled + c * panelPositions + p),
                                    hn::Set(f, bias[c])));
                for (std::int64_t i = 0; i < count; ++i)
                    sums[i] =
                        hn::MulAdd(hn::Set(f, weights[(m + i) * channels + c]), channel, sums[i]);
            }
            for (std::int64_t i = 0; i < count; ++i)
                hn::StoreU(sums[i], f, pixels + (m + i) * maskStride + p);
        }
}

/// [4, 64] → [64, 4]
void interleave(const float* pixels, float* row)
{
    const Floats f;
    for (std::int64_t p = 0; p < panelPositions; p += std::int64_t(hn::Lanes(f)))
        hn::StoreInterleaved4(hn::LoadU(f, pixels + p), hn::LoadU(f, pixels + panelPositions + p),
                              hn::LoadU(f, pixels + 2 * panelPositions + p),
                              hn::LoadU(f, pixels + 3 * panelPositions + p), f, row + 4 * p);
}

} // namespace core::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace core::kernels {

HWY_EXPORT(normalizePanel);
HWY_EXPORT(mixPixel);
HWY_EXPORT(interleave);

void normalizeChannels(float* x, const at::Tensor& weight, const at::Tensor& bias, double eps)
{
    TORCH_CHECK(weight.is_contiguous() && bias.is_contiguous() && bias.numel() == weight.numel(),
                "normalize channels: ", weight.sizes(), ", ", bias.sizes());
    HWY_DYNAMIC_DISPATCH(normalizePanel)
    (x, weight.numel(), weight.data_ptr<float>(), bias.data_ptr<float>(), float(eps));
}

void mixMasks(const at::Tensor& weights, const float* upscaled, const at::Tensor& bias, int quarter,
              float* pixels)
{
    const std::int64_t masks = weights.size(0), channels = weights.size(1);
    TORCH_CHECK(weights.is_contiguous() && bias.is_contiguous() && bias.numel() == 4 * channels,
                "mix masks: ", weights.sizes(), ", ", bias.sizes());
    for (int part = 0; part < 4; ++part) {
        const int y = quarter / 2 * 2 + part / 2, x = quarter % 2 * 2 + part % 2;
        HWY_DYNAMIC_DISPATCH(mixPixel)
        (weights.data_ptr<float>(), masks, upscaled + part * channels * panelPositions,
         bias.data_ptr<float>() + part * channels, channels, pixels + (4 * y + x) * panelPositions,
         16 * panelPositions);
    }
}

void placePixels(const float* pixels, std::int64_t panel, at::Tensor& masks)
{
    TORCH_CHECK(masks.is_contiguous(), "place pixels: ", masks.sizes());
    const std::int64_t width = masks.size(2), columns = width / 4;
    const std::int64_t positions = masks.size(1) / 4 * columns;
    const std::int64_t first = panel * panelPositions;
    const std::int64_t end = std::min(first + panelPositions, positions);
    alignas(64) float row[4 * panelPositions];
    for (std::int64_t m = 0; m < masks.size(0); ++m) {
        float* const mask = masks.data_ptr<float>() + m * masks.stride(0);
        for (std::int64_t y = 0; y < 4; ++y) {
            HWY_DYNAMIC_DISPATCH(interleave)(pixels + (m * 16 + y * 4) * panelPositions, row);
            for (std::int64_t p = first; p < end;) { // as far as a row of the grid goes
                const std::int64_t last = std::min(end, (p / columns + 1) * columns);
                std::copy(row + 4 * (p - first), row + 4 * (last - first),
                          mask + (4 * (p / columns) + y) * width + 4 * (p % columns));
                p = last;
            }
        }
    }
}

} // namespace core::kernels

#endif
