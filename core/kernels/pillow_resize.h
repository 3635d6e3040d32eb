#pragma once

#include <cstdint>
#include <vector>

namespace core::kernels {

/// Resizes an 8-bit RGB picture (row-major, interleaved) exactly as Pillow's BILINEAR does: a
/// triangle filter that widens when shrinking, first along rows and then along columns, in 22-bit
/// fixed point with rounding to 8 bits after each pass.
/// @pre all sizes ≥ 1
std::vector<std::uint8_t> pillowBilinear(const std::uint8_t* rgb, int width, int height,
                                         int newWidth, int newHeight);

} // namespace core::kernels
