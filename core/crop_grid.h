#pragma once

#include <array>
#include <vector>

#include "core/mask.h"

namespace core {

/// A part of a picture that everything mode encodes by itself.
struct Crop {
    PixelRect box; ///< image pixels
    int layer = 0; ///< 0 is the whole picture
    bool operator==(const Crop&) const = default;
};

/// The whole picture, then for each layer i ≥ 1 its 2^i × 2^i overlapping parts, column by column.
/// `overlapRatio`: of neighbours in layer 1, as a share of the picture's shorter side; each further
/// layer has half of the one before.
std::vector<Crop> cropBoxes(int imageWidth, int imageHeight, int layers, double overlapRatio);

/// The centres of perSide × perSide equal cells in [0,1]², row by row, as (x, y).
std::vector<std::array<double, 2>> pointGrid(int perSide);

} // namespace core
