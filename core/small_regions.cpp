#include "core/small_regions.h"

#include <algorithm>

#include <opencv2/imgproc.hpp>

namespace core {

namespace {

/// The connected regions of the pixels that are 1.
struct Regions {
    cv::Mat labels;         ///< 0 for what belongs to none, then 1 …
    std::vector<int> areas; ///< of region 1 …

    explicit Regions(const cv::Mat& pixels)
    {
        cv::Mat statistics, centres;
        const int count = cv::connectedComponentsWithStats(pixels, labels, statistics, centres, 8);
        for (int i = 1; i < count; ++i)
            areas.push_back(statistics.at<int>(i, cv::CC_STAT_AREA));
    }

    bool anySmaller(int minArea) const
    {
        return std::any_of(areas.begin(), areas.end(), [&](int area) { return area < minArea; });
    }
};

cv::Mat pixelsOf(Mask& mask)
{
    return cv::Mat(mask.height(), mask.width(), CV_8U, mask.row(0));
}

/// Gives the pixels of region i the value `valueOf(i)`; −1 leaves them.
template <typename Value> void repaint(Mask& mask, const Regions& regions, Value valueOf)
{
    std::vector<int> values{-1};
    for (std::size_t i = 0; i < regions.areas.size(); ++i)
        values.push_back(valueOf(int(i)));
    for (int y = 0; y < mask.height(); ++y) {
        const int* const labels = regions.labels.ptr<int>(y);
        std::uint8_t* const row = mask.row(y);
        for (int x = 0; x < mask.width(); ++x) {
            const int value = values[std::size_t(labels[x])];
            if (value >= 0)
                row[x] = std::uint8_t(value);
        }
    }
}

} // namespace

bool fillSmallHoles(Mask& mask, int minArea)
{
    const Regions holes(1 - pixelsOf(mask));
    if (!holes.anySmaller(minArea))
        return false;
    repaint(mask, holes, [&](int i) { return holes.areas[std::size_t(i)] < minArea ? 1 : -1; });
    return true;
}

bool removeSmallIslands(Mask& mask, int minArea)
{
    const Regions islands(pixelsOf(mask));
    if (!islands.anySmaller(minArea))
        return false;
    const auto largest = std::max_element(islands.areas.begin(), islands.areas.end());
    repaint(mask, islands, [&](int i) {
        const auto area = islands.areas.begin() + i;
        const bool stays = *largest < minArea ? area == largest : *area >= minArea;
        return stays ? -1 : 0;
    });
    return true;
}

} // namespace core
