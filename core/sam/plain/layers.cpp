#include "core/sam/plain/layers.h"

#include <ATen/ATen.h>

namespace core::sam::plain {

namespace {

/// As a factor of a product.
Tensor asFactor(const Parameters& p, const Tensor& weight)
{
    return p.precision() == Precision::BFloat16 ? weight.to(at::kBFloat16) : weight;
}

std::int64_t windowsAlong(std::int64_t length, std::int64_t window)
{
    return (length + window - 1) / window;
}

} // namespace

Linear::Linear(const Parameters& p, int in, int out)
    : weight(asFactor(p, p.get("weight", {out, in}))), bias(asFactor(p, p.get("bias", {out})))
{
}

Tensor Linear::forward(const Tensor& x) const
{
    return at::linear(x.to(weight.scalar_type()), weight, bias).to(at::kFloat);
}

LayerNorm::LayerNorm(const Parameters& p, int channels, double eps)
    : weight(p.get("weight", {channels})), bias(p.get("bias", {channels})), eps(eps)
{
}

Tensor LayerNorm::forward(const Tensor& x) const
{
    return at::layer_norm(x, {weight.size(0)}, weight, bias, eps);
}

Conv2d::Conv2d(const Parameters& p, const Tensor& weight, const Tensor& bias, int stride,
               int groups)
    : weight(asFactor(p, weight)), bias(bias.defined() ? asFactor(p, bias) : bias), stride(stride),
      groups(groups)
{
}

Tensor Conv2d::forward(const Tensor& x) const
{
    const std::int64_t kernel = weight.size(2), border = stride == kernel ? 0 : kernel / 2;
    const Tensor planes = x.permute({2, 0, 1}).unsqueeze(0).to(weight.scalar_type());
    const Tensor y = at::conv2d(planes, weight, bias, stride, border, 1, groups);
    return y.squeeze(0).permute({1, 2, 0}).to(at::kFloat).contiguous();
}

Conv2d_BN::Conv2d_BN(const Parameters& p, int in, int out, int kernel, int stride, int groups)
    : Conv2d([&] {
          const FoldedConv conv = FoldedConv::load(p, in, out, kernel, groups);
          return Conv2d(p, conv.weight, conv.bias, stride, groups);
      }())
{
}

Mlp::Mlp(const Parameters& first, const Parameters& second, int channels, int hidden)
    : lin1(first, channels, hidden), lin2(second, hidden, channels)
{
}

Tensor Mlp::forward(const Tensor& x) const
{
    return lin2.forward(at::gelu(lin1.forward(x)));
}

Tensor cutIntoWindows(const Tensor& x, std::int64_t rows, std::int64_t columns)
{
    const std::int64_t down = windowsAlong(x.size(0), rows);
    const std::int64_t across = windowsAlong(x.size(1), columns);
    const Tensor whole =
        at::constant_pad_nd(x, {0, 0, 0, across * columns - x.size(1), 0, down * rows - x.size(0)});
    return whole.view({down, rows, across, columns, -1})
        .transpose(1, 2)
        .reshape({down * across, rows * columns, -1});
}

Tensor joinWindows(const Tensor& windows, std::int64_t rows, std::int64_t columns,
                   std::int64_t height, std::int64_t width)
{
    const std::int64_t down = windowsAlong(height, rows), across = windowsAlong(width, columns);
    return windows.view({down, across, rows, columns, -1})
        .transpose(1, 2)
        .reshape({down * rows, across * columns, -1})
        .narrow(0, 0, height)
        .narrow(1, 0, width);
}

} // namespace core::sam::plain
