#pragma once

#include <memory>

#include <ATen/core/Tensor.h>

#include "core/kernels/activation.h"

namespace core::kernels {

/// Once: the weight is packed into the layout that the processor multiplies fastest, which takes as
/// much memory again. EachTime: it stays as it is, which costs a few hundredths of the speed where
/// there are a hundred rows or more.
enum class Packing { Once, EachTime };

/// y = activation(x Wᵀ + b): a fully connected layer whose constant weight is packed. Float32, CPU.
/// Several threads may use one object.
class PackedLinear {
public:
    /// `weight` [out, in]; `bias` [out] or undefined.
    PackedLinear(const at::Tensor& weight, const at::Tensor& bias,
                 Packing packing = Packing::Once);
    ~PackedLinear();
    PackedLinear(PackedLinear&&) noexcept;
    PackedLinear& operator=(PackedLinear&&) noexcept;

    /// x [..., in] → [..., out]
    at::Tensor operator()(const at::Tensor& x, Activation activation = Activation::None) const;

    /// sum ← activation(sum + x Wᵀ + b), in place. sum [..., out], contiguous.
    void addTo(at::Tensor& sum, const at::Tensor& x,
               Activation activation = Activation::None) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace core::kernels
