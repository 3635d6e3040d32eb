#pragma once

#include <cstdint>
#include <vector>

#include <QImage>

#include "ui/image_pyramid.h"
#include "ui/viewport.h"

namespace ui {

/// Draws the visible part of a picture at screen resolution: smooth when it is shrunk or slightly
/// enlarged, sharp pixels from 200 %.
class PictureRenderer {
public:
    /// @param target  Format_RGB32, view.deviceSize(); only view.pictureOnDevice() is written.
    void render(const ImagePyramid& pyramid, const Viewport& view, QImage& target);

private:
    /// Where one screen column (or row) reads a level: between `first` and `second`, `weight`/256
    /// of the way.
    struct Tap {
        int first, second;
        std::uint32_t weight;
    };
    using Row = std::vector<std::uint32_t>;

    static void makeTaps(std::vector<Tap>& taps, int begin, int end, double origin, double step,
                         int size, bool smooth);
    void blendColumns(const core::Image& level, int y, Row& out) const;
    const Row& columnsOfRow(const core::Image& level, int y, const Row* keep);

    std::vector<Tap> columns_;
    std::vector<Tap> rows_;
    Row blended_[2]; // the two level rows in use, already blended across columns
    int blendedY_[2] = {-1, -1};
};

} // namespace ui
