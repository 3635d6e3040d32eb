#include "core/kernels/winograd_conv.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "core/kernels/thread_team.h"
#include "core/kernels/vector_padding.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/winograd_conv.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

#ifndef MASKWRIGHT_WINOGRAD_TASK
#define MASKWRIGHT_WINOGRAD_TASK

namespace core::kernels {

constexpr std::int64_t tileSide = 4, seenSide = tileSide + 2;

/// One tile and its transform, whose numbers stand `transformedStride` floats apart.
struct WinogradTile {
    float* picture; ///< [height, width, channels], read or written
    std::int64_t height, width, channels;
    std::int64_t top, left; ///< of the tile
    float* transformed;
    std::int64_t transformedStride;
};

} // namespace core::kernels

#endif

HWY_BEFORE_NAMESPACE();
namespace core::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Floats = hn::CappedTag<float, vectorPadding>;
using Vector = hn::Vec<Floats>;

/// to ← Bᵀ d for a column d of six, which stand `step` apart.
HWY_INLINE void transformSeen(const Vector* d, Vector* to, std::int64_t step)
{
    const Floats f;
    const Vector two = hn::Set(f, 2.0f), four = hn::Set(f, 4.0f), five = hn::Set(f, 5.0f);
    const Vector d0 = d[0], d1 = d[step], d2 = d[2 * step], d3 = d[3 * step], d4 = d[4 * step],
                 d5 = d[5 * step];
    const Vector even = hn::NegMulAdd(four, d2, d4), odd = hn::NegMulAdd(four, d1, d3);
    const Vector evens = hn::Sub(d4, d2), odds = hn::Mul(two, hn::Sub(d3, d1));
    to[0] = hn::MulAdd(four, d0, hn::NegMulAdd(five, d2, d4));
    to[step] = hn::Add(even, odd);
    to[2 * step] = hn::Sub(even, odd);
    to[3 * step] = hn::Add(evens, odds);
    to[4 * step] = hn::Sub(evens, odds);
    to[5 * step] = hn::MulAdd(four, d1, hn::NegMulAdd(five, d3, d5));
}

/// to ← Aᵀ m for a column m of six; both stand `step` apart.
HWY_INLINE void transformProducts(const Vector* m, Vector* to, std::int64_t step)
{
    const Floats f;
    const Vector two = hn::Set(f, 2.0f), four = hn::Set(f, 4.0f), eight = hn::Set(f, 8.0f);
    const Vector near = hn::Add(m[step], m[2 * step]), nearApart = hn::Sub(m[step], m[2 * step]);
    const Vector far = hn::Add(m[3 * step], m[4 * step]);
    const Vector farApart = hn::Sub(m[3 * step], m[4 * step]);
    to[0] = hn::Add(m[0], hn::Add(near, far));
    to[step] = hn::MulAdd(two, farApart, nearApart);
    to[2 * step] = hn::MulAdd(four, far, near);
    to[3 * step] = hn::Add(hn::MulAdd(eight, farApart, nearApart), m[5 * step]);
}

/// transformed ← Bᵀ d B, d what the tile sees.
void transformInput(const WinogradTile& tile)
{
    const Floats f;
    for (std::int64_t c = 0; c < tile.channels; c += std::int64_t(hn::Lanes(f))) {
        Vector d[seenSide * seenSide];
        for (std::int64_t i = 0; i < seenSide * seenSide; ++i) {
            const std::int64_t y = tile.top - 1 + i / seenSide, x = tile.left - 1 + i % seenSide;
            const bool inside = y >= 0 && y < tile.height && x >= 0 && x < tile.width;
            d[i] = inside ? hn::LoadU(f, tile.picture + (y * tile.width + x) * tile.channels + c)
                          : hn::Zero(f);
        }
        for (std::int64_t i = 0; i < seenSide; ++i)
            transformSeen(d + i, d + i, seenSide);
        for (std::int64_t i = 0; i < seenSide; ++i)
            transformSeen(d + i * seenSide, d + i * seenSide, 1);
        for (std::int64_t i = 0; i < seenSide * seenSide; ++i)
            hn::StoreU(d[i], f, tile.transformed + i * tile.transformedStride + c);
    }
}

