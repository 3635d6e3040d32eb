#include "ui/viewport.h"

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

constexpr double fitMargin = 12;   // logical pixels around a fitted picture
constexpr double alwaysShown = 48; // logical pixels of the picture that panning cannot push out

} // namespace

void Viewport::setImageSize(QSize pixels)
{
    image_ = pixels;
    fit();
}

void Viewport::setWidget(QSize logical, double pixelRatio)
{
    const QPointF middle = toImage(QPointF(widget_.width() / 2.0, widget_.height() / 2.0));
    scale_ *= pixelRatio / ratio_;
    widget_ = logical;
    ratio_ = pixelRatio;
    if (fitted_) {
        fit();
        return;
    }
    origin_ = QPointF(logical.width() / 2.0, logical.height() / 2.0) * ratio_ - middle * scale_;
    keepInReach();
}

QSize Viewport::deviceSize() const
{
    return {int(std::ceil(widget_.width() * ratio_)), int(std::ceil(widget_.height() * ratio_))};
}

QPoint Viewport::origin() const
{
    return {int(std::lround(origin_.x())), int(std::lround(origin_.y()))};
}

QPointF Viewport::toImage(QPointF widget) const
{
    return (widget * ratio_ - origin()) / scale_;
}

QPointF Viewport::toWidget(QPointF image) const
{
    return (image * scale_ + origin()) / ratio_;
}

QPoint Viewport::pixelAt(QPointF widget) const
{
    const QPointF image = toImage(widget);
    return {int(std::floor(image.x())), int(std::floor(image.y()))};
}

QRect Viewport::pictureOnDevice() const
{
    const QPoint corner = origin();
    const QSize size(int(std::ceil(image_.width() * scale_)),
                     int(std::ceil(image_.height() * scale_)));
    return QRect(corner, size).intersected(QRect(QPoint(), deviceSize()));
}

double Viewport::fittedScale() const
{
    if (image_.isEmpty())
        return 1;
    const double width = std::max(1.0, widget_.width() - 2 * fitMargin) * ratio_;
    const double height = std::max(1.0, widget_.height() - 2 * fitMargin) * ratio_;
    return std::min({width / image_.width(), height / image_.height(), maximumScale});
}

void Viewport::fit()
{
    fitted_ = true;
    scale_ = fittedScale();
    origin_ = QPointF(widget_.width() * ratio_ - image_.width() * scale_,
                      widget_.height() * ratio_ - image_.height() * scale_) /
              2;
}

void Viewport::zoomTo(double scale, QPointF anchor)
{
    const QPointF anchorDevice = anchor * ratio_;
    const QPointF anchorImage = (anchorDevice - origin_) / scale_;
    scale_ = std::clamp(scale, std::min(1.0, fittedScale()) / 2, maximumScale);
    origin_ = anchorDevice - anchorImage * scale_;
    fitted_ = false;
    keepInReach();
}

void Viewport::panBy(QPointF widgetDelta)
{
    origin_ += widgetDelta * ratio_;
    fitted_ = false;
    keepInReach();
}

void Viewport::keepInReach()
{
    const auto clampAxis = [this](double origin, double picture, double device) {
        const double shown = std::min({alwaysShown * ratio_, picture, device});
        return std::clamp(origin, shown - picture, device - shown);
    };
    origin_.setX(clampAxis(origin_.x(), image_.width() * scale_, widget_.width() * ratio_));
    origin_.setY(clampAxis(origin_.y(), image_.height() * scale_, widget_.height() * ratio_));
}

} // namespace ui
