#include "ui/tool.h"

#include <algorithm>
#include <cmath>

#include <QGuiApplication>
#include <QLineF>
#include <QStyleHints>

#include "ui/prompt_marks.h"

namespace ui {

namespace {

/// A box from corner to corner on whole pixel edges, cut to the picture.
QRectF boxBetween(QPointF a, QPointF b, QSize picture)
{
    const auto edge = [](double value, int size) {
        return std::clamp(std::round(value), 0.0, double(size));
    };
    const QPointF topLeft(edge(std::min(a.x(), b.x()), picture.width()),
                          edge(std::min(a.y(), b.y()), picture.height()));
    const QPointF bottomRight(edge(std::max(a.x(), b.x()), picture.width()),
                              edge(std::max(a.y(), b.y()), picture.height()));
    return {topLeft, bottomRight};
}

} // namespace

void Tool::press(const ToolEvent& event)
{
    rubberBand_.reset();
    pressed_ = Press{event.widget, event.view.toImage(event.widget), event.button};
}

void Tool::move(const ToolEvent& event)
{
    if (!pressed_ || pressed_->button != Qt::LeftButton)
        return;
    const double distance = QLineF(pressed_->widget, event.widget).length();
    if (rubberBand_ || distance >= QGuiApplication::styleHints()->startDragDistance())
        rubberBand_ =
            boxBetween(pressed_->image, event.view.toImage(event.widget), event.view.imageSize());
}

void Tool::release(const ToolEvent& event)
{
    if (!pressed_ || pressed_->button != event.button)
        return;
    const Press press = *pressed_;
    const std::optional<QRectF> band = rubberBand_;
    cancel();
    if (!band)
        clicked({press.widget, event.button, event.modifiers, event.view});
    else if (band->width() >= 1 && band->height() >= 1)
        boxDrawn(
            {float(band->left()), float(band->top()), float(band->right()), float(band->bottom())},
            event.modifiers);
}

void Tool::doubleClick(const ToolEvent& event)
{
    // Only a plain left double click means accept; any other is just two clicks.
    if (event.button == Qt::LeftButton && event.modifiers == Qt::NoModifier)
        doubleClicked(event);
    else
        press(event);
}

void Tool::cancel()
{
    pressed_.reset();
    rubberBand_.reset();
}

void Tool::paint(QPainter& painter, const Viewport& view, std::optional<QPointF>) const
{
    if (rubberBand_)
        paintBox(painter, *rubberBand_, view);
}

void Tool::hover(std::optional<QPoint>)
{
    session_.setHover(std::nullopt);
}

void Tool::boxDrawn(const core::Box& box, Qt::KeyboardModifiers)
{
    session_.setBox(box);
}

void Tool::doubleClicked(const ToolEvent&)
{
    session_.accept();
}

} // namespace ui
