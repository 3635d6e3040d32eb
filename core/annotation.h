#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/prompt.h"
#include "core/rle.h"

namespace core {

struct Color {
    std::uint8_t r = 0, g = 0, b = 0;
    bool operator==(const Color&) const = default;
};

/// The n-th colour of a palette whose neighbours are easy to tell apart, also for most colour-blind
/// eyes.
Color paletteColor(int n);

/// One accepted mask, with where it came from.
struct Object {
    int id = 0; ///< unique within the annotation, from 1
    std::string name;
    std::string label; ///< class; may be empty
    Color color;
    bool visible = true;
    Rle mask; ///< at image size
    std::size_t area = 0; ///< pixels of `mask`
    PixelRect box;        ///< of `mask`
    Prompt prompt;
    int candidate = 0; ///< which of the four was taken
    float iou = 0;     ///< raw predicted IoU
    float stability = 0;
    std::string model; ///< variant or id of the model that made it
    bool operator==(const Object&) const = default;
};

/// The document of one picture.
struct Annotation {
    std::filesystem::path imagePath;
    int imageWidth = 0;
    int imageHeight = 0;
    std::vector<Object> objects; ///< bottom to top
    bool operator==(const Annotation&) const = default;
};

} // namespace core
