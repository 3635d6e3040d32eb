#pragma once

#include <memory>
#include <optional>
#include <vector>

namespace core {

/// A click, in image pixels (x right, y down; (0,0) is the index of the top-left pixel).
struct Point {
    float x = 0;
    float y = 0;
    bool foreground = true;
    bool operator==(const Point&) const = default;
};

/// A box in image pixels, corners top-left and bottom-right.
struct Box {
    float x0 = 0;
    float y0 = 0;
    float x1 = 0;
    float y1 = 0;
    bool operator==(const Box&) const = default;
};

/// Low-resolution logits: the decoder's own output before it is enlarged, row-major, over the
/// square that the picture's longer side fills; brought to this size where a model's input is not
/// 1024×1024. > 0 is inside.
struct LowResLogits {
    static constexpr int side = 256;
    std::vector<float> values; ///< side·side
};

/// What the user asks for. Any combination of points, one box and one mask is allowed, but not none.
struct Prompt {
    std::vector<Point> points;
    std::optional<Box> box;
    std::shared_ptr<const LowResLogits> mask; ///< may be null

    bool empty() const { return points.empty() && !box && !mask; }
    bool operator==(const Prompt&) const = default;
};

/// @throws Error NoPrompt, PointOutside, BoxInvalid (empty, inverted, or wholly outside).
void validate(const Prompt& prompt, int imageWidth, int imageHeight);

} // namespace core
