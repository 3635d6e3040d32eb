#pragma once

#include <vector>

#include "core/rle.h"

namespace ui {

/// A mask as the columns at which each row changes between outside and inside: what painting needs,
/// row by row and only for visible rows, at a size that grows with the outline and not the area.
class RowRuns {
public:
    explicit RowRuns(const core::Rle& rle);

    int width() const { return width_; }
    int height() const { return height_; }
    /// Ascending image columns; the row starts outside, a last odd one reaches to the right edge.
    const std::vector<int>& changes(int y) const;
    bool at(int x, int y) const; ///< whether the pixel is inside
    const core::PixelRect& box() const { return box_; }

private:
    int width_ = 0;
    int height_ = 0;
    core::PixelRect box_;
    std::vector<std::vector<int>> rows_; // of the box
};

} // namespace ui