/// The tile of the picture ← Aᵀ m A, m the products.
void transformOutput(const WinogradTile& tile)
{
    const Floats f;
    const std::int64_t rows = std::min(tileSide, tile.height - tile.top);
    const std::int64_t columns = std::min(tileSide, tile.width - tile.left);
    float* const first = tile.picture + (tile.top * tile.width + tile.left) * tile.channels;
    for (std::int64_t c = 0; c < tile.channels; c += std::int64_t(hn::Lanes(f))) {
        Vector m[seenSide * seenSide];
        for (std::int64_t i = 0; i < seenSide * seenSide; ++i)
            m[i] = hn::LoadU(f, tile.transformed + i * tile.transformedStride + c);
        for (std::int64_t i = 0; i < seenSide; ++i)
            transformProducts(m + i, m + i, seenSide);
        for (std::int64_t row = 0; row < rows; ++row) {
            Vector y[tileSide];
            transformProducts(m + row * seenSide, y, 1);
            for (std::int64_t column = 0; column < columns; ++column)
                hn::StoreU(y[column], f, first + (row * tile.width + column) * tile.channels + c);
        }
    }
}

} // namespace core::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace core::kernels {

HWY_EXPORT(transformInput);
HWY_EXPORT(transformOutput);

namespace {

/// G g Gᵀ of each kernel, [36, out, in].
at::Tensor transformedWeight(const at::Tensor& weight)
{
    const at::Tensor g = at::tensor({1.0 / 4, 0.0, 0.0, -1.0 / 6, -1.0 / 6, -1.0 / 6, //
                                     -1.0 / 6, 1.0 / 6, -1.0 / 6, 1.0 / 24, 1.0 / 12, 1.0 / 6,
                                     1.0 / 24, -1.0 / 12, 1.0 / 6, 0.0, 0.0, 1.0},
                                    at::kDouble)
                             .view({seenSide, 3});
    const at::Tensor kernels = weight.to(at::kDouble).reshape({-1, 9});
    return at::matmul(at::kron(g, g), kernels.t())
        .to(at::kFloat)
        .view({seenSide * seenSide, weight.size(0), weight.size(1)});
}

} // namespace

WinogradConv::WinogradConv(const at::Tensor& weight)
{
    TORCH_CHECK(weight.dim() == 4 && weight.size(2) == 3 && weight.size(3) == 3 &&
                    weight.size(0) % vectorPadding == 0 && weight.size(1) % vectorPadding == 0,
                "convolution: weight of shape ", weight.sizes());
    for (const at::Tensor& matrix : transformedWeight(weight).unbind())
        products_.emplace_back(matrix, at::Tensor());
}

at::Tensor WinogradConv::operator()(const at::Tensor& x) const
{
    const std::int64_t in = products_.front().in(), out = products_.front().out();
    TORCH_CHECK(x.dim() == 3 && x.size(2) == in && x.is_contiguous(), "convolution: ", x.sizes(),
                " with ", in, " channels");
    const std::int64_t height = x.size(0), width = x.size(1);
    const std::int64_t rows = (height + tileSide - 1) / tileSide;
    const std::int64_t columns = (width + tileSide - 1) / tileSide, tiles = rows * columns;
    const auto count = std::int64_t(products_.size());
    // Not a power of two apart, where they would push each other out of the cache.
    const at::Tensor seen = at::empty({count, tiles * in + vectorPadding});
    const at::Tensor sums = at::empty({count, tiles * out + vectorPadding});
    const at::Tensor y = at::empty({height, width, out});
    const auto eachTile = [&](const at::Tensor& picture, const at::Tensor& transformed,
                              const auto& transform) {
        const std::int64_t channels = picture.size(2);
        shareAmongCores(int(rows), [&](int row) {
            for (std::int64_t column = 0; column < columns; ++column)
                transform({picture.data_ptr<float>(), height, width, channels, row * tileSide,
                           column * tileSide,
                           transformed.data_ptr<float>() + (row * columns + column) * channels,
                           transformed.stride(0)});
        });
    };
    eachTile(x, seen, HWY_DYNAMIC_DISPATCH(transformInput));
    shareAmongCores(int(count), [&](int i) {
        products_[std::size_t(i)].rows(seen.data_ptr<float>() + i * seen.stride(0), in,
                                       sums.data_ptr<float>() + i * sums.stride(0), out, tiles,
                                       false, Activation::None);
    });
    eachTile(y, sums, HWY_DYNAMIC_DISPATCH(transformOutput));
    return y;
}

} // namespace core::kernels

#endif
