#pragma once

#include <array>
#include <vector>

#include "core/mask.h"

namespace core {

/// A closed outline in image pixels: x0, y0, x1, y1, … . Coordinates lie on pixel edges, so filling
/// the outline gives exactly the pixels inside it.
using Polygon = std::vector<double>;

/// The mask as polygons, one per connected region. A region with holes becomes one polygon whose
/// outline runs into each hole and back along the same line, so that no hole is lost in formats that
/// know only simple outlines.
std::vector<Polygon> polygons(const Mask& mask);

/// Fills polygons (even-odd within each, union over all): the inverse of `polygons`, pixel for pixel.
/// @throws Error FileDamaged for an outline with far more sides than the picture has pixels.
Mask fillPolygons(const std::vector<Polygon>& polygons, int width, int height);

} // namespace core
