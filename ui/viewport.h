#pragma once

#include <QPoint>
#include <QPointF>
#include <QRect>
#include <QSize>

namespace ui {

/// Where the picture lies in a widget. Three frames meet here:
///   image   pixels of the picture, continuous: pixel (i, j) covers [i, i+1) × [j, j+1)
///   widget  Qt's logical pixels, as in mouse events
///   device  the screen's own pixels = widget · pixel ratio
class Viewport {
public:
    static constexpr double maximumScale = 64;

    void setImageSize(QSize pixels);
    /// Keeps the picture fitted when it was, else keeps the image point in the middle.
    void setWidget(QSize logical, double pixelRatio);

    QSize imageSize() const { return image_; }
    QSize deviceSize() const; ///< of the widget
    double pixelRatio() const { return ratio_; }
    double scale() const { return scale_; } ///< device pixels per image pixel
    QPoint origin() const; ///< image (0, 0) in device pixels; whole, so edges are crisp
    bool isFitted() const { return fitted_; }

    QPointF toImage(QPointF widget) const;
    QPointF toWidget(QPointF image) const;
    /// The picture's pixel under a widget position; may lie outside the picture.
    QPoint pixelAt(QPointF widget) const;
    bool contains(QPoint pixel) const { return QRect(QPoint(), image_).contains(pixel); }
    /// The part of the widget that shows the picture, in device pixels.
    QRect pictureOnDevice() const;

    void fit();
    /// Changes the scale so that the image point under `anchor` (widget) stays there.
    void zoomTo(double scale, QPointF anchor);
    void panBy(QPointF widgetDelta);

    bool operator==(const Viewport&) const = default;

private:
    double fittedScale() const;
    void keepInReach();

    QSize image_;
    QSize widget_;
    double ratio_ = 1;
    double scale_ = 1;
    QPointF origin_; // device pixels, not rounded, so that many small steps do not drift
    bool fitted_ = true;
};

} // namespace ui
