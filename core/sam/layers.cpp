#include "core/sam/layers.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "core/kernels/layer_norm.h"
#include "core/kernels/thread_team.h"

namespace core::sam {

Parameters Parameters::operator/(const std::string& name) const
{
    Parameters deeper = *this;
    deeper.prefix_ += name + ".";
    return deeper;
}

Parameters Parameters::in(Precision precision) const
{
    Parameters same = *this;
    same.precision_ = precision;
    return same;
}

Tensor Parameters::get(const std::string& name, at::IntArrayRef shape) const
{
    const std::string full = prefix_ + name;
    const auto found = tensors_->find(full);
    if (found == tensors_->end()) {
        log_->misfits.missing.push_back(full);
        return at::zeros(shape);
    }
    log_->used.push_back(full);
    if (found->second.sizes() != shape) {
        log_->misfits.addMisshapen(full, found->second.sizes(), shape);
        return at::zeros(shape);
    }
    return found->second.to(at::kFloat).contiguous();
}

bool Parameters::has(const std::string& name) const
{
    return tensors_->count(prefix_ + name) != 0;
}

Linear::Linear(const Parameters& p, int in, int out)
    : product(p.get("weight", {out, in}), p.get("bias", {out}), p.precision())
{
}

Tensor Linear::forward(const Tensor& x, Activation activation) const
{
    return product(x, activation);
}

void Linear::addTo(Tensor& sum, const Tensor& x, Activation activation) const
{
    product.addTo(sum, x, activation);
}

LayerNorm::LayerNorm(const Parameters& p, int channels, double eps)
    : weight(p.get("weight", {channels})), bias(p.get("bias", {channels})), eps(eps)
{
}

Tensor LayerNorm::forward(const Tensor& x) const
{
    return kernels::layerNorm(x.contiguous(), weight, bias, eps);
}

void addMlp(Tensor& x, const LayerNorm& norm, const Linear& first, const Linear& second)
{
    // Some positions at a time, so that the hidden channels stay in the cache.
    constexpr std::int64_t together = 96;
    const Tensor positions = x.view({-1, x.size(-1)});
    const std::int64_t count = positions.size(0);
    kernels::shareAmongCores(int((count + together - 1) / together), [&](int i) {
        const std::int64_t begin = i * together;
        Tensor part = positions.narrow(0, begin, std::min(together, count - begin));
        second.addTo(part, first.forward(norm.forward(part), Activation::Gelu));
    });
}

PatchConv2d::PatchConv2d(const Parameters& p, int in, int out, int side)
    : side(side),
      product(p.get("weight", {out, in, side, side}).permute({0, 2, 3, 1}).reshape({out, -1}),
              p.get("bias", {out}), p.precision())
{
}

Tensor PatchConv2d::forward(const Tensor& x) const
{
    const std::int64_t h = x.size(0) / side, w = x.size(1) / side, c = x.size(2);
    return product(x.view({h, side, w, side, c}).transpose(1, 2).reshape({h, w, side * side * c}));
}

FoldedConv FoldedConv::load(const Parameters& p, int in, int out, int kernel, int groups)
{
    const Parameters c = p / "c", bn = p / "bn";
    const Tensor weight = c.get("weight", {out, in / groups, kernel, kernel});
    if (c.has("bias"))
        return {weight, c.get("bias", {out})};
    constexpr double eps = 1e-5;
    const Tensor scale = bn.get("weight", {out}) / (bn.get("running_var", {out}) + eps).sqrt();
    return {weight * scale.view({out, 1, 1, 1}),
            bn.get("bias", {out}) - bn.get("running_mean", {out}) * scale};
}

Conv2d_BN::Conv2d_BN(const Parameters& p, int in, int out, int stride)
    : c([&] {
          const FoldedConv conv = FoldedConv::load(p, in, out, 3, 1);
          return kernels::PackedConv(conv.weight, conv.bias, stride, p.precision());
      }())
{
}

DepthwiseConv2d_BN::DepthwiseConv2d_BN(const Parameters& p, int channels, int stride)
    : c([&] {
          const FoldedConv conv = FoldedConv::load(p, channels, channels, 3, channels);
          return kernels::DepthwiseConv(conv.weight, conv.bias, stride);
      }())
{
}

PointwiseConv2d_BN::PointwiseConv2d_BN(const Parameters& p, int in, int out)
    : c([&] {
          const FoldedConv conv = FoldedConv::load(p, in, out, 1, 1);
          return kernels::PackedLinear(conv.weight.flatten(1), conv.bias, p.precision());
      }())
{
}

} // namespace core::sam
