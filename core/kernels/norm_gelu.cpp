#include "core/kernels/norm_gelu.h"

#include <cstdint>

#include <ATen/ATen.h>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/norm_gelu.cpp"
#include <hwy/foreach_target.h>

#include "core/kernels/functions-inl.h"

HWY_BEFORE_NAMESPACE();
namespace core::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

void normGeluRow(float* row, std::int64_t channels, const float* weight, const float* bias,
                 float eps)
{
    const hn::CappedTag<float, 16> f;
    const std::int64_t lanes = hn::Lanes(f);
    const float share = 1.0f / float(channels);
    auto sum = hn::Zero(f);
    for (std::int64_t c = 0; c < channels; c += lanes)
        sum = hn::Add(sum, hn::LoadU(f, row + c));
    const auto mean = hn::Mul(hn::SumOfLanes(f, sum), hn::Set(f, share));
    auto squares = hn::Zero(f);
    for (std::int64_t c = 0; c < channels; c += lanes) {
        const auto difference = hn::Sub(hn::LoadU(f, row + c), mean);
        squares = hn::MulAdd(difference, difference, squares);
    }
    const auto variance =
        hn::MulAdd(hn::SumOfLanes(f, squares), hn::Set(f, share), hn::Set(f, eps));
    const auto scale = hn::Div(hn::Set(f, 1.0f), hn::Sqrt(variance));
    for (std::int64_t c = 0; c < channels; c += lanes) {
        const auto normal = hn::Mul(hn::Sub(hn::LoadU(f, row + c), mean), scale);
        const auto y = hn::MulAdd(normal, hn::LoadU(f, weight + c), hn::LoadU(f, bias + c));
        hn::StoreU(gelu(f, y), f, row + c);
    }
}

void normGeluRows(float* rows, std::int64_t count, std::int64_t channels, const float* weight,
                  const float* bias, float eps)
{
    for (std::int64_t i = 0; i < count; ++i)
        normGeluRow(rows + i * channels, channels, weight, bias, eps);
}

} // namespace core::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace core::kernels {

HWY_EXPORT(normGeluRows);

void normGelu(at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, double eps)
{
    TORCH_CHECK(x.dim() == 2 && x.is_contiguous() && x.size(1) % 16 == 0 &&
                    weight.numel() == x.size(1) && bias.numel() == x.size(1),
                "norm and gelu: ", x.sizes(), " with ", weight.sizes());
    HWY_DYNAMIC_DISPATCH(normGeluRows)
    (x.data_ptr<float>(), x.size(0), x.size(1), weight.data_ptr<float>(), bias.data_ptr<float>(),
     float(eps));
}

} // namespace core::kernels

#endif
