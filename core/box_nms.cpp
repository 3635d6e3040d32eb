#include "core/box_nms.h"

#include <algorithm>
#include <numeric>

namespace core {

namespace {

/// Corners in float, inclusive: the reference computes in it, and thresholds are compared with it.
struct Corners {
    float x0, y0, x1, y1;

    explicit Corners(const PixelRect& box)
        : x0(float(box.x)), y0(float(box.y)), x1(float(box.x + std::max(box.width - 1, 0))),
          y1(float(box.y + std::max(box.height - 1, 0)))
    {
    }

    float area() const { return (x1 - x0) * (y1 - y0); }
};

float overlap(const Corners& a, const Corners& b)
{
    const float width = std::max(0.0f, std::min(a.x1, b.x1) - std::max(a.x0, b.x0));
    const float height = std::max(0.0f, std::min(a.y1, b.y1) - std::max(a.y0, b.y0));
    const float both = width * height;
    return both / (a.area() + b.area() - both); // not a number for two without area
}

} // namespace

std::vector<std::size_t> boxNms(const std::vector<PixelRect>& boxes,
                                const std::vector<float>& scores, double iouThreshold)
{
    std::vector<std::size_t> order(boxes.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
    std::vector<std::size_t> kept;
    std::vector<Corners> keptBoxes;
    for (const std::size_t i : order) {
        const Corners box(boxes[i]);
        const bool found = std::any_of(keptBoxes.begin(), keptBoxes.end(), [&](const Corners& k) {
            return double(overlap(k, box)) > iouThreshold;
        });
        if (found)
            continue;
        kept.push_back(i);
        keptBoxes.push_back(box);
    }
    return kept;
}

} // namespace core
