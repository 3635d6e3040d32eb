#pragma once

#include <array>
#include <cstdint>

#include <ATen/core/Tensor.h>

#include "core/kernels/activation.h"
#include "core/kernels/packed_linear.h"

namespace core::kernels {

/// Three neighbouring rows of a channels-last picture, [width, in] each; null beyond its edge.
using ThreeRows = std::array<const float*, 3>;

/// Rows y − 1, y and y + 1 of a picture whose rows are `rowSize` floats long.
inline ThreeRows threeRows(const float* picture, std::int64_t y, std::int64_t height,
                           std::int64_t rowSize)
{
    const auto row = [&](std::int64_t i) {
        return i < 0 || i >= height ? nullptr : picture + i * rowSize;
    };
    return {row(y - 1), row(y), row(y + 1)};
}

/// A 3×3 convolution on channels-last pictures with zeros around them: what each position sees is
/// written out, a few positions at a time, and multiplied by the weight. Float32, CPU; see
/// PackedLinear.
class PackedConv {
public:
    /// `weight` [out, in, 3, 3]; `bias` [out] or undefined.
    PackedConv(const at::Tensor& weight, const at::Tensor& bias, int stride,
               Precision precision = Precision::Float32);

    /// x [H, W, in] → [⌈H / stride⌉, ⌈W / stride⌉, out]
    at::Tensor operator()(const at::Tensor& x, Activation activation = Activation::None) const;

    /// One row of the result, [⌈width / stride⌉, out], on this thread alone.
    void row(const ThreeRows& rows, std::int64_t width, float* y, Activation activation) const;

    std::int64_t out() const { return product_.out(); }

private:
    PackedLinear product_; // [out, 9 · in]
    std::int64_t in_, stride_;
};

} // namespace core::kernels
