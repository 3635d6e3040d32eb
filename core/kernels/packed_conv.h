#pragma once

#include <memory>

#include <ATen/core/Tensor.h>

#include "core/kernels/activation.h"

namespace core::kernels {

/// A 2-d convolution on channels-last pictures, its constant weight packed once. Float32, CPU.
class PackedConv {
public:
    /// `weight` [out, in / groups, kernel, kernel]; `bias` [out] or undefined; zero padding on all
    /// sides.
    PackedConv(const at::Tensor& weight, const at::Tensor& bias, int stride, int padding,
               int groups);
    ~PackedConv();
    PackedConv(PackedConv&&) noexcept;
    PackedConv& operator=(PackedConv&&) noexcept;

    /// x [H, W, in] → [H', W', out], H' = (H + 2·padding − kernel) / stride + 1
    at::Tensor operator()(const at::Tensor& x, Activation activation = Activation::None) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace core::kernels
