#include <cmath>
#include <cstdint>
#include <vector>

#include "core/benchmark.h"

namespace core {

Image benchmarkPicture(int width, int height)
{
    std::vector<std::uint8_t> rgb(std::size_t(width) * height * 3);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            std::uint8_t* const pixel = rgb.data() + (std::size_t(y) * width + x) * 3;
            const double u = double(x) / width, v = double(y) / height;
            const double discs = std::sin(u * 25) * std::sin(v * 19);
            pixel[0] = std::uint8_t(120 + 90 * u + (discs > 0.3 ? 40 : 0));
            pixel[1] = std::uint8_t(130 - 60 * v + (discs > 0.3 ? -60 : 0));
            pixel[2] = std::uint8_t(100 + 50 * std::sin(40 * u * v));
        }
    }
    return Image(width, height, std::move(rgb));
}

} // namespace core
