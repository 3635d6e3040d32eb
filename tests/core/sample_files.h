#pragma once

#include <cstdint>
#include <string>
#include <vector>

/// Picture files made by the format libraries themselves.
namespace samples {

struct Picture {
    int width = 0;
    int height = 0;
    int channels = 3;
    std::vector<std::uint8_t> bytes{};
};

/// A smooth scene without any symmetry.
Picture scene(int width, int height);

enum class JpegKind { Rgb, Grey, Progressive, CmykAdobe, YcckAdobe, CmykPlain };
/// Four channels are inks as they are stored.
std::string jpeg(const Picture& picture, JpegKind kind);

struct PngOptions {
    int bits = 8;
    int colorType = 2;
    bool interlaced = false;
    std::vector<std::uint8_t> palette{};      ///< r, g, b, …
    std::vector<std::uint8_t> transparency{}; ///< per palette entry
};
/// Rows as they are stored: packed bits, big-endian 16 bits.
std::string png(int width, int height, const std::vector<std::uint8_t>& rows,
                const PngOptions& options);

struct TiffOptions {
    int bits = 8;
    int samples = 3;
    int photometric = 2; ///< RGB
    int orientation = 1;
    int compression = 1; ///< none
    bool tiled = false;
    bool floating = false;
    bool alpha = false;                   ///< the last sample, not multiplied in
    std::vector<std::uint16_t> palette{}; ///< all reds, greens, blues
};
/// One page per entry; rows as they are stored.
std::string tiff(int width, int height, const std::vector<std::vector<std::uint8_t>>& pages,
                 const TiffOptions& options);

std::string webp(const Picture& picture, bool lossless);
std::string withWebpExif(const std::string& webp, const std::string& exif);
std::string withPngChunk(const std::string& png, const std::string& type, const std::string& data);
std::string withJpegExif(const std::string& jpeg, const std::string& exif);

/// A TIFF header and a directory with the orientation only.
std::string exif(int orientation, bool littleEndian);

void write(const std::string& path, const std::string& bytes);

} // namespace samples
