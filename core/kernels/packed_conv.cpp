#include "core/kernels/packed_conv.h"

#include <algorithm>
#include <vector>

#include <ATen/ATen.h>

#include "core/kernels/thread_team.h"

namespace core::kernels {

namespace {

/// Row y of the kernel as a matrix: what it takes from three neighbouring positions.
PackedLinear tap(const at::Tensor& weight, int y, const at::Tensor& bias, Precision precision)
{
    return {weight.select(2, y).transpose(1, 2).flatten(1), bias, precision};
}

} // namespace

PackedConv::PackedConv(const at::Tensor& weight, const at::Tensor& bias, int stride,
                       Precision precision)
    : taps_{tap(weight, 0, {}, precision), tap(weight, 1, bias, precision),
            tap(weight, 2, {}, precision)},
      in_(weight.size(1)), stride_(stride)
{
    TORCH_CHECK(weight.dim() == 4 && weight.size(2) == 3 && weight.size(3) == 3,
                "convolution: weight of shape ", weight.sizes());
}

at::Tensor PackedConv::operator()(const at::Tensor& x, Activation activation) const
{
    TORCH_CHECK(x.dim() == 3 && x.size(2) == in_ && x.is_contiguous(), "convolution: ", x.sizes(),
                " with ", in_, " channels");
    const std::int64_t height = x.size(0), width = x.size(1);
    at::Tensor y = at::empty(
        {(height + stride_ - 1) / stride_, (width + stride_ - 1) / stride_, out()}, x.options());
    const float* const from = x.data_ptr<float>();
    float* const to = y.data_ptr<float>();
    shareAmongCores(int(y.size(0)), [&](int i) {
        row(threeRows(from, i * stride_, height, width * in_), width, to + i * y.stride(0),
            activation);
    });
    return y;
}

void PackedConv::row(const ThreeRows& rows, std::int64_t width, float* y,
                     Activation activation) const
{
    // The middle row always exists; it brings the bias.
    const int last = rows[2] ? 2 : rows[0] ? 0 : 1;
    for (const int n : {1, 0, 2}) {
        if (rows[n])
            addRow(n, rows[n], width, y, n != 1, n == last ? activation : Activation::None);
    }
}

void PackedConv::addRow(int tap, const float* x, std::int64_t width, float* y, bool accumulate,
                        Activation activation) const
{
    const std::int64_t count = (width + stride_ - 1) / stride_, outs = out();
    // Inside, the three positions are neighbours in memory; at the ends some of them are zeros.
    std::int64_t end = 1;
    while (end < count && end * stride_ + 1 < width)
        ++end;
    if (end > 1)
        taps_[tap].rows(x + (stride_ - 1) * in_, stride_ * in_, y + outs, outs, end - 1, accumulate,
                        activation);
    std::vector<float> three(std::size_t(3 * in_));
    for (std::int64_t i = 0; i < count; i = std::max(i + 1, end)) {
        std::fill(three.begin(), three.end(), 0.0f);
        const std::int64_t first = std::max<std::int64_t>(i * stride_ - 1, 0);
        const std::int64_t past = std::min(i * stride_ + 2, width);
        std::copy(x + first * in_, x + past * in_, three.begin() + (first - i * stride_ + 1) * in_);
        taps_[tap].rows(three.data(), 3 * in_, y + i * outs, outs, 1, accumulate, activation);
    }
}

} // namespace core::kernels
