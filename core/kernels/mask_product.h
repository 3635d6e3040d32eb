#pragma once

#include <ATen/core/Tensor.h>

namespace core::kernels {

/// The decoder's last step for one row of the grid's cells: each mask is a mix of the upscaled
/// embedding's channels, after a GELU. On this thread alone.
/// weights [M, C], C 32; upscaled [G·4·4, C], whose rows are numbered (cell, quarter of the cell,
/// quarter of the quarter), as two 2×2 up-samplings leave them; masks [M, 4·R, 4·G], rows and
/// columns of the picture, of which rows 4·cellRow … 4·cellRow + 3 are written.
void mixMasks(at::Tensor& masks, int cellRow, const at::Tensor& weights,
              const at::Tensor& upscaled);

} // namespace core::kernels
