#pragma once

#include <stop_token>
#include <vector>

#include <QObject>
#include <QThreadPool>

#include "core/image.h"

namespace ui {

/// The picture at full size (level 0) and at half sizes down to about a thumbnail, so that a far
/// view of a huge picture touches few pixels. Level 0 is there at once, the others are made on a
/// thread of their own and announced one by one.
class ImagePyramid : public QObject {
    Q_OBJECT
public:
    explicit ImagePyramid(QObject* parent = nullptr);
    ~ImagePyramid() override;

    /// Starts over with another picture (or none).
    void setImage(const core::Image& image);
    /// The level to show at `scale` screen pixels per image pixel: the one whose pixels come
    /// closest to the screen's, or the smallest that is ready so far.
    int levelFor(double scale) const;
    /// Pixel (i, j) of level k covers image pixels [i·2ᵏ, (i+1)·2ᵏ) × [j·2ᵏ, (j+1)·2ᵏ).
    const core::Image& level(int index) const { return levels_[std::size_t(index)]; }
    int levelCount() const { return int(levels_.size()); }

Q_SIGNALS:
    void levelReady();

private:
    void build(const core::Image& image, const std::stop_token& stop);

    std::vector<core::Image> levels_;
    std::stop_source stop_;
    QThreadPool thread_;
};

} // namespace ui
