#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>


namespace core {

/// Whole pixels: columns x … x+width−1, rows y … y+height−1. All zero when empty.
struct PixelRect {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
    bool empty() const { return width == 0 || height == 0; }
    bool operator==(const PixelRect&) const = default;
};

/// A binary mask in image pixels: one byte per pixel, 0 or 1, row-major.
class Mask {
public:
    Mask() = default;
    Mask(int width, int height) : width_(width), height_(height), bits_(std::size_t(width) * height) {}
    /// `bits` holds width·height bytes, each 0 or 1.
    Mask(int width, int height, std::vector<std::uint8_t> bits);

    int width() const { return width_; }
    int height() const { return height_; }
    bool empty() const { return bits_.empty(); }
    std::uint8_t* row(int y) { return bits_.data() + std::size_t(y) * width_; }
    const std::uint8_t* row(int y) const { return bits_.data() + std::size_t(y) * width_; }
    bool at(int x, int y) const { return row(y)[x] != 0; }

    std::size_t area() const;        ///< number of set pixels
    PixelRect boundingBox() const;   ///< smallest rectangle around the set pixels (as pycocotools' toBbox)

    bool operator==(const Mask&) const = default;

private:
    int width_ = 0;
    int height_ = 0;
    std::vector<std::uint8_t> bits_;
};

/// Intersection over union; 1 when both are empty.
/// @pre same size
double intersectionOverUnion(const Mask& a, const Mask& b);

} // namespace core
