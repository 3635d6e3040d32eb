#include "core/kernels/softmax.h"

#include <algorithm>
#include <cstdint>

#include <ATen/ATen.h>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/softmax.cpp"
#include <hwy/foreach_target.h>

#include "core/kernels/functions-inl.h"

HWY_BEFORE_NAMESPACE();
namespace core::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// One row of n scores, n ≥ 1.
void softmaxRow(float* row, std::int64_t n)
{
    const hn::CappedTag<float, 16> f;
    const hn::CappedTag<float, 1> single;
    const std::int64_t lanes = hn::Lanes(f), whole = n / lanes * lanes;
    auto largestLanes = hn::Set(f, row[0]);
    for (std::int64_t i = 0; i < whole; i += lanes)
        largestLanes = hn::Max(largestLanes, hn::LoadU(f, row + i));
    float largest = hn::GetLane(hn::MaxOfLanes(f, largestLanes));
    for (std::int64_t i = whole; i < n; ++i)
        largest = HWY_MAX(largest, row[i]);

    auto sumLanes = hn::Zero(f);
    for (std::int64_t i = 0; i < whole; i += lanes) {
        const auto e = exponential(f, hn::Sub(hn::LoadU(f, row + i), hn::Set(f, largest)));
        hn::StoreU(e, f, row + i);
        sumLanes = hn::Add(sumLanes, e);
    }
    float sum = hn::GetLane(hn::SumOfLanes(f, sumLanes));
    for (std::int64_t i = whole; i < n; ++i) {
        row[i] = hn::GetLane(exponential(single, hn::Set(single, row[i] - largest)));
        sum += row[i];
    }
    const float share = 1.0f / sum;
    for (std::int64_t i = 0; i < whole; i += lanes)
        hn::StoreU(hn::Mul(hn::LoadU(f, row + i), hn::Set(f, share)), f, row + i);
    for (std::int64_t i = whole; i < n; ++i)
        row[i] *= share;
}

/// `lanes` columns of the rows that belong together, from column n on.
template <class D>
void softmaxColumns(D f, float* rows, std::int64_t count, std::int64_t stride, std::int64_t begin,
                    std::int64_t end)
{
    for (std::int64_t n = begin; n < end; n += std::int64_t(hn::Lanes(f))) {
        auto largest = hn::LoadU(f, rows + n);
        for (std::int64_t r = 1; r < count; ++r)
            largest = hn::Max(largest, hn::LoadU(f, rows + r * stride + n));
        auto sum = hn::Zero(f);
        for (std::int64_t r = 0; r < count; ++r) {
            float* const at = rows + r * stride + n;
            const auto e = exponential(f, hn::Sub(hn::LoadU(f, at), largest));
            hn::StoreU(e, f, at);
            sum = hn::Add(sum, e);
        }
        const auto share = hn::Div(hn::Set(f, 1.0f), sum);
        for (std::int64_t r = 0; r < count; ++r) {
            float* const at = rows + r * stride + n;
            hn::StoreU(hn::Mul(hn::LoadU(f, at), share), f, at);
        }
    }
}

void softmaxDown(float* rows, std::int64_t count, std::int64_t stride, std::int64_t begin,
                 std::int64_t end)
{
    const hn::CappedTag<float, 16> wide;
    const hn::CappedTag<float, 1> single;
    const std::int64_t lanes = hn::Lanes(wide), whole = begin + (end - begin) / lanes * lanes;
    softmaxColumns(wide, rows, count, stride, begin, whole);
    softmaxColumns(single, rows, count, stride, whole, end);
}

} // namespace core::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace core::kernels {

HWY_EXPORT(softmaxRow);
HWY_EXPORT(softmaxDown);

void softmaxRows(at::Tensor& scores)
{
    TORCH_CHECK(scores.dim() == 2 && scores.is_contiguous(), "softmax: ", scores.sizes());
    const std::int64_t rows = scores.size(0), n = scores.size(1);
    float* data = scores.data_ptr<float>();
    const auto softmaxHere = HWY_DYNAMIC_DISPATCH(softmaxRow);
#pragma omp parallel for schedule(static)
    for (std::int64_t r = 0; r < rows; ++r)
        softmaxHere(data + r * n, n);
}

void softmaxTokens(at::Tensor& scores, int heads)
{
    TORCH_CHECK(scores.dim() == 2 && scores.is_contiguous() && scores.size(0) % heads == 0,
                "softmax: ", scores.sizes(), " for ", heads, " heads");
    const std::int64_t tokens = scores.size(0) / heads, count = scores.size(1);
    float* const data = scores.data_ptr<float>();
    constexpr std::int64_t chunk = 512;
    const std::int64_t chunks = (count + chunk - 1) / chunk;
    const auto softmaxHere = HWY_DYNAMIC_DISPATCH(softmaxDown);
#pragma omp parallel for collapse(2) schedule(static)
    for (int h = 0; h < heads; ++h)
        for (std::int64_t i = 0; i < chunks; ++i)
            softmaxHere(data + h * count, tokens, heads * count, i * chunk,
                        std::min(count, (i + 1) * chunk));
}

} // namespace core::kernels

#endif
