#include "core/kernels/layer_norm.h"

#include <algorithm>
#include <cstdint>

#include <ATen/ATen.h>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/layer_norm.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

#ifndef MASKWRIGHT_NORM_TASK
#define MASKWRIGHT_NORM_TASK

namespace core::kernels {

struct NormTask {
    const float* weight;
    const float* bias;
    std::int64_t channels;
    float eps;
};

} // namespace core::kernels

#endif

HWY_BEFORE_NAMESPACE();
namespace core::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

template <class D> void normRow(D f, const NormTask& task, const float* x, float* y)
{
    const std::int64_t lanes = hn::Lanes(f), channels = task.channels;
    const auto share = hn::Set(f, 1.0f / float(channels));
    auto sum = hn::Zero(f);
    for (std::int64_t c = 0; c < channels; c += lanes)
        sum = hn::Add(sum, hn::LoadU(f, x + c));
    const auto mean = hn::Mul(hn::SumOfLanes(f, sum), share);
    auto squares = hn::Zero(f);
    for (std::int64_t c = 0; c < channels; c += lanes) {
        const auto difference = hn::Sub(hn::LoadU(f, x + c), mean);
        squares = hn::MulAdd(difference, difference, squares);
    }
    const auto variance = hn::MulAdd(hn::SumOfLanes(f, squares), share, hn::Set(f, task.eps));
    const auto scale = hn::Div(hn::Set(f, 1.0f), hn::Sqrt(variance));
    for (std::int64_t c = 0; c < channels; c += lanes) {
        const auto normal = hn::Mul(hn::Sub(hn::LoadU(f, x + c), mean), scale);
        hn::StoreU(hn::MulAdd(normal, hn::LoadU(f, task.weight + c), hn::LoadU(f, task.bias + c)),
                   f, y + c);
    }
}

void normRows(const NormTask& task, const float* x, float* y, std::int64_t count)
{
    const hn::CappedTag<float, 16> wide;
    const hn::CappedTag<float, 1> single;
    const bool whole = task.channels % std::int64_t(hn::Lanes(wide)) == 0;
    for (std::int64_t i = 0; i < count; ++i) {
        const float* const from = x + i * task.channels;
        float* const to = y + i * task.channels;
        if (whole)
            normRow(wide, task, from, to);
        else
            normRow(single, task, from, to);
    }
}

} // namespace core::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace core::kernels {

HWY_EXPORT(normRows);

namespace {

/// Less is not worth waking another thread for.
constexpr std::int64_t worthSharing = 100'000;

} // namespace

at::Tensor layerNorm(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                     double eps)
{
    TORCH_CHECK(x.is_contiguous() && weight.is_contiguous() && bias.is_contiguous() &&
                    weight.numel() == x.size(-1) && bias.numel() == x.size(-1),
                "layer norm: ", x.sizes(), " with ", weight.sizes());
    const NormTask task{weight.data_ptr<float>(), bias.data_ptr<float>(), x.size(-1), float(eps)};
    at::Tensor y = at::empty_like(x);
    const std::int64_t count = x.numel() / task.channels;
    constexpr std::int64_t together = 64;
    const auto norm = HWY_DYNAMIC_DISPATCH(normRows);
    const float* const from = x.data_ptr<float>();
    float* const to = y.data_ptr<float>();
#pragma omp parallel for schedule(static) if (x.numel() > worthSharing)
    for (std::int64_t first = 0; first < count; first += together)
        norm(task, from + first * task.channels, to + first * task.channels,
             std::min(together, count - first));
    return y;
}

} // namespace core::kernels

#endif
