#include "core/kernels/softmax.h"

#include <cstdint>

#include <ATen/ATen.h>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/softmax.cpp"
#include <hwy/foreach_target.h>

#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace core::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// Below this a float's exponential is zero, and Highway's is not made for it.
constexpr float smallestExponent = -87.0f;

template <class D>
hn::Vec<D> exponential(D f, hn::Vec<D> x)
{
    return hn::Exp(f, hn::Max(x, hn::Set(f, smallestExponent)));
}

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

/// `lanes(f)` heads of one row, from head `first`.
template <class D>
void softmaxHeads(D f, float* row, const float* bias, std::int64_t tokens, std::int64_t heads,
                  std::int64_t first)
{
    auto largest = hn::Set(f, -3e38f);
    for (std::int64_t t = 0; t < tokens; ++t) {
        float* at = row + t * heads + first;
        const auto score = hn::Add(hn::LoadU(f, at), hn::LoadU(f, bias + t * heads + first));
        hn::StoreU(score, f, at);
        largest = hn::Max(largest, score);
    }
    auto sum = hn::Zero(f);
    for (std::int64_t t = 0; t < tokens; ++t) {
        float* at = row + t * heads + first;
        const auto e = exponential(f, hn::Sub(hn::LoadU(f, at), largest));
        hn::StoreU(e, f, at);
        sum = hn::Add(sum, e);
    }
    const auto share = hn::Div(hn::Set(f, 1.0f), sum);
    for (std::int64_t t = 0; t < tokens; ++t) {
        float* at = row + t * heads + first;
        hn::StoreU(hn::Mul(hn::LoadU(f, at), share), f, at);
    }
}

void softmaxTokenRow(float* row, const float* bias, std::int64_t tokens, std::int64_t heads)
{
    const hn::CappedTag<float, 8> f; // eight heads is what the model has
    const hn::CappedTag<float, 1> single;
    std::int64_t h = 0;
    for (; h + std::int64_t(hn::Lanes(f)) <= heads; h += hn::Lanes(f))
        softmaxHeads(f, row, bias, tokens, heads, h);
    for (; h < heads; ++h)
        softmaxHeads(single, row, bias, tokens, heads, h);
}

} // namespace core::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace core::kernels {

HWY_EXPORT(softmaxRow);
HWY_EXPORT(softmaxTokenRow);

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

void softmaxTokens(at::Tensor& scores, const at::Tensor& bias)
{
    TORCH_CHECK(scores.dim() == 3 && scores.is_contiguous() && bias.is_contiguous() &&
                    bias.size(0) == scores.size(1) && bias.size(1) == scores.size(2),
                "softmax: ", scores.sizes(), " with bias ", bias.sizes());
    const std::int64_t rows = scores.size(0), tokens = scores.size(1), heads = scores.size(2);
    float* data = scores.data_ptr<float>();
    const float* biasData = bias.data_ptr<float>();
    const auto softmaxHere = HWY_DYNAMIC_DISPATCH(softmaxTokenRow);
#pragma omp parallel for schedule(static)
    for (std::int64_t r = 0; r < rows; ++r)
        softmaxHere(data + r * tokens * heads, biasData, tokens, heads);
}

} // namespace core::kernels

#endif
