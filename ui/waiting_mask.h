#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/annotation.h"
#include "core/generated_mask.h"
#include "ui/row_runs.h"

namespace ui {

/// A mask of everything mode that waits for a decision: to become an object, or to go. Shared
/// between the document, its undo history and what shows it; its address is its identity.
struct WaitingMask {
    core::GeneratedMask found;
    std::vector<core::Point> points; ///< that found it; all of them when several were merged
    std::string model;               ///< that found it; empty when not known
    core::Color color;
    RowRuns runs; ///< of `found.mask`

    double iou() const; ///< predicted, as shown: at most 1
};

using WaitingMaskPtr = std::shared_ptr<const WaitingMask>;
using WaitingMasks = std::vector<WaitingMaskPtr>;

WaitingMasks makeWaiting(std::vector<core::GeneratedMask> found, const std::string& model);

/// All pixels of the parts. Its scores are the lowest of its parts', so that it is hidden by a
/// filter that would hide one of them; colour and point are those of the largest.
/// @pre at least one
WaitingMaskPtr mergeWaiting(const WaitingMasks& parts);

} // namespace ui
