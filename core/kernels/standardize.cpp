#include "core/kernels/standardize.h"

#include <algorithm>
#include <cstdint>

#include <ATen/ATen.h>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/standardize.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

#ifndef MASKWRIGHT_STANDARDIZE_TASK
#define MASKWRIGHT_STANDARDIZE_TASK

namespace core::kernels {

struct StandardizeTask {
    float* basis;
    float* scale;
    const float* products;
    const float* squares;
    std::int64_t rows, stride;
    float share, eps; // 1 / channels
};

} // namespace core::kernels

#endif

HWY_BEFORE_NAMESPACE();
namespace core::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

template <class D>
void standardizeSpan(D f, const StandardizeTask& task, std::int64_t begin, std::int64_t end)
{
    for (std::int64_t p = begin; p < end; p += std::int64_t(hn::Lanes(f))) {
        const auto scale = hn::LoadU(f, task.scale + p);
        auto square = hn::Mul(hn::Mul(scale, scale), hn::LoadU(f, task.squares + p));
        for (std::int64_t r = 0; r < task.rows; ++r)
            square = hn::MulAdd(hn::LoadU(f, task.basis + r * task.stride + p),
                                hn::LoadU(f, task.products + r * task.stride + p), square);
        const auto variance =
            hn::MulAdd(hn::Max(square, hn::Zero(f)), hn::Set(f, task.share), hn::Set(f, task.eps));
        const auto s = hn::Div(hn::Set(f, 1.0f), hn::Sqrt(variance));
        hn::StoreU(hn::Mul(s, scale), f, task.scale + p);
        for (std::int64_t r = 0; r < task.rows; ++r) {
            float* const at = task.basis + r * task.stride + p;
            hn::StoreU(hn::Mul(s, hn::LoadU(f, at)), f, at);
        }
    }
}

void standardizeRange(const StandardizeTask& task, std::int64_t begin, std::int64_t end)
{
    const hn::CappedTag<float, 16> wide;
    const hn::CappedTag<float, 1> single;
    const std::int64_t lanes = hn::Lanes(wide), whole = begin + (end - begin) / lanes * lanes;
    standardizeSpan(wide, task, begin, whole);
    standardizeSpan(single, task, whole, end);
}

} // namespace core::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace core::kernels {

HWY_EXPORT(standardizeRange);

void standardize(at::Tensor& basis, at::Tensor& scale, const at::Tensor& products,
                 const at::Tensor& squares, int channels, double eps)
{
    const std::int64_t rows = basis.size(0), count = basis.size(1);
    TORCH_CHECK(basis.is_contiguous() && products.is_contiguous() && squares.is_contiguous() &&
                    scale.is_contiguous() && products.sizes() == basis.sizes() &&
                    squares.numel() == count && scale.numel() == count,
                "standardize: ", basis.sizes(), " with ", products.sizes());
    const StandardizeTask task{basis.data_ptr<float>(),
                               scale.data_ptr<float>(),
                               products.data_ptr<float>(),
                               squares.data_ptr<float>(),
                               rows,
                               count,
                               1.0f / float(channels),
                               float(eps)};
    constexpr std::int64_t chunk = 256;
    const auto standardizeHere = HWY_DYNAMIC_DISPATCH(standardizeRange);
#pragma omp parallel for schedule(static)
    for (std::int64_t begin = 0; begin < count; begin += chunk)
        standardizeHere(task, begin, std::min(count, begin + chunk));
}

} // namespace core::kernels

#endif
