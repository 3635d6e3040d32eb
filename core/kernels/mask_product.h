#pragma once

#include <cstdint>

#include <ATen/core/Tensor.h>

/// The decoder's last steps for one panel of positions (matrix_product.h), on this thread alone.
namespace core::kernels {

/// x [C, 64] ← gelu(layer norm over the C channels of each position); weight, bias [C].
void normalizeChannels(float* x, const at::Tensor& weight, const at::Tensor& bias, double eps);

/// Each mask is a mix of the upscaled embedding's channels, after a GELU: weights [M, C].
/// `upscaled` [4·C, 64] and `bias` [4·C]: a 2×2 up-sampling's channels for the four quarters of
/// quarter `quarter` of each position, both numbered by rows. → the quarter's four pixels in
/// `pixels` [M, 4 rows, 4 columns, 64]
void mixMasks(const at::Tensor& weights, const float* upscaled, const at::Tensor& bias, int quarter,
              float* pixels);

/// Puts `pixels` [M, 4, 4, 64] of the panel's positions at their places in masks [M, 4·R, 4·G].
void placePixels(const float* pixels, std::int64_t panel, at::Tensor& masks);

} // namespace core::kernels
