#include "core/kernels/pillow_resize.h"

#include <algorithm>
#include <cmath>

namespace core::kernels {

namespace {

constexpr int precisionBits = 22; // of the fixed-point weights
constexpr int channels = 3;

/// Which input samples make one output sample.
struct Filter {
    struct Span {
        int first, count;
    };
    std::vector<Span> spans;           // one per output sample
    std::vector<std::int32_t> weights; // `stride` per output sample
    int stride = 0;
};

Filter triangleFilter(int from, int to)
{
    const double scale = double(from) / to;
    const double support = std::max(scale, 1.0); // the triangle's half width in input samples
    Filter filter;
    filter.stride = int(std::ceil(support)) * 2 + 1;
    filter.spans.resize(std::size_t(to));
    filter.weights.resize(std::size_t(to) * filter.stride);
    std::vector<double> exact(std::size_t(filter.stride));
    for (int i = 0; i < to; ++i) {
        const double centre = (i + 0.5) * scale;
        const int first = std::max(int(centre - support + 0.5), 0);
        const int count = std::min(int(centre + support + 0.5), from) - first;
        double sum = 0;
        for (int j = 0; j < count; ++j) {
            exact[j] = std::max(0.0, 1.0 - std::abs((first + j - centre + 0.5) / support));
            sum += exact[j];
        }
        filter.spans[i] = {first, count};
        for (int j = 0; j < count; ++j)
            filter.weights[std::size_t(i) * filter.stride + j] =
                std::int32_t(std::lround(exact[j] / sum * (1 << precisionBits)));
    }
    return filter;
}

std::uint8_t rounded(std::int32_t fixed)
{
    return std::uint8_t(std::clamp(fixed >> precisionBits, 0, 255));
}

constexpr std::int32_t half = 1 << (precisionBits - 1);

void resizeRow(const std::uint8_t* in, std::uint8_t* out, const Filter& filter)
{
    for (std::size_t i = 0; i < filter.spans.size(); ++i) {
        const std::uint8_t* sample = in + std::size_t(filter.spans[i].first) * channels;
        const std::int32_t* weight = filter.weights.data() + i * filter.stride;
        std::int32_t r = half, g = half, b = half;
        for (int j = 0; j < filter.spans[i].count; ++j, sample += channels) {
            r += sample[0] * weight[j];
            g += sample[1] * weight[j];
            b += sample[2] * weight[j];
        }
        out[i * channels + 0] = rounded(r);
        out[i * channels + 1] = rounded(g);
        out[i * channels + 2] = rounded(b);
    }
}

void mixRows(const std::uint8_t* rows, std::size_t rowBytes, Filter::Span span,
             const std::int32_t* weights, std::vector<std::int32_t>& sums, std::uint8_t* out)
{
    std::fill(sums.begin(), sums.end(), half);
    for (int j = 0; j < span.count; ++j) {
        const std::uint8_t* row = rows + std::size_t(span.first + j) * rowBytes;
        const std::int32_t weight = weights[j];
        for (std::size_t x = 0; x < rowBytes; ++x)
            sums[x] += row[x] * weight;
    }
    for (std::size_t x = 0; x < rowBytes; ++x)
        out[x] = rounded(sums[x]);
}

} // namespace

std::vector<std::uint8_t> pillowBilinear(const std::uint8_t* rgb, int width, int height,
                                         int newWidth, int newHeight)
{
    // Along rows. Pillow skips a pass that changes nothing, which gives the same bytes.
    const std::size_t rowBytes = std::size_t(newWidth) * channels;
    std::vector<std::uint8_t> narrowed(rowBytes * height);
    const Filter horizontal = triangleFilter(width, newWidth);
#pragma omp parallel for schedule(static)
    for (int y = 0; y < height; ++y)
        resizeRow(rgb + std::size_t(y) * width * channels, narrowed.data() + y * rowBytes,
                  horizontal);

    // Along columns.
    std::vector<std::uint8_t> resized(rowBytes * newHeight);
    const Filter vertical = triangleFilter(height, newHeight);
#pragma omp parallel
    {
        std::vector<std::int32_t> sums(rowBytes);
#pragma omp for schedule(static)
        for (int y = 0; y < newHeight; ++y)
            mixRows(narrowed.data(), rowBytes, vertical.spans[y],
                    vertical.weights.data() + std::size_t(y) * vertical.stride, sums,
                    resized.data() + y * rowBytes);
    }
    return resized;
}

} // namespace core::kernels
