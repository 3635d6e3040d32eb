#include "ui/mosaic_renderer.h"

#include <algorithm>

#include "ui/pixel_mapping.h"

namespace ui {

namespace {

std::uint32_t premultiplied(QColor color, double alpha)
{
    color.setAlphaF(float(alpha));
    return qPremultiply(color.rgba());
}

void markDifferences(std::uint32_t* __restrict marks, const std::uint32_t* __restrict a,
                     const std::uint32_t* __restrict b, int count)
{
    for (int i = 0; i < count; ++i)
        marks[i] |= a[i] ^ b[i];
}

} // namespace

void MosaicRenderer::paint(WaitingMasks masks, const Viewport& view, const MosaicStyle& style,
                           QImage& target)
{
    visible_ = view.pictureOnDevice();
    if (visible_.isEmpty())
        return;
    std::stable_sort(masks.begin(), masks.end(),
                     [](const auto& a, const auto& b) { return a->found.area > b->found.area; });
    numbers_.assign(std::size_t(visible_.width()) * std::size_t(visible_.height()), 0);
    for (std::size_t i = 0; i < masks.size(); ++i)
        fill(masks[i]->runs, view, std::uint32_t(i + 1));
    color(masks, style, target);
}

void MosaicRenderer::fill(const RowRuns& mask, const Viewport& view, std::uint32_t number)
{
    const core::PixelRect& box = mask.box();
    const int first = std::max(deviceOf(box.y, view.scale(), view.origin().y()), visible_.top());
    const int end = std::min(deviceOf(box.y + box.height, view.scale(), view.origin().y()),
                             visible_.top() + visible_.height());
    const auto columnOf = [&](int edge) {
        const int device = deviceOf(edge, view.scale(), view.origin().x());
        return std::clamp(device - visible_.left(), 0, visible_.width());
    };
    for (int y = first; y < end; ++y) {
        const std::vector<int>& changes =
            mask.changes(imageOf(y, view.scale(), view.origin().y(), mask.height()));
        std::uint32_t* row =
            numbers_.data() + std::size_t(y - visible_.top()) * std::size_t(visible_.width());
        for (std::size_t i = 0; i < changes.size(); i += 2) {
            const int to = i + 1 < changes.size() ? changes[i + 1] : mask.width();
            std::fill(row + columnOf(changes[i]), row + columnOf(to), number);
        }
    }
}

/// Marks the pixels of a row that have another mask, or none, on top within `width` pixels. What
/// lies off the screen is taken to be the same.
void MosaicRenderer::findEdges(int y, int width)
{
    const int columns = visible_.width();
    const auto row = [&](int at) {
        const int inside = std::clamp(at, 0, visible_.height() - 1);
        return numbers_.data() + std::size_t(inside) * std::size_t(columns);
    };
    edges_.assign(std::size_t(columns), 0);
    std::uint32_t* const edge = edges_.data();
    for (int step = 1; step <= width; ++step) {
        markDifferences(edge, row(y), row(y - step), columns);
        markDifferences(edge, row(y), row(y + step), columns);
        markDifferences(edge, row(y), row(y) + step, columns - step);
        markDifferences(edge + step, row(y) + step, row(y), columns - step);
    }
}

void MosaicRenderer::color(const WaitingMasks& masks, const MosaicStyle& style, QImage& target)
{
    std::vector<std::uint32_t> fills{0}, lines{0};
    for (const WaitingMaskPtr& mask : masks) {
        const QColor own(mask->color.r, mask->color.g, mask->color.b);
        fills.push_back(premultiplied(own, style.fillAlpha));
        lines.push_back(premultiplied(style.edge.isValid() ? style.edge : own, style.edgeAlpha));
    }
    const std::uint32_t* number = numbers_.data();
    for (int y = 0; y < visible_.height(); ++y) {
        findEdges(y, style.edgeWidth);
        auto* out =
            reinterpret_cast<std::uint32_t*>(target.scanLine(visible_.top() + y)) + visible_.left();
        for (int x = 0; x < visible_.width(); ++x, ++number)
            if (*number != 0)
                out[x] = edges_[std::size_t(x)] ? lines[*number] : fills[*number];
    }
}

} // namespace ui
