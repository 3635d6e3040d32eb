#pragma once

#include <ATen/core/Tensor.h>

namespace core::kernels {

/// The decoder's last step: each mask is a mix of the upscaled embedding's channels.
/// weights [M, C], C a multiple of 16; upscaled [G·G·4·4, C], whose rows are numbered
/// (cell, quarter of the cell, quarter of the quarter), as two 2×2 up-samplings leave them.
/// → [M, 4·G, 4·G], rows and columns of the picture.
at::Tensor maskProduct(const at::Tensor& weights, const at::Tensor& upscaled, int grid);

} // namespace core::kernels
