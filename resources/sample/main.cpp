// Paints resources/sample.png: a still life by a window, ray-marched from distance functions. Every
// colour and shape is a formula in this folder, so the picture can be made again:
//     make_sample OUT.png [WIDTH]
#include <array>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <thread>
#include <vector>

#include <png.h>

#include "light.h"

namespace {

using namespace sample;

struct Picture {
    int width, height;
    std::vector<std::uint8_t> rgb;
};

/// From light to the screen: a film-like shoulder, then the display's curve.
std::uint8_t displayed(float v)
{
    v *= 0.80f;
    v = v * (2.51f * v + 0.03f) / (v * (2.43f * v + 0.59f) + 0.14f);
    return static_cast<std::uint8_t>(std::lround(255 * std::pow(clamp(v), 1 / 2.2f)));
}

/// The light at one pixel: four rays, each cut off so that one highlight cannot outshine the rest.
Vec pixelLight(const Picture& picture, int x, int y)
{
    const Vec eye{0.35f, 3.05f, 7.3f}, target{0.16f, 0.98f, -0.15f};
    const Vec forward = normalized(target - eye), right = normalized(cross(forward, {0, 1, 0}));
    const Vec up = cross(right, forward);
    constexpr float kZoom = 0.262f;
    constexpr std::array<std::array<float, 2>, 4> kSamples{
        {{0.125f, 0.625f}, {0.375f, 0.125f}, {0.625f, 0.875f}, {0.875f, 0.375f}}};
    Vec sum;
    for (const auto& [dx, dy] : kSamples) {
        const float sx = (2 * (x + dx) - picture.width) / picture.height * kZoom;
        const float sy = (1 - 2 * (y + dy) / picture.height) * kZoom;
        const Vec c = colourAlong(eye, normalized(forward + right * sx + up * sy), 1);
        sum = sum + Vec{std::min(c.x, 4.0f), std::min(c.y, 4.0f), std::min(c.z, 4.0f)};
    }
    return sum * (1.0f / kSamples.size());
}

void paintRow(Picture& picture, int y)
{
    for (int x = 0; x < picture.width; ++x) {
        const float sx = 2.0f * x / picture.width - 1, sy = 2.0f * y / picture.height - 1;
        const Vec c = pixelLight(picture, x, y) * (1 - 0.13f * (sx * sx + sy * sy));
        std::uint8_t* out = &picture.rgb[3 * (static_cast<std::size_t>(y) * picture.width + x)];
        out[0] = displayed(c.x);
        out[1] = displayed(c.y);
        out[2] = displayed(c.z);
    }
}

void paint(Picture& picture)
{
    const int count = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    std::vector<std::jthread> threads;
    for (int first = 0; first < count; ++first) {
        threads.emplace_back([&picture, first, count] {
            for (int y = first; y < picture.height; y += count)
                paintRow(picture, y);
        });
    }
}

bool writePng(const Picture& picture, const char* path)
{
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(picture.width);
    image.height = static_cast<png_uint_32>(picture.height);
    image.format = PNG_FORMAT_RGB;
    return png_image_write_to_file(&image, path, 0, picture.rgb.data(), 0, nullptr) != 0;
}

} // namespace

int main(int argc, char** argv)
{
    const int width = argc > 2 ? std::atoi(argv[2]) : 1440;
    if (argc < 2 || width < 3) {
        std::cerr << "usage: make_sample OUT.png [WIDTH]\n";
        return 2;
    }
    Picture picture{width, width * 2 / 3, {}};
    picture.rgb.resize(3 * static_cast<std::size_t>(picture.width) * picture.height);
    paint(picture);
    if (!writePng(picture, argv[1])) {
        std::cerr << "could not write " << argv[1] << '\n';
        return 1;
    }
}
