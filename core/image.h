#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

namespace core {

/// Larger pictures are refused, so that a small file with a giant size in it cannot take all memory.
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION // fuzzers would spend their time on clearing memory
inline constexpr std::int64_t maxImagePixels = 500'000;
#else
inline constexpr std::int64_t maxImagePixels = 500'000'000;
#endif

/// A picture: 8-bit RGB, row-major, interleaved, no padding between rows. Immutable once made and
/// cheap to copy (the pixels are shared), so it crosses threads as a value.
class Image {
public:
    Image() = default;
    /// `rgb` holds width·height·3 bytes.
    Image(int width, int height, std::vector<std::uint8_t> rgb);

    bool empty() const { return width_ == 0; }
    int width() const { return width_; }   ///< pixels
    int height() const { return height_; } ///< pixels
    const std::uint8_t* data() const { return pixels_ ? pixels_->data() : nullptr; }
    const std::uint8_t* row(int y) const { return data() + std::size_t(y) * width_ * 3; }

private:
    int width_ = 0;
    int height_ = 0;
    std::shared_ptr<const std::vector<std::uint8_t>> pixels_;
};

/// Reads a JPEG, PNG, TIFF, WebP or BMP file the way a viewer would show it: EXIF orientation
/// applied, grey and palette expanded, 16 bit reduced to 8, CMYK converted, transparency laid over
/// white. Of several pages or frames the first.
/// @throws Error FileMissing, FileUnreadable, FileEmpty, NotAPicture, PictureDamaged (also for a
///         truncated file), PictureTooLarge.
Image readImage(const std::filesystem::path& path);

} // namespace core
