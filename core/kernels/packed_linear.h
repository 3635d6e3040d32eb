#pragma once

#include <cstdint>

#include <ATen/core/Tensor.h>

#include "core/kernels/activation.h"
#include "core/precision.h"

namespace core::kernels {

struct BFloat16Products;

/// y = activation(x Wᵀ + b): a fully connected layer whose constant weight is packed once, so that
/// the columns that are multiplied together lie together. Float32, CPU; the numbers that are
/// multiplied can be rounded to bfloat16. The sum of each element runs over the input channels in
/// their order, so it does not depend on the number of threads or rows.
class PackedLinear {
public:
    /// `weight` [out, in]; `bias` [out] or undefined.
    /// @pre bfloat16Products() for Precision::BFloat16
    PackedLinear(const at::Tensor& weight, const at::Tensor& bias,
                 Precision precision = Precision::Float32);

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
    /// Columns [begin, end) of a few rows.
    struct Strip {
        const float* x;
        float* y;
        std::int64_t xStride, yStride;
        std::int64_t rows;
        std::int64_t begin, end;
        bool accumulate;
        Activation activation;
    };
    struct Scratch; // memory of one thread

    void run(const at::Tensor& x, at::Tensor& y, bool accumulate, Activation activation) const;
    void multiplyStrip(const Strip& strip, Scratch& scratch) const;
    /// x [rows, in], the strip's input as elements
    template <typename Element, typename Multiply>
    void eachPanel(const Strip& strip, const Element* x, std::int64_t xStride, std::int64_t in,
                   const Multiply& multiply) const;

    std::int64_t in_, out_, columns_;  // out, rounded up
    const BFloat16Products* bfloat16_; // null for float32
    at::Tensor panels_, bias_;
};

} // namespace core::kernels
