#include "core/kernels/head_products.h"

#include <algorithm>
#include <cstdint>

#include <ATen/ATen.h>

#include "core/kernels/work_count.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/head_products.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

#ifndef MASKWRIGHT_HEAD_TASK
#define MASKWRIGHT_HEAD_TASK

namespace core::kernels {

constexpr int channelsTogether = 4;

/// One head and a range of positions.
struct HeadTask {
    std::int64_t tokenCount, depth;
    const float* tokens; // first token's
    std::int64_t tokenStride;
    const float* positions; // first channel's
    std::int64_t positionStride;
    float* scores; // first token's
    std::int64_t scoreStride;
    const float* scale; // may be null
    std::int64_t begin, end;
    float* sums; // first token's
    std::int64_t sumStride;
};

} // namespace core::kernels

#endif

HWY_BEFORE_NAMESPACE();
namespace core::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// The scores of `count` tokens from token t on, at `lanes` positions from n on.
template <int count, class D>
HWY_INLINE void scoreAt(D f, const HeadTask& task, std::int64_t t, std::int64_t n)
{
    hn::Vec<D> sums[count];
    for (int i = 0; i < count; ++i)
        sums[i] = hn::Zero(f);
    const float* tokens = task.tokens + t * task.tokenStride;
    for (std::int64_t d = 0; d < task.depth; ++d) {
        const auto position = hn::LoadU(f, task.positions + d * task.positionStride + n);
        for (int i = 0; i < count; ++i)
            sums[i] = hn::MulAdd(hn::Set(f, tokens[i * task.tokenStride + d]), position, sums[i]);
    }
    const auto scale = task.scale ? hn::LoadU(f, task.scale + n) : hn::Set(f, 1.0f);
    for (int i = 0; i < count; ++i) {
        float* const score = task.scores + (t + i) * task.scoreStride + n;
        hn::StoreU(hn::MulAdd(sums[i], scale, hn::LoadU(f, score)), f, score);
    }
}

template <class D> void scoreSpan(D f, const HeadTask& task, std::int64_t begin, std::int64_t end)
{
    for (std::int64_t n = begin; n < end; n += std::int64_t(hn::Lanes(f))) {
        std::int64_t t = 0;
        for (; t + 8 <= task.tokenCount; t += 8)
            scoreAt<8>(f, task, t, n);
        switch (task.tokenCount - t) { // a click has seven tokens
        case 7:
            scoreAt<7>(f, task, t, n);
            break;
        case 6:
            scoreAt<6>(f, task, t, n);
            break;
        case 5:
            scoreAt<5>(f, task, t, n);
            break;
        case 4:
            scoreAt<4>(f, task, t, n);
            break;
        case 3:
            scoreAt<3>(f, task, t, n);
            break;
        case 2:
            scoreAt<2>(f, task, t, n);
            break;
        case 1:
            scoreAt<1>(f, task, t, n);
            break;
        default:
            break;
        }
    }
}

void scoreHead(const HeadTask& task)
{
    const hn::CappedTag<float, 16> wide;
    const hn::CappedTag<float, 1> single;
    const std::int64_t lanes = hn::Lanes(wide);
    const std::int64_t whole = task.begin + (task.end - task.begin) / lanes * lanes;
    scoreSpan(wide, task, task.begin, whole);
    scoreSpan(single, task, whole, task.end);
}

/// The sums of `count` tokens from token t on, for four channels from d on.
template <int count> HWY_INLINE void sumAt(const HeadTask& task, std::int64_t t, std::int64_t d)
{
    const hn::CappedTag<float, 16> f;
    const std::int64_t lanes = hn::Lanes(f), whole = task.end / lanes * lanes;
    const float* const weights = task.scores + t * task.scoreStride;
    const float* const positions = task.positions + d * task.positionStride;
    hn::Vec<decltype(f)> sums[count][channelsTogether];
    for (int i = 0; i < count; ++i)
        for (int c = 0; c < channelsTogether; ++c)
            sums[i][c] = hn::Zero(f);
    for (std::int64_t n = 0; n < whole; n += lanes) {
        hn::Vec<decltype(f)> weight[count];
        for (int i = 0; i < count; ++i)
            weight[i] = hn::LoadU(f, weights + i * task.scoreStride + n);
        for (int c = 0; c < channelsTogether; ++c) {
            const auto position = hn::LoadU(f, positions + c * task.positionStride + n);
            for (int i = 0; i < count; ++i)
                sums[i][c] = hn::MulAdd(weight[i], position, sums[i][c]);
        }
    }
    for (int i = 0; i < count; ++i)
        for (int c = 0; c < channelsTogether; ++c) {
            float sum = hn::GetLane(hn::SumOfLanes(f, sums[i][c]));
            for (std::int64_t n = whole; n < task.end; ++n)
                sum += weights[i * task.scoreStride + n] * positions[c * task.positionStride + n];
            task.sums[(t + i) * task.sumStride + d + c] = sum;
        }
}

