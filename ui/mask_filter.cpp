#include "ui/mask_filter.h"

#include <algorithm>

namespace ui {

namespace {

double valueOf(const WaitingMask& mask, MaskOrder order)
{
    switch (order) {
    case MaskOrder::Iou:
        return mask.found.iou;
    case MaskOrder::Stability:
        return mask.found.stability;
    case MaskOrder::Area:
        break;
    }
    return double(mask.found.area);
}

} // namespace

bool MaskFilter::admits(const WaitingMask& mask, double labelledShare) const
{
    constexpr double labelled = 0.5;
    return iou.contains(mask.iou()) && stability.contains(mask.found.stability) &&
           area.contains(double(mask.found.area)) && (!onlyUnlabelled || labelledShare <= labelled);
}

void sortMasks(WaitingMasks& masks, MaskOrder order, bool ascending)
{
    std::stable_sort(masks.begin(), masks.end(),
                     [&](const WaitingMaskPtr& a, const WaitingMaskPtr& b) {
                         const double x = valueOf(*a, order), y = valueOf(*b, order);
                         return ascending ? x < y : x > y;
                     });
}

} // namespace ui
