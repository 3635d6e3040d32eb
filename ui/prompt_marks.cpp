#include "ui/prompt_marks.h"

#include "ui/theme.h"

namespace ui {

namespace {

void paintPoint(QPainter& painter, const core::Point& point, const QPointF& at)
{
    constexpr double radius = 6.5, arm = 3.25;
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0, 0, 0, 110)); // lifts the white ring off a bright picture
    painter.drawEllipse(at, radius + 2.75, radius + 2.75);
    painter.setBrush(Qt::white);
    painter.drawEllipse(at, radius + 1.75, radius + 1.75);
    painter.setBrush(point.foreground ? theme::foregroundColor() : theme::backgroundColor());
    painter.drawEllipse(at, radius, radius);
    painter.setPen(QPen(Qt::white, 2, Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(at - QPointF(arm, 0), at + QPointF(arm, 0));
    if (point.foreground)
        painter.drawLine(at - QPointF(0, arm), at + QPointF(0, arm));
}

} // namespace

QPointF pointOnWidget(const core::Point& point, const Viewport& view)
{
    return view.toWidget(QPointF(point.x + 0.5, point.y + 0.5));
}

void paintBox(QPainter& painter, const QRectF& box, const Viewport& view)
{
    const QRectF rect(view.toWidget(box.topLeft()), view.toWidget(box.bottomRight()));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(0, 0, 0, 150), 3.5, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.drawRect(rect);
    painter.setPen(QPen(Qt::white, 1.5, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.drawRect(rect);
}

void paintPrompt(QPainter& painter, const core::Prompt& prompt, const Viewport& view)
{
    painter.setRenderHint(QPainter::Antialiasing);
    if (prompt.box)
        paintBox(painter,
                 {QPointF(prompt.box->x0, prompt.box->y0), QPointF(prompt.box->x1, prompt.box->y1)},
                 view);
    for (const core::Point& point : prompt.points)
        paintPoint(painter, point, pointOnWidget(point, view));
}

} // namespace ui
