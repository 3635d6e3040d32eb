#pragma once

#include <cstddef>

#include "core/mask.h"
#include "core/rle.h"

namespace core {

/// One mask that everything mode found: the record of the reference's automatic mask generator.
struct GeneratedMask {
    Rle mask;             ///< at image size
    std::size_t area = 0; ///< pixels of `mask`
    PixelRect box;        ///< of `mask`, image pixels
    float iou = 0;        ///< raw predicted IoU: may exceed 1 (show it clamped)
    float stability = 0;
    double x = 0, y = 0; ///< the point that found it, image pixels
    int candidate = 0;   ///< which of the decoder's answers, 1–3; 0 when that is not known
    PixelRect cropBox;   ///< the part of the picture it was found in, image pixels
    bool operator==(const GeneratedMask&) const = default;
};

} // namespace core
