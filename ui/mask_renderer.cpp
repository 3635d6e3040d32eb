#include "ui/mask_renderer.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "ui/pixel_mapping.h"

namespace ui {

namespace {

std::uint32_t over(std::uint32_t above, std::uint32_t below)
{
    const std::uint32_t rest = 255 - (above >> 24);
    std::uint32_t even = (below & 0x00ff00ff) * rest;
    even = (even + (even >> 8 & 0x00ff00ff) + 0x00800080) >> 8 & 0x00ff00ff;
    std::uint32_t odd = (below >> 8 & 0x00ff00ff) * rest;
    odd = (odd + (odd >> 8 & 0x00ff00ff) + 0x00800080) & 0xff00ff00;
    return above + (even | odd);
}

/// A pixel stays when it and its four neighbours are inside.
void erodeRow(std::uint8_t* __restrict out, const std::uint8_t* __restrict above,
              const std::uint8_t* __restrict here, const std::uint8_t* __restrict below,
              std::uint8_t* __restrict depth, int width)
{
    for (int x = 0; x < width; ++x) {
        const std::uint8_t stays = here[x] & here[x - 1] & here[x + 1] & above[x] & below[x];
        out[x] = stays;
        depth[x] = std::uint8_t(depth[x] + stays);
    }
}

} // namespace

void MaskRenderer::paint(const core::Mask& mask, const Viewport& view, const MaskStyle& style,
                         QImage& target)
{
    if (!begin(view.pictureOnDevice(), style.edgeWidth + style.innerWidth))
        return;
    sample(mask, view);
    finish(style, target);
}

void MaskRenderer::paint(const RowRuns& mask, const Viewport& view, const MaskStyle& style,
                         QImage& target)
{
    const core::PixelRect& box = mask.box();
    const double scale = view.scale();
    const QPoint topLeft(deviceOf(box.x, scale, view.origin().x()),
                         deviceOf(box.y, scale, view.origin().y()));
    const QPoint end(deviceOf(box.x + box.width, scale, view.origin().x()),
                     deviceOf(box.y + box.height, scale, view.origin().y()));
    const QRect onDevice(topLeft, end - QPoint(1, 1));
    if (!begin(onDevice.intersected(view.pictureOnDevice()), style.edgeWidth + style.innerWidth))
        return;
    sample(mask, view);
    finish(style, target);
}

bool MaskRenderer::begin(const QRect& onDevice, int margin)
{
    if (onDevice.isEmpty())
        return false;
    visible_ = onDevice;
    const int border = margin + 1; // one more: the erosion never writes the outermost pixels
    sampled_ = onDevice.adjusted(-border, -border, border, border);
    stride_ = sampled_.width();
    const std::size_t size = std::size_t(stride_) * std::size_t(sampled_.height());
    inside_.resize(size);
    eroded_.resize(size);
    depth_.resize(size);
    rowUsed_.assign(std::size_t(sampled_.height()), 0);
    return true;
}

template <typename AnyMask> void MaskRenderer::sample(const AnyMask& mask, const Viewport& view)
{
    columns_.resize(std::size_t(stride_));
    for (int x = 0; x < stride_; ++x)
        columns_[std::size_t(x)] =
            imageOf(sampled_.left() + x, view.scale(), view.origin().x(), mask.width());
    int previous = -1;
    for (int y = 0; y < sampled_.height(); ++y) {
        const int imageY =
            imageOf(sampled_.top() + y, view.scale(), view.origin().y(), mask.height());
        std::uint8_t* out = row(inside_, y);
        if (imageY < 0)
            std::memset(out, 0, std::size_t(stride_));
        else if (imageY == previous)
            std::memcpy(out, out - stride_, std::size_t(stride_));
        else
            sampleRow(mask, view, y);
        previous = imageY;
        rowUsed_[std::size_t(y)] = std::memchr(out, 1, std::size_t(stride_)) != nullptr;
    }
}

void MaskRenderer::sampleRow(const core::Mask& mask, const Viewport& view, int y)
{
    const int imageY = imageOf(sampled_.top() + y, view.scale(), view.origin().y(), mask.height());
    const std::uint8_t* in = mask.row(imageY);
    std::uint8_t* out = row(inside_, y);
    // The columns outside the picture are a stretch at the left and one at the right.
    int begin = 0, end = stride_;
    for (; begin < end && columns_[std::size_t(begin)] < 0; ++begin)
        out[begin] = 0;
    for (; end > begin && columns_[std::size_t(end - 1)] < 0; --end)
        out[end - 1] = 0;
    if (view.scale() == 1) {
        std::memcpy(out + begin, in + columns_[std::size_t(begin)], std::size_t(end - begin));
        return;
    }
    const int* column = columns_.data();
    for (int x = begin; x < end; ++x)
        out[x] = in[column[x]];
}

void MaskRenderer::sampleRow(const RowRuns& mask, const Viewport& view, int y)
{
    const int imageY = imageOf(sampled_.top() + y, view.scale(), view.origin().y(), mask.height());
    std::uint8_t* out = row(inside_, y);
    std::memset(out, 0, std::size_t(stride_));
    const std::vector<int>& changes = mask.changes(imageY);
    const auto columnOf = [&](int edge) {
        const int device = deviceOf(edge, view.scale(), view.origin().x());
        return std::clamp(device - sampled_.left(), 0, stride_);
    };
    for (std::size_t i = 0; i < changes.size(); i += 2) {
        const int begin = columnOf(changes[i]);
        const int end = columnOf(i + 1 < changes.size() ? changes[i + 1] : mask.width());
        std::memset(out + begin, 1, std::size_t(end - begin));
    }
}

void MaskRenderer::measureDepth(int steps)
{
    std::memcpy(depth_.data(), inside_.data(), inside_.size());
    for (int step = 0; step < steps; ++step) {
        std::memset(eroded_.data(), 0, eroded_.size());
        for (int y = 1; y + 1 < sampled_.height(); ++y)
            if (rowUsed_[std::size_t(y)])
                erodeRow(row(eroded_, y) + 1, row(inside_, y - 1) + 1, row(inside_, y) + 1,
                         row(inside_, y + 1) + 1, row(depth_, y) + 1, stride_ - 2);
        std::swap(inside_, eroded_);
    }
}

void MaskRenderer::finish(const MaskStyle& style, QImage& target)
{
    const int lines = style.edgeWidth + style.innerWidth;
    measureDepth(lines);
    std::vector<std::uint32_t> colors(std::size_t(lines) + 2);
    for (int depth = 1; depth <= lines + 1; ++depth) {
        const QColor& color = depth <= style.edgeWidth ? style.edge
                              : depth <= lines         ? style.inner
                                                       : style.fill;
        colors[std::size_t(depth)] = qPremultiply(color.rgba());
    }
    const int border = visible_.left() - sampled_.left();
    for (int y = 0; y < visible_.height(); ++y) {
        if (!rowUsed_[std::size_t(y + border)])
            continue;
        const std::uint8_t* depth = row(depth_, y + border) + border;
        auto* out =
            reinterpret_cast<std::uint32_t*>(target.scanLine(visible_.top() + y)) + visible_.left();
        for (int x = 0; x < visible_.width(); ++x)
            if (depth[x] != 0)
                out[x] = out[x] == 0 ? colors[depth[x]] : over(colors[depth[x]], out[x]);
    }
}

} // namespace ui
