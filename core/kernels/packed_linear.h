#pragma once

#include <cstdint>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/kernels/activation.h"

namespace core::kernels {

/// y = activation(x Wᵀ + b): a fully connected layer whose constant weight is packed once, so that
/// the columns that are multiplied together lie together. Float32, CPU. The sum of each element
/// runs over the input channels in their order, so it does not depend on the number of threads or
/// rows.
class PackedLinear {
public:
    /// `weight` [out, in]; `bias` [out] or undefined.
    PackedLinear(const at::Tensor& weight, const at::Tensor& bias);

    /// x [..., in] → [..., out]
    at::Tensor operator()(const at::Tensor& x, Activation activation = Activation::None) const;

    /// sum ← activation(sum + x Wᵀ + b), in place. sum [..., out], contiguous.
    void addTo(at::Tensor& sum, const at::Tensor& x,
               Activation activation = Activation::None) const;

    /// The same for `count` rows that begin xStride and yStride floats apart, on this thread alone:
    /// y ← activation(x Wᵀ + b), or with `accumulate` activation(y + x Wᵀ + b).
    void rows(const float* x, std::int64_t xStride, float* y, std::int64_t yStride,
              std::int64_t count, bool accumulate, Activation activation) const;

    std::int64_t in() const { return in_; }
    std::int64_t out() const { return out_; }

private:
    void run(const at::Tensor& x, at::Tensor& y, bool accumulate, Activation activation) const;
    /// Columns [begin, end) of a few rows; `spread` is scratch memory of this thread.
    void multiplyStrip(const float* x, std::int64_t xStride, float* y, std::int64_t yStride,
                       std::int64_t count, std::int64_t begin, std::int64_t end, bool accumulate,
                       Activation activation, std::vector<float>& spread) const;

    std::int64_t in_, out_, columns_; // out, rounded up
    at::Tensor panels_, bias_;
};

} // namespace core::kernels
