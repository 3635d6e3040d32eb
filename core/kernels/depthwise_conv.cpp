#include "core/kernels/depthwise_conv.h"

#include <ATen/ATen.h>

#include "core/kernels/thread_team.h"
#include "core/kernels/work_count.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/depthwise_conv.cpp"
#include <hwy/foreach_target.h>

#include "core/kernels/functions-inl.h"

#ifndef MASKWRIGHT_DEPTHWISE_TASK
#define MASKWRIGHT_DEPTHWISE_TASK

namespace core::kernels {

struct DepthwiseTask {
    ThreeRows rows;
    const float* weight; ///< [3, 3, channels]
    const float* bias;
    float* y;
    std::int64_t width, channels, stride;
    Activation activation;
};

} // namespace core::kernels

#endif

HWY_BEFORE_NAMESPACE();
namespace core::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Floats = hn::CappedTag<float, 16>;
using Vector = hn::Vec<Floats>;

/// `count` neighbouring positions of the result from `first` on, so that each weight is loaded once
/// for all of them. Columns [begin, end) of the kernel lie inside the picture.
template <std::int64_t count>
void convolvePositions(const DepthwiseTask& task, std::int64_t first, int begin, int end)
{
    const Floats f;
    const std::int64_t lanes = hn::Lanes(f), channels = task.channels;
    const std::int64_t left = (first * task.stride - 1) * channels, step = task.stride * channels;
    for (std::int64_t c = 0; c < channels; c += lanes) {
        Vector sums[count];
        for (std::int64_t i = 0; i < count; ++i)
            sums[i] = hn::LoadU(f, task.bias + c);
        for (int row = 0; row < 3; ++row) {
            if (!task.rows[row])
                continue;
            for (int column = begin; column < end; ++column) {
                const Vector weight = hn::LoadU(f, task.weight + (row * 3 + column) * channels + c);
                const float* const x = task.rows[row] + left + column * channels + c;
                for (std::int64_t i = 0; i < count; ++i)
                    sums[i] = hn::MulAdd(hn::LoadU(f, x + i * step), weight, sums[i]);
            }
        }
        for (std::int64_t i = 0; i < count; ++i)
            hn::StoreU(activated(f, task.activation, sums[i]), f,
                       task.y + (first + i) * channels + c);
    }
}

void convolveRow(const DepthwiseTask& task)
{
    constexpr std::int64_t together = 4;
    const std::int64_t count = (task.width + task.stride - 1) / task.stride;
    for (std::int64_t i = 0; i < count;) {
        const std::int64_t lastOfFour = (i + together - 1) * task.stride;
        if (i > 0 && lastOfFour + 1 < task.width) {
            convolvePositions<together>(task, i, 0, 3);
            i += together;
        } else {
            convolvePositions<1>(task, i, i == 0 ? 1 : 0, i * task.stride + 1 < task.width ? 3 : 2);
            ++i;
        }
    }
}

} // namespace core::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace core::kernels {

HWY_EXPORT(convolveRow);

DepthwiseConv::DepthwiseConv(const at::Tensor& weight, const at::Tensor& bias, int stride)
    : weight_(weight.permute({2, 3, 1, 0}).contiguous()), bias_(bias.contiguous()),
      channels_(weight.size(0)), stride_(stride)
{
    TORCH_CHECK(weight.dim() == 4 && weight.size(1) == 1 && weight.size(2) == 3 &&
                    weight.size(3) == 3 && channels_ % 16 == 0 && bias.numel() == channels_,
                "depth-wise convolution: weight of shape ", weight.sizes());
}

at::Tensor DepthwiseConv::operator()(const at::Tensor& x, Activation activation) const
{
    TORCH_CHECK(x.dim() == 3 && x.size(2) == channels_ && x.is_contiguous(),
                "depth-wise convolution: ", x.sizes(), " with ", channels_, " channels");
    const std::int64_t height = x.size(0), width = x.size(1);
    at::Tensor y =
        at::empty({(height + stride_ - 1) / stride_, (width + stride_ - 1) / stride_, channels_},
                  x.options());
    const float* const from = x.data_ptr<float>();
    float* const to = y.data_ptr<float>();
    shareAmongCores(int(y.size(0)), [&](int i) {
        row(threeRows(from, i * stride_, height, width * channels_), width, to + i * y.stride(0),
            activation);
    });
    return y;
}

void DepthwiseConv::row(const ThreeRows& rows, std::int64_t width, float* y,
                        Activation activation) const
{
    countMultiplications((width + stride_ - 1) / stride_ * channels_ * 9);
    DepthwiseTask task;
    task.rows = rows;
    task.weight = weight_.data_ptr<float>();
    task.bias = bias_.data_ptr<float>();
    task.y = y;
    task.width = width;
    task.channels = channels_;
    task.stride = stride_;
    task.activation = activation;
    HWY_DYNAMIC_DISPATCH(convolveRow)(task);
}

} // namespace core::kernels

#endif
