#include "ui/box_tool.h"

#include <QPainter>

namespace ui {

void BoxTool::clicked(const ToolEvent&) {} // a click without a drag draws no box

void BoxTool::paint(QPainter& painter, const Viewport& view, std::optional<QPointF> pointer) const
{
    if (pointer && view.contains(view.pixelAt(*pointer))) {
        const QSizeF size = QSizeF(view.deviceSize()) / view.pixelRatio();
        const QLineF across(0, pointer->y(), size.width(), pointer->y());
        const QLineF down(pointer->x(), 0, pointer->x(), size.height());
        painter.setRenderHint(QPainter::Antialiasing, false);
        for (const QPen& pen :
             {QPen(QColor(0, 0, 0, 120), 3), QPen(QColor(255, 255, 255, 220), 1)}) {
            painter.setPen(pen);
            painter.drawLine(across);
            painter.drawLine(down);
        }
    }
    Tool::paint(painter, view, pointer);
}

} // namespace ui
