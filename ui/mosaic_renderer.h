#pragma once

#include <cstdint>
#include <vector>

#include <QColor>
#include <QImage>

#include "ui/viewport.h"
#include "ui/waiting_mask.h"

namespace ui {

struct MosaicStyle {
    double fillAlpha = 0;
    double edgeAlpha = 0;
    QColor edge;       ///< of all masks; invalid: each its own colour
    int edgeWidth = 1; ///< device pixels
};

/// Paints hundreds of masks at once, small ones over large ones: each screen pixel shows only the
/// mask on top, so the cost hardly grows with their number.
class MosaicRenderer {
public:
    /// Writes over `target` (Format_ARGB32_Premultiplied, view.deviceSize()) where a mask is.
    void paint(WaitingMasks masks, const Viewport& view, const MosaicStyle& style, QImage& target);

private:
    void fill(const RowRuns& mask, const Viewport& view, std::uint32_t number);
    void findEdges(int y, int width);
    void color(const WaitingMasks& masks, const MosaicStyle& style, QImage& target);

    QRect visible_;                      // the picture on screen, device pixels
    std::vector<std::uint32_t> numbers_; // over visible_: which mask is on top, from 1; 0 none
    std::vector<std::uint32_t> edges_;   // of one row: not 0 at an edge
};

} // namespace ui
