#pragma once

#include <cstdint>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/kernels/packed_linear.h"

namespace core::kernels {

/// A 3×3 convolution of stride 1 on channels-last pictures with zeros around them, by Winograd's
/// F(4×4, 3×3) as in Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks" (2016):
/// 4×4 positions y of the result follow from the 6×6 that they see, d, and the kernel g as
///     y = Aᵀ [(G g Gᵀ) ∘ (Bᵀ d B)] A,
/// with 36 products for each pair of channels, not 144. Each of the 36 is a matrix product over all
/// such tiles. Float32, CPU; ten times the direct sum's rounding error.
class WinogradConv {
public:
    /// `weight` [out, in, 3, 3]; in and out multiples of 16.
    explicit WinogradConv(const at::Tensor& weight);

    at::Tensor operator()(const at::Tensor& x) const; ///< [H, W, in] → [H, W, out]

private:
    std::vector<PackedLinear> products_; // 36, row by row of G g Gᵀ
};

} // namespace core::kernels
