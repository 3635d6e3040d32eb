#include "ui/waiting_mask.h"

#include <algorithm>

namespace ui {

namespace {

core::PixelRect around(const core::PixelRect& a, const core::PixelRect& b)
{
    const int left = std::min(a.x, b.x), top = std::min(a.y, b.y);
    return {left, top, std::max(a.x + a.width, b.x + b.width) - left,
            std::max(a.y + a.height, b.y + b.height) - top};
}

} // namespace

double WaitingMask::iou() const
{
    return std::min(1.0, double(found.iou));
}

WaitingMasks makeWaiting(std::vector<core::GeneratedMask> found, const std::string& model)
{
    WaitingMasks waiting;
    waiting.reserve(found.size());
    for (core::GeneratedMask& mask : found) {
        const core::Point point{float(mask.x), float(mask.y), true};
        RowRuns runs(mask.mask);
        waiting.push_back(
            std::make_shared<const WaitingMask>(WaitingMask{std::move(mask),
                                                            {point},
                                                            model,
                                                            core::paletteColor(int(waiting.size())),
                                                            std::move(runs)}));
    }
    return waiting;
}

WaitingMaskPtr mergeWaiting(const WaitingMasks& parts)
{
    const auto largest =
        std::max_element(parts.begin(), parts.end(), [](const auto& a, const auto& b) {
            return a->found.area < b->found.area;
        });
    core::GeneratedMask merged = (*largest)->found;
    merged.candidate = 0;
    std::vector<core::Point> points;
    std::vector<const core::Rle*> masks;
    for (const WaitingMaskPtr& part : parts) {
        masks.push_back(&part->found.mask);
        points.insert(points.end(), part->points.begin(), part->points.end());
        merged.iou = std::min(merged.iou, part->found.iou);
        merged.stability = std::min(merged.stability, part->found.stability);
        merged.cropBox = around(merged.cropBox, part->found.cropBox);
    }
    merged.mask = core::unite(masks);
    merged.area = core::area(merged.mask);
    merged.box = core::boundingBox(merged.mask);
    RowRuns runs(merged.mask);
    return std::make_shared<const WaitingMask>(WaitingMask{std::move(merged), std::move(points),
                                                           (*largest)->model, (*largest)->color,
                                                           std::move(runs)});
}

} // namespace ui
