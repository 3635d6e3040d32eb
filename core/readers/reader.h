#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

namespace core {

/// A picture as it lies in the file, before its orientation is applied.
struct DecodedPicture {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgb; ///< width·height·3 bytes
    int orientation = 1;           ///< EXIF: 1 upright … 8
};

/// An open picture file, at its beginning.
struct PictureFile {
    std::FILE* file;
    std::string name; ///< for messages
};

// One reader per format. Each reads the whole picture in one pass, says nothing on stderr, and
// throws Error PictureDamaged when anything is missing or PictureTooLarge before it takes memory.
DecodedPicture readJpeg(const PictureFile& file);
DecodedPicture readPng(const PictureFile& file);
DecodedPicture readTiff(const PictureFile& file);
DecodedPicture readWebp(const PictureFile& file);
DecodedPicture readBmp(const PictureFile& file);

[[noreturn]] void refuseDamaged(const PictureFile& file, const std::string& reason);

/// A picture of this size without its orientation.
/// @throws Error PictureDamaged for a size below 1, PictureTooLarge.
DecodedPicture makePicture(const PictureFile& file, std::int64_t width, std::int64_t height);

std::vector<std::uint8_t> readWhole(const PictureFile& file);

/// The orientation in an EXIF block (a TIFF header and its first directory), 1 when it has none.
int exifOrientation(const std::uint8_t* data, std::size_t size);

/// Lays a colour over white.
inline std::uint8_t overWhite(unsigned value, unsigned alpha)
{
    return std::uint8_t((value * alpha + 255 * (255 - alpha) + 127) / 255);
}

} // namespace core
