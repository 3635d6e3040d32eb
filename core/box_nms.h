#pragma once

#include <cstddef>
#include <vector>

#include "core/mask.h"

namespace core {

/// Greedy non-maximum suppression: a box goes when a better one that stays overlaps it with an
/// intersection over union above `iouThreshold`. Areas are measured between the centres of the
/// outermost pixels, as the reference does: a box one pixel wide has none and is never dropped.
/// → the indices that stay, best first; equal scores in the order they came.
std::vector<std::size_t> boxNms(const std::vector<PixelRect>& boxes,
                                const std::vector<float>& scores, double iouThreshold);

} // namespace core
