#pragma once

#include "scene.h"

namespace sample {

/// What a surface looks like at one place.
struct Surface {
    Vec colour;
    float gloss = 0; ///< strength of reflections seen straight on
    float roughness = 0.5f;
    float through = 0; ///< light that comes through from behind
    bool metal = false;
};

Surface surfaceAt(const Hit& hit, Vec p, Vec normal);

} // namespace sample
