#include "ui/thumbnail.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

namespace ui {

namespace {

/// What several samples within one thumbnail pixel add up to.
struct Samples {
    int red = 0, green = 0, blue = 0;
    int seen = 0;   // samples within the picture
    int inside = 0; // of those, in the mask
};

QColor mixed(const QColor& a, const QColor& b, double shareOfB)
{
    const auto mix = [&](int x, int y) { return int(std::lround(x + (y - x) * shareOfB)); };
    return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

QColor shade(const Samples& samples, const QColor& tint, const QColor& outside)
{
    if (samples.seen == 0)
        return outside;
    const QColor color(samples.red / samples.seen, samples.green / samples.seen,
                       samples.blue / samples.seen);
    const int grey = qGray(color.rgb());
    const QColor dimmed = mixed(mixed(color, QColor(grey, grey, grey), 0.6), Qt::black, 0.62);
    const QColor tinted = mixed(color, tint, 0.22);
    return mixed(dimmed, tinted, double(samples.inside) / samples.seen);
}

/// Image columns (or rows) that the samples of each thumbnail column (row) read, −1 outside.
std::vector<int> positions(double begin, double length, int count, int taps, int size)
{
    std::vector<int> result(std::size_t(count) * std::size_t(taps));
    for (std::size_t i = 0; i < result.size(); ++i) {
        const double at = std::floor(begin + (double(i) + 0.5) * length / double(result.size()));
        result[i] = at >= 0 && at < size ? int(at) : -1;
    }
    return result;
}

void drawEdge(QImage& thumbnail, const std::vector<std::uint8_t>& inside, const QColor& color)
{
    const int width = thumbnail.width();
    for (int y = 1; y + 1 < thumbnail.height(); ++y) {
        const std::uint8_t* row = inside.data() + std::size_t(y) * std::size_t(width);
        auto* out = reinterpret_cast<QRgb*>(thumbnail.scanLine(y));
        for (int x = 1; x + 1 < width; ++x)
            if (row[x] && !(row[x - 1] && row[x + 1] && row[x - width] && row[x + width]))
                out[x] = color.rgb();
    }
}

template <typename AnyMask>
QImage thumbnailOf(const core::Image& image, const AnyMask& mask, const QRectF& crop,
                   const QSize& size, const QColor& tint, const QColor& outside)
{
    const int taps = std::clamp(int(std::ceil(crop.width() / size.width())), 1, 3);
    const std::vector<int> columns =
        positions(crop.left(), crop.width(), size.width(), taps, image.width());
    const std::vector<int> rows =
        positions(crop.top(), crop.height(), size.height(), taps, image.height());
    QImage thumbnail(size, QImage::Format_RGB32);
    std::vector<std::uint8_t> inside(std::size_t(size.width()) * std::size_t(size.height()));
    std::vector<Samples> line(std::size_t(size.width()));
    for (int y = 0; y < size.height(); ++y) {
        std::fill(line.begin(), line.end(), Samples());
        for (int tap = 0; tap < taps; ++tap) {
            const int imageY = rows[std::size_t(y * taps + tap)];
            if (imageY < 0)
                continue;
            for (std::size_t i = 0; i < columns.size(); ++i) {
                if (columns[i] < 0)
                    continue;
                const std::uint8_t* pixel = image.row(imageY) + std::size_t(columns[i]) * 3;
                Samples& samples = line[i / std::size_t(taps)];
                samples.red += pixel[0];
                samples.green += pixel[1];
                samples.blue += pixel[2];
                samples.inside += mask.at(columns[i], imageY);
                ++samples.seen;
            }
        }
        auto* out = reinterpret_cast<QRgb*>(thumbnail.scanLine(y));
        for (int x = 0; x < size.width(); ++x) {
            const Samples& samples = line[std::size_t(x)];
            out[x] = shade(samples, tint, outside).rgb();
            inside[std::size_t(y * size.width() + x)] = 2 * samples.inside > samples.seen;
        }
    }
    drawEdge(thumbnail, inside, tint);
    return thumbnail;
}

} // namespace

QRect roughExtent(const core::Mask& mask)
{
    constexpr int rowsRead = 512;
    const std::size_t width = std::size_t(mask.width());
    const int step = std::max(1, mask.height() / rowsRead);
    QRect extent;
    for (int y = 0; y < mask.height(); y += step) {
        const std::uint8_t* row = mask.row(y);
        const void* first = std::memchr(row, 1, width);
        if (!first)
            continue;
        const void* last = memrchr(row, 1, width);
        const int left = int(static_cast<const std::uint8_t*>(first) - row);
        const int right = int(static_cast<const std::uint8_t*>(last) - row);
        extent |= QRect(QPoint(left, y), QPoint(right, std::min(y + step, mask.height()) - 1));
    }
    if (!extent.isNull() || step == 1)
        return extent;
    const core::PixelRect exact = mask.boundingBox(); // so flat that it fell between the rows
    return {exact.x, exact.y, exact.width, exact.height};
}

QRectF cropAround(const QRect& extent, const QSizeF& least, const QSize& shape,
                  const QSize& picture)
{
    constexpr double surroundings = 1.35, leastSurroundings = 1.06;
    double width = std::max({extent.width() * surroundings, least.width(), 8.0});
    double height = std::max({extent.height() * surroundings, least.height(), 8.0});
    const double aspect = double(shape.width()) / shape.height();
    width = std::max(width, height * aspect);
    height = std::max(height, width / aspect);
    // Rather fewer surroundings than a frame of nothing around the picture.
    const double fits = std::min({1.0, picture.width() / width, picture.height() / height});
    const double needed = std::max(extent.width() / width, extent.height() / height);
    const double shrink = std::min(1.0, std::max(fits, needed * leastSurroundings));
    width *= shrink;
    height *= shrink;
    const auto place = [](double middle, double length, double room) {
        return length >= room ? (room - length) / 2
                              : std::clamp(middle - length / 2, 0.0, room - length);
    };
    const QPointF middle = QRectF(extent).center();
    return {place(middle.x(), width, picture.width()), place(middle.y(), height, picture.height()),
            width, height};
}

QImage maskThumbnail(const core::Image& image, const core::Mask& mask, const QRectF& crop,
                     const QSize& size, const QColor& tint, const QColor& outside)
{
    return thumbnailOf(image, mask, crop, size, tint, outside);
}

QImage maskThumbnail(const core::Image& image, const RowRuns& mask, const QRectF& crop,
                     const QSize& size, const QColor& tint, const QColor& outside)
{
    return thumbnailOf(image, mask, crop, size, tint, outside);
}

} // namespace ui
