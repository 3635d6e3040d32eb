#pragma once

#include <cstdint>

#include <ATen/core/Tensor.h>

#include "core/kernels/activation.h"
#include "core/kernels/packed_conv.h"

namespace core::kernels {

/// A 3×3 convolution of each channel by itself, on channels-last pictures with zeros around them.
/// Float32, CPU.
class DepthwiseConv {
public:
    /// `weight` [channels, 1, 3, 3]; `bias` [channels]; channels a multiple of 16.
    DepthwiseConv(const at::Tensor& weight, const at::Tensor& bias, int stride);

    /// x [H, W, channels] → [⌈H / stride⌉, ⌈W / stride⌉, channels]
    at::Tensor operator()(const at::Tensor& x, Activation activation = Activation::None) const;

    /// One row of the result, [⌈width / stride⌉, channels], on this thread alone.
    void row(const ThreeRows& rows, std::int64_t width, float* y, Activation activation) const;

    std::int64_t stride() const { return stride_; }

private:
    at::Tensor weight_, bias_; // [3, 3, channels], [channels]
    std::int64_t channels_, stride_;
};

} // namespace core::kernels
