#pragma once

#include <cstdint>
#include <vector>

#include <QColor>
#include <QImage>

#include "core/mask.h"
#include "ui/row_runs.h"
#include "ui/viewport.h"

namespace ui {

/// How a mask is painted: a fill and, along the inside of its edge, one or two lines.
struct MaskStyle {
    QColor fill;
    QColor edge;        ///< outermost line
    int edgeWidth = 0;  ///< device pixels
    QColor inner;       ///< line inside that one
    int innerWidth = 0; ///< device pixels
};

/// Paints masks at screen resolution, for what is visible only: the cost follows the screen's size,
/// not the picture's. Keeps its working memory between calls.
class MaskRenderer {
public:
    /// Blends one mask over `target` (Format_ARGB32_Premultiplied, view.deviceSize()).
    void paint(const core::Mask& mask, const Viewport& view, const MaskStyle& style,
               QImage& target);
    void paint(const RowRuns& mask, const Viewport& view, const MaskStyle& style, QImage& target);

private:
    bool begin(const QRect& onDevice, int margin);
    void finish(const MaskStyle& style, QImage& target);
    void sampleRow(const core::Mask& mask, const Viewport& view, int deviceY);
    void sampleRow(const RowRuns& mask, const Viewport& view, int deviceY);
    template <typename AnyMask> void sample(const AnyMask& mask, const Viewport& view);
    void measureDepth(int steps);
    std::uint8_t* row(std::vector<std::uint8_t>& plane, int y)
    {
        return plane.data() + std::size_t(y) * std::size_t(stride_);
    }

    QRect visible_; // what is painted, device pixels
    QRect sampled_; // that and a margin, so that the screen's edge gets no line
    int stride_ = 0;
    std::vector<std::uint8_t> inside_; // 1 inside, over sampled_
    std::vector<std::uint8_t> eroded_;
    std::vector<std::uint8_t> depth_; // 1 at the edge, 2 next to it …
    std::vector<std::uint8_t> rowUsed_;
    std::vector<int> columns_; // image column of each sampled device column, −1 outside
};

} // namespace ui
