#pragma once

#include <QPainter>
#include <QRectF>

#include "core/prompt.h"
#include "ui/viewport.h"

namespace ui {

/// Draws a prompt over the picture: points as discs with + or − (colour alone would not do for
/// everyone), the box as a line that shows on bright and dark pictures.
void paintPrompt(QPainter& painter, const core::Prompt& prompt, const Viewport& view);
/// @param box  image frame
void paintBox(QPainter& painter, const QRectF& box, const Viewport& view);

/// Middle of the pixel that a prompt point names, in widget coordinates.
QPointF pointOnWidget(const core::Point& point, const Viewport& view);

} // namespace ui
