#include "ui/image_pyramid.h"

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

constexpr int smallestSide = 512; // pixels; no level is made from one that is already this small

/// Averages 2×2 pixels; the last row and column of an odd size count twice.
core::Image halved(const core::Image& image, const std::stop_token& stop)
{
    const int width = (image.width() + 1) / 2;
    const int height = (image.height() + 1) / 2;
    std::vector<std::uint8_t> pixels(std::size_t(width) * height * 3);
    const int pairs = image.width() / 2;
    for (int y = 0; y < height && !stop.stop_requested(); ++y) {
        const std::uint8_t* above = image.row(2 * y);
        const std::uint8_t* below = image.row(std::min(2 * y + 1, image.height() - 1));
        std::uint8_t* out = pixels.data() + std::size_t(y) * width * 3;
        for (int x = 0; x < pairs; ++x, above += 6, below += 6, out += 3)
            for (int c = 0; c < 3; ++c)
                out[c] = std::uint8_t((above[c] + above[c + 3] + below[c] + below[c + 3] + 2) >> 2);
        for (int c = 0; c < 3 && pairs < width; ++c)
            out[c] = std::uint8_t((above[c] + below[c] + 1) >> 1);
    }
    return core::Image(width, height, std::move(pixels));
}

} // namespace

ImagePyramid::ImagePyramid(QObject* parent) : QObject(parent)
{
    thread_.setMaxThreadCount(1);
}

ImagePyramid::~ImagePyramid()
{
    stop_.request_stop();
    thread_.waitForDone();
}

void ImagePyramid::setImage(const core::Image& image)
{
    stop_.request_stop();
    stop_ = {};
    levels_.clear();
    if (image.empty())
        return;
    levels_.push_back(image);
    thread_.start([this, image, stop = stop_.get_token()] { build(image, stop); });
}

int ImagePyramid::levelFor(double scale) const
{
    // A level is kept down to 0.64 of its own size: sharper than the next, and still free of moiré.
    const int wanted = scale >= 1 ? 0 : int(std::floor(std::log2(1 / scale) + 0.35));
    return std::min(wanted, levelCount() - 1);
}

void ImagePyramid::build(const core::Image& image, const std::stop_token& stop)
{
    core::Image level = image;
    while (std::max(level.width(), level.height()) > smallestSide) {
        level = halved(level, stop);
        if (stop.stop_requested())
            return;
        const auto take = [this, level, stop] {
            if (stop.stop_requested())
                return; // meanwhile there is another picture
            levels_.push_back(level);
            Q_EMIT levelReady();
        };
        QMetaObject::invokeMethod(this, take, Qt::QueuedConnection);
    }
}

} // namespace ui
