#pragma once

#include <limits>

#include "ui/waiting_mask.h"

namespace ui {

/// Which waiting masks are shown. Both ends of a range belong to it.
struct MaskFilter {
    struct Range {
        double least = -std::numeric_limits<double>::infinity();
        double most = std::numeric_limits<double>::infinity();
        bool contains(double value) const { return value >= least && value <= most; }
        bool operator==(const Range&) const = default;
    };

    Range iou; ///< as shown, at most 1
    Range stability;
    Range area;                  ///< pixels
    bool onlyUnlabelled = false; ///< at most half of the mask may lie on objects

    /// `labelledShare`: of the mask's pixels, how many lie on objects.
    bool admits(const WaitingMask& mask, double labelledShare) const;
    bool operator==(const MaskFilter&) const = default;
};

enum class MaskOrder { Iou, Stability, Area };

/// Sorts; equal ones keep their places.
void sortMasks(WaitingMasks& masks, MaskOrder order, bool ascending);

} // namespace ui
