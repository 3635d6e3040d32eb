#include "core/crop_grid.h"

#include <algorithm>
#include <cmath>

namespace core {

namespace {

/// How long each of `count` parts is so that together they cover `length`.
int cropLength(int length, int count, int overlap)
{
    return int(std::ceil((double(overlap) * (count - 1) + length) / count));
}

} // namespace

std::vector<Crop> cropBoxes(int imageWidth, int imageHeight, int layers, double overlapRatio)
{
    std::vector<Crop> crops{{{0, 0, imageWidth, imageHeight}, 0}};
    const int shorter = std::min(imageWidth, imageHeight);
    for (int layer = 1; layer <= layers; ++layer) {
        const int count = 1 << layer;
        const int overlap = int(overlapRatio * shorter * (2.0 / count));
        const int width = cropLength(imageWidth, count, overlap);
        const int height = cropLength(imageHeight, count, overlap);
        for (int i = 0; i < count; ++i) {
            for (int j = 0; j < count; ++j) {
                const int x = (width - overlap) * i, y = (height - overlap) * j;
                crops.push_back(
                    {{x, y, std::min(width, imageWidth - x), std::min(height, imageHeight - y)},
                     layer});
            }
        }
    }
    return crops;
}

std::vector<std::array<double, 2>> pointGrid(int perSide)
{
    // Computed as numpy.linspace does, so that the coordinates are the same to the last bit.
    const double first = 1.0 / (2.0 * perSide), last = 1 - first;
    const double step = perSide > 1 ? (last - first) / (perSide - 1) : 0;
    const auto at = [&](int i) {
        return perSide > 1 && i == perSide - 1 ? last : i * step + first;
    };
    std::vector<std::array<double, 2>> points;
    points.reserve(std::size_t(perSide) * std::size_t(perSide));
    for (int y = 0; y < perSide; ++y) {
        for (int x = 0; x < perSide; ++x)
            points.push_back({at(x), at(y)});
    }
    return points;
}

} // namespace core
