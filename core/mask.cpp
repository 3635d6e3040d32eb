#include "core/mask.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

namespace core {

namespace {

/// Adds up bytes that are 0 or 1, eight at a time.
std::size_t countOnes(const std::uint8_t* bytes, std::size_t size)
{
    std::size_t total = 0;
    std::size_t i = 0;
    while (size - i >= 8) {
        // 255 words fit before one of the eight byte-wide sums could overflow.
        const std::size_t end = i + std::min<std::size_t>((size - i) / 8, 255) * 8;
        std::uint64_t sums = 0;
        for (; i < end; i += 8) {
            std::uint64_t word;
            std::memcpy(&word, bytes + i, 8);
            sums += word;
        }
        for (; sums != 0; sums >>= 8)
            total += sums & 0xff;
    }
    for (; i < size; ++i)
        total += bytes[i];
    return total;
}

} // namespace

Mask::Mask(int width, int height, std::vector<std::uint8_t> bits)
    : width_(width), height_(height), bits_(std::move(bits))
{
    assert(bits_.size() == std::size_t(width) * std::size_t(height));
}

std::size_t Mask::area() const
{
    return countOnes(bits_.data(), bits_.size());
}

PixelRect Mask::boundingBox() const
{
    int left = width_, right = -1, top = height_, bottom = -1;
    for (int y = 0; y < height_; ++y) {
        const std::uint8_t* const begin = row(y);
        const void* const first = std::memchr(begin, 1, std::size_t(width_));
        if (!first)
            continue;
        top = std::min(top, y);
        bottom = y;
        left = std::min(left, int(static_cast<const std::uint8_t*>(first) - begin));
        const void* const last = memrchr(begin, 1, std::size_t(width_));
        right = std::max(right, int(static_cast<const std::uint8_t*>(last) - begin));
    }
    if (bottom < 0)
        return {};
    return {left, top, right - left + 1, bottom - top + 1};
}

double intersectionOverUnion(const Mask& a, const Mask& b)
{
    assert(a.width() == b.width() && a.height() == b.height());
    std::size_t both = 0, either = 0;
    for (int y = 0; y < a.height(); ++y) {
        const std::uint8_t* const rowA = a.row(y);
        const std::uint8_t* const rowB = b.row(y);
        unsigned bothInRow = 0, eitherInRow = 0;
        for (int x = 0; x < a.width(); ++x) {
            bothInRow += rowA[x] & rowB[x];
            eitherInRow += rowA[x] | rowB[x];
        }
        both += bothInRow;
        either += eitherInRow;
    }
    return either == 0 ? 1.0 : double(both) / double(either);
}

} // namespace core
