#pragma once

#include "geometry.h"

namespace sample {

/// The light that arrives at `from` against `direction`, following that many reflections.
Vec colourAlong(Vec from, Vec direction, int bounces);

} // namespace sample
