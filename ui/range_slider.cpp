#include "ui/range_slider.h"

#include <algorithm>
#include <cmath>

#include <QFocusEvent>
#include <QMouseEvent>
#include <QPainter>

#include "ui/theme.h"

namespace ui {

namespace {

constexpr double radius = 6.5;

} // namespace

RangeSlider::RangeSlider(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setCursor(Qt::PointingHandCursor);
}

void RangeSlider::setValues(int lower, int upper)
{
    lower = std::clamp(lower, 0, steps);
    upper = std::clamp(upper, lower, steps);
    if (lower == lower_ && upper == upper_)
        return;
    lower_ = lower;
    upper_ = upper;
    update();
    Q_EMIT valuesChanged(lower_, upper_);
}

double RangeSlider::positionOf(int value) const
{
    return radius + 1 + (width() - 2 * radius - 2) * value / steps;
}

int RangeSlider::valueAt(double x) const
{
    const double share = (x - radius - 1) / std::max(1.0, width() - 2 * radius - 2);
    return int(std::lround(std::clamp(share, 0.0, 1.0) * steps));
}

void RangeSlider::moveActive(int value)
{
    if (active_ == Handle::Lower)
        setValues(std::min(value, upper_), upper_);
    else
        setValues(lower_, std::max(value, lower_));
}

void RangeSlider::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const double x = event->position().x();
    const double toLower = std::abs(x - positionOf(lower_));
    const double toUpper = std::abs(x - positionOf(upper_));
    // Where both lie on one spot, the side of the click tells which is meant.
    const bool upper = toUpper == toLower ? x > positionOf(upper_) : toUpper < toLower;
    active_ = upper ? Handle::Upper : Handle::Lower;
    if (lower_ == upper_ && toUpper <= radius)
        active_ = upper_ == steps ? Handle::Lower : Handle::Upper;
    update();
    if (std::min(toLower, toUpper) > radius)
        moveActive(valueAt(x));
}

void RangeSlider::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() & Qt::LeftButton)
        moveActive(valueAt(event->position().x()));
}

void RangeSlider::keyPressEvent(QKeyEvent* event)
{
    constexpr int small = steps / 100, large = steps / 10;
    const int value = active_ == Handle::Lower ? lower_ : upper_;
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Down:
        return moveActive(value - small);
    case Qt::Key_Right:
    case Qt::Key_Up:
        return moveActive(value + small);
    case Qt::Key_PageDown:
        return moveActive(value - large);
    case Qt::Key_PageUp:
        return moveActive(value + large);
    case Qt::Key_Home:
        return moveActive(0);
    case Qt::Key_End:
        return moveActive(steps);
    default:
        QWidget::keyPressEvent(event);
    }
}

void RangeSlider::focusInEvent(QFocusEvent* event)
{
    if (event->reason() == Qt::TabFocusReason)
        active_ = Handle::Lower;
    else if (event->reason() == Qt::BacktabFocusReason)
        active_ = Handle::Upper;
    QWidget::focusInEvent(event);
}

bool RangeSlider::focusNextPrevChild(bool next)
{
    if (next == (active_ == Handle::Upper))
        return QWidget::focusNextPrevChild(next);
    active_ = next ? Handle::Upper : Handle::Lower;
    update();
    return true;
}

void RangeSlider::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto group = isEnabled() ? QPalette::Active : QPalette::Disabled;
    const QColor accent = palette().color(group, QPalette::Highlight);
    QColor track = palette().color(group, QPalette::WindowText);
    track.setAlpha(50);
    const double middle = height() / 2.0, from = positionOf(lower_), to = positionOf(upper_);
    painter.setPen(Qt::NoPen);
    painter.setBrush(track);
    painter.drawRoundedRect(QRectF(radius, middle - 2, width() - 2 * radius, 4), 2, 2);
    painter.setBrush(accent);
    painter.drawRect(QRectF(from, middle - 2, to - from, 4));
    const auto paintHandle = [&](Handle handle) {
        const QPointF at(handle == Handle::Lower ? from : to, middle);
        const bool focused = hasFocus() && handle == active_;
        painter.setPen(QPen(accent, focused ? 2.5 : 1.5));
        painter.setBrush(focused ? accent.lighter(165) : palette().color(QPalette::Base));
        painter.drawEllipse(at, radius - 0.5, radius - 0.5);
    };
    paintHandle(active_ == Handle::Lower ? Handle::Upper : Handle::Lower);
    paintHandle(active_);
}

} // namespace ui