void sumHead(const HeadTask& task)
{
    for (std::int64_t d = 0; d < task.depth; d += channelsTogether) {
        std::int64_t t = 0;
        for (; t + 4 <= task.tokenCount; t += 4)
            sumAt<4>(task, t, d);
        switch (task.tokenCount - t) {
        case 3:
            sumAt<3>(task, t, d);
            break;
        case 2:
            sumAt<2>(task, t, d);
            break;
        case 1:
            sumAt<1>(task, t, d);
            break;
        default:
            break;
        }
    }
}

} // namespace core::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace core::kernels {

HWY_EXPORT(scoreHead);
HWY_EXPORT(sumHead);

namespace {

/// Positions worked on together: their channels of one head stay in the first-level cache.
constexpr std::int64_t chunk = 512;

void check(const at::Tensor& scores, const at::Tensor& tokens, const at::Tensor& positions,
           int heads)
{
    const std::int64_t width = positions.size(0);
    TORCH_CHECK(scores.is_contiguous() && tokens.is_contiguous() && positions.is_contiguous() &&
                    tokens.size(1) == width && scores.size(0) == tokens.size(0) * heads &&
                    scores.size(1) == positions.size(1) &&
                    width % (heads * std::int64_t(channelsTogether)) == 0,
                "head products: ", scores.sizes(), ", ", tokens.sizes(), ", ", positions.sizes());
}

} // namespace

void addHeadScores(at::Tensor& scores, const at::Tensor& tokens, const at::Tensor& positions,
                   int heads, const at::Tensor& scale)
{
    check(scores, tokens, positions, heads);
    countMultiplications(tokens.size(0) * positions.numel());
    const std::int64_t count = positions.size(1), width = positions.size(0), depth = width / heads;
    const std::int64_t chunks = (count + chunk - 1) / chunk;
    const float* const tokenData = tokens.data_ptr<float>();
    const float* const positionData = positions.data_ptr<float>();
    const float* const scaleData = scale.defined() ? scale.data_ptr<float>() : nullptr;
    float* const scoreData = scores.data_ptr<float>();
    const auto scoreHere = HWY_DYNAMIC_DISPATCH(scoreHead);
#pragma omp parallel for collapse(2) schedule(static) if (count >= 2 * chunk)
    for (int h = 0; h < heads; ++h)
        for (std::int64_t i = 0; i < chunks; ++i)
            scoreHere({tokens.size(0), depth, tokenData + h * depth, width,
                       positionData + h * depth * count, count, scoreData + h * count,
                       heads * count, scaleData, i * chunk, std::min(count, (i + 1) * chunk),
                       nullptr, 0});
}

at::Tensor headSums(const at::Tensor& weights, const at::Tensor& positions, int heads)
{
    const std::int64_t count = positions.size(1), width = positions.size(0), depth = width / heads;
    at::Tensor sums = at::empty({weights.size(0) / heads, width}, weights.options());
    check(weights, sums, positions, heads);
    countMultiplications(sums.size(0) * positions.numel());
    float* const weightData = weights.data_ptr<float>();
    const float* const positionData = positions.data_ptr<float>();
    float* const sumData = sums.data_ptr<float>();
    const auto sumHere = HWY_DYNAMIC_DISPATCH(sumHead);
#pragma omp parallel for schedule(static) if (count >= 2 * chunk)
    for (int h = 0; h < heads; ++h)
        sumHere({sums.size(0), depth, nullptr, 0, positionData + h * depth * count, count,
                 weightData + h * count, heads * count, nullptr, 0, count, sumData + h * depth,
                 width});
    return sums;
}

} // namespace core::kernels

#endif
