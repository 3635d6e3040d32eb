#include "core/sam/preprocess.h"

#include <algorithm>
#include <array>

#include <ATen/ATen.h>

#include "core/kernels/pillow_resize.h"
#include "core/sam/config.h"

namespace core::sam {

namespace {

static_assert(InputOptions::step == SamConfig::cellSide);

constexpr std::array<float, 3> mean{123.675f, 116.28f, 103.53f};
constexpr std::array<float, 3> deviation{58.395f, 57.12f, 57.375f};

int scaledSide(int length, double scale)
{
    return std::max(1, int(length * scale + 0.5));
}

int wholeCells(int length)
{
    constexpr int cell = SamConfig::cellSide;
    return (length + cell - 1) / cell * cell;
}

} // namespace

ModelFrame::ModelFrame(int imageWidth, int imageHeight, const InputOptions& input)
    : imageWidth(imageWidth), imageHeight(imageHeight)
{
    const double scale = double(input.side) / std::max(imageWidth, imageHeight);
    contentWidth = scaledSide(imageWidth, scale);
    contentHeight = scaledSide(imageHeight, scale);
    width = input.padded ? input.side : wholeCells(contentWidth);
    height = input.padded ? input.side : wholeCells(contentHeight);
}

Point ModelFrame::toModel(const Point& image) const
{
    return {float(image.x * (double(contentWidth) / imageWidth)),
            float(image.y * (double(contentHeight) / imageHeight)), image.foreground};
}

Box ModelFrame::toModel(const Box& image) const
{
    const Point a = toModel(Point{image.x0, image.y0}), b = toModel(Point{image.x1, image.y1});
    return {a.x, a.y, b.x, b.y};
}

at::Tensor preprocess(const Image& image, const ModelFrame& frame)
{
    const std::vector<std::uint8_t> resized = kernels::pillowBilinear(
        image.data(), image.width(), image.height(), frame.contentWidth, frame.contentHeight);
    at::Tensor input = at::zeros({frame.height, frame.width, 3});
    float* out = input.data_ptr<float>();
#pragma omp parallel for schedule(static)
    for (int y = 0; y < frame.contentHeight; ++y) {
        const std::uint8_t* from = resized.data() + std::size_t(y) * frame.contentWidth * 3;
        float* to = out + std::size_t(y) * frame.width * 3;
        for (int x = 0; x < frame.contentWidth; ++x)
            for (int c = 0; c < 3; ++c)
                to[x * 3 + c] = (float(from[x * 3 + c]) - mean[c]) / deviation[c];
    }
    return input;
}

} // namespace core::sam
