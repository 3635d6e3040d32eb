#pragma once

#include <QColor>
#include <QImage>
#include <QRect>
#include <QSize>

#include "core/image.h"
#include "core/mask.h"
#include "ui/row_runs.h"

namespace ui {

/// About where a mask lies, in image pixels: exact across, to within 1/512 of the picture's height
/// up and down, because only so many rows are read. Empty for an empty mask.
QRect roughExtent(const core::Mask& mask);

/// The part of a picture to show for a mask: around `extent`, with some surroundings and never
/// smaller than `least`, in the proportions of `shape`. Reaches beyond the picture only where those
/// proportions leave no choice.
QRectF cropAround(const QRect& extent, const QSizeF& least, const QSize& shape,
                  const QSize& picture);

/// The picture within `crop` (image pixels) with the mask in colour and the rest dimmed, `size`
/// screen pixels large. Reads a few picture pixels per screen pixel, however large the picture is.
QImage maskThumbnail(const core::Image& image, const core::Mask& mask, const QRectF& crop,
                     const QSize& size, const QColor& tint, const QColor& outside);
QImage maskThumbnail(const core::Image& image, const RowRuns& mask, const QRectF& crop,
                     const QSize& size, const QColor& tint, const QColor& outside);

} // namespace ui
