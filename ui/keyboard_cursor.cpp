#include "ui/keyboard_cursor.h"

#include <algorithm>
#include <cmath>

#include <QKeyEvent>
#include <QPainter>

#include "ui/prompt_marks.h"

namespace ui {

namespace {

std::optional<QPoint> direction(int key)
{
    switch (key) {
    case Qt::Key_Left:
        return QPoint(-1, 0);
    case Qt::Key_Right:
        return QPoint(1, 0);
    case Qt::Key_Up:
        return QPoint(0, -1);
    case Qt::Key_Down:
        return QPoint(0, 1);
    default:
        return std::nullopt;
    }
}

/// All pixels from one corner to the other, both included.
QRect pixelsBetween(QPoint a, QPoint b)
{
    return {QPoint(std::min(a.x(), b.x()), std::min(a.y(), b.y())),
            QPoint(std::max(a.x(), b.x()), std::max(a.y(), b.y()))};
}

} // namespace

void KeyboardCursor::setActive(bool active, const Viewport& view)
{
    corner_.reset();
    pixel_.reset();
    if (!active || view.imageSize().isEmpty())
        return;
    const QPointF middle = QPointF(view.pictureOnDevice().center()) / view.pixelRatio();
    pixel_ = QPoint();
    move(view.pixelAt(middle), view.imageSize());
}

bool KeyboardCursor::wants(const QKeyEvent& event) const
{
    const Qt::KeyboardModifiers modifiers = event.modifiers() & ~Qt::KeypadModifier;
    if (!isActive())
        return false;
    if (direction(event.key()))
        return modifiers == Qt::NoModifier || modifiers == Qt::ControlModifier;
    return event.key() == Qt::Key_Space;
}

void KeyboardCursor::keyPressed(const QKeyEvent& event, const Viewport& view)
{
    if (const std::optional<QPoint> way = direction(event.key())) {
        const int coarse = std::max(1, int(std::lround(10 * view.pixelRatio() / view.scale())));
        move(*way * (event.modifiers() & Qt::ControlModifier ? 1 : coarse), view.imageSize());
    } else if (!event.isAutoRepeat()) {
        place(event.modifiers());
    }
}

void KeyboardCursor::move(QPoint step, QSize picture)
{
    const QPoint to = *pixel_ + step;
    pixel_ = QPoint(std::clamp(to.x(), 0, picture.width() - 1),
                    std::clamp(to.y(), 0, picture.height() - 1));
    session_.setHover(QPointF(*pixel_));
}

void KeyboardCursor::place(Qt::KeyboardModifiers modifiers)
{
    if (!(modifiers & Qt::ControlModifier)) {
        const bool foreground = !(modifiers & Qt::ShiftModifier);
        session_.addPoint({float(pixel_->x()), float(pixel_->y()), foreground});
    } else if (!corner_) {
        corner_ = pixel_;
    } else {
        const QRect box = pixelsBetween(*corner_, *pixel_);
        corner_.reset();
        session_.setBox({float(box.left()), float(box.top()), float(box.left() + box.width()),
                         float(box.top() + box.height())});
    }
}

void KeyboardCursor::paint(QPainter& painter, const Viewport& view) const
{
    if (!isActive())
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    if (corner_)
        paintBox(painter, pixelsBetween(*corner_, *pixel_), view);
    const QPointF at = view.toWidget(QPointF(*pixel_) + QPointF(0.5, 0.5));
    constexpr double gap = 4, reach = 18;
    for (const QPen& pen : {QPen(QColor(0, 0, 0, 170), 4), QPen(Qt::white, 2)}) {
        painter.setPen(pen);
        for (const QPointF way : {QPointF(1, 0), QPointF(-1, 0), QPointF(0, 1), QPointF(0, -1)})
            painter.drawLine(at + way * gap, at + way * reach);
    }
}

} // namespace ui
