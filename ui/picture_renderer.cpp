#include "ui/picture_renderer.h"

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

std::uint32_t rgbAt(const std::uint8_t* p)
{
    return 0xff000000u | std::uint32_t(p[0]) << 16 | std::uint32_t(p[1]) << 8 | p[2];
}

/// (256 − weight) parts of `a` and `weight` parts of `b`, two channels at a time.
std::uint32_t blend(std::uint32_t a, std::uint32_t b, std::uint32_t weight)
{
    const std::uint32_t rest = 256 - weight;
    const std::uint32_t redBlue =
        ((a & 0x00ff00ff) * rest + (b & 0x00ff00ff) * weight + 0x00800080) >> 8 & 0x00ff00ff;
    const std::uint32_t green =
        ((a >> 8 & 0x000000ff) * rest + (b >> 8 & 0x000000ff) * weight + 0x80) & 0x0000ff00;
    return 0xff000000u | redBlue | green;
}

} // namespace

void PictureRenderer::render(const ImagePyramid& pyramid, const Viewport& view, QImage& target)
{
    const QRect area = view.pictureOnDevice();
    if (area.isEmpty() || pyramid.levelCount() == 0)
        return;
    const int index = pyramid.levelFor(view.scale());
    const core::Image& level = pyramid.level(index);
    const double levelScale = view.scale() * (1 << index); // screen pixels per level pixel
    // While the right level is still being made the nearest pixels of a finer one have to do.
    const bool smooth = levelScale > 0.5 && levelScale < 2 && levelScale != 1;
    makeTaps(columns_, area.left(), area.right() + 1, view.origin().x(), levelScale, level.width(),
             smooth);
    makeTaps(rows_, area.top(), area.bottom() + 1, view.origin().y(), levelScale, level.height(),
             smooth);
    blendedY_[0] = blendedY_[1] = -1;
    for (int i = 0; i < area.height(); ++i) {
        const Tap& tap = rows_[std::size_t(i)];
        const Row& first = columnsOfRow(level, tap.first, nullptr);
        auto* out = reinterpret_cast<std::uint32_t*>(target.scanLine(area.top() + i)) + area.left();
        if (tap.weight == 0) {
            std::copy(first.begin(), first.end(), out);
            continue;
        }
        const Row& second = columnsOfRow(level, tap.second, &first);
        const std::uint32_t *a = first.data(), *b = second.data();
        const std::uint32_t weight = tap.weight;
        const int width = area.width();
        for (int x = 0; x < width; ++x)
            out[x] = blend(a[x], b[x], weight);
    }
}

void PictureRenderer::makeTaps(std::vector<Tap>& taps, int begin, int end, double origin,
                               double step, int size, bool smooth)
{
    taps.resize(std::size_t(end - begin));
    for (int i = begin; i < end; ++i) {
        const double position = (i + 0.5 - origin) / step; // of the screen pixel's middle
        const double lower = smooth ? std::floor(position - 0.5) : std::floor(position);
        const double beyond = smooth ? position - 0.5 - lower : 0;
        taps[std::size_t(i - begin)] = {std::clamp(int(lower), 0, size - 1),
                                        std::clamp(int(lower) + 1, 0, size - 1),
                                        std::uint32_t(std::lround(beyond * 256))};
    }
}

void PictureRenderer::blendColumns(const core::Image& level, int y, Row& out) const
{
    const std::uint8_t* row = level.row(y);
    out.resize(columns_.size());
    for (std::size_t x = 0; x < columns_.size(); ++x) {
        const Tap& tap = columns_[x];
        const std::uint32_t first = rgbAt(row + std::size_t(tap.first) * 3);
        out[x] = tap.weight == 0
                     ? first
                     : blend(first, rgbAt(row + std::size_t(tap.second) * 3), tap.weight);
    }
}

const PictureRenderer::Row& PictureRenderer::columnsOfRow(const core::Image& level, int y,
                                                          const Row* keep)
{
    for (int i = 0; i < 2; ++i)
        if (blendedY_[i] == y)
            return blended_[i];
    // Rows are asked for from top to bottom, so the upper of the two is the one no longer needed.
    const bool firstIsFree = keep ? keep == &blended_[1] : blendedY_[0] <= blendedY_[1];
    const int free = firstIsFree ? 0 : 1;
    blendColumns(level, y, blended_[free]);
    blendedY_[free] = y;
    return blended_[free];
}

} // namespace ui
