#pragma once

#include "core/mask.h"

namespace core {

/// Fills the holes that have fewer than `minArea` pixels. Neighbours touch at edges or corners.
/// → whether anything was changed
bool fillSmallHoles(Mask& mask, int minArea);

/// Removes the islands that have fewer than `minArea` pixels; the largest stays when all are
/// smaller. → whether anything was changed
bool removeSmallIslands(Mask& mask, int minArea);

} // namespace core
