#include "tests/core/sample_files.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include <jpeglib.h>
#include <png.h>
#include <tiffio.h>
#include <unistd.h>
#include <webp/encode.h>
#include <webp/mux.h>

namespace samples {

Picture scene(int width, int height)
{
    Picture picture{width, height, 3, {}};
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            picture.bytes.push_back(std::uint8_t(20 + 200 * x / width));
            picture.bytes.push_back(std::uint8_t(30 + 180 * y / height));
            picture.bytes.push_back(std::uint8_t(60 + 60 * x * y / (width * height)));
        }
    }
    return picture;
}

std::string jpeg(const Picture& picture, JpegKind kind)
{
    jpeg_compress_struct info{};
    jpeg_error_mgr errors{};
    info.err = jpeg_std_error(&errors);
    jpeg_create_compress(&info);
    unsigned char* data = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&info, &data, &size);
    info.image_width = JDIMENSION(picture.width);
    info.image_height = JDIMENSION(picture.height);
    info.input_components = picture.channels;
    info.in_color_space = picture.channels == 4   ? JCS_CMYK
                          : picture.channels == 1 ? JCS_GRAYSCALE
                                                  : JCS_RGB;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, 98, TRUE);
    if (kind == JpegKind::Progressive)
        jpeg_simple_progression(&info);
    if (kind == JpegKind::YcckAdobe)
        jpeg_set_colorspace(&info, JCS_YCCK);
    if (kind == JpegKind::CmykPlain)
        info.write_Adobe_marker = FALSE;
    jpeg_start_compress(&info, TRUE);
    while (info.next_scanline < info.image_height) {
        auto* row = const_cast<JSAMPROW>(picture.bytes.data() +
                                         std::size_t(info.next_scanline) *
                                             std::size_t(picture.width * picture.channels));
        jpeg_write_scanlines(&info, &row, 1);
    }
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    std::string bytes(reinterpret_cast<char*>(data), size);
    std::free(data);
    return bytes;
}

std::string png(int width, int height, const std::vector<std::uint8_t>& rows,
                const PngOptions& options)
{
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png_create_info_struct(png);
    std::string bytes;
    const auto append = [](png_structp writer, png_bytep data, std::size_t size) {
        static_cast<std::string*>(png_get_io_ptr(writer))
            ->append(reinterpret_cast<char*>(data), size);
    };
    png_set_write_fn(png, &bytes, append, nullptr);
    png_set_IHDR(png, info, png_uint_32(width), png_uint_32(height), options.bits,
                 options.colorType, options.interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (!options.palette.empty())
        png_set_PLTE(png, info, reinterpret_cast<png_const_colorp>(options.palette.data()),
                     int(options.palette.size() / 3));
    if (!options.transparency.empty())
        png_set_tRNS(png, info, options.transparency.data(), int(options.transparency.size()),
                     nullptr);
    png_write_info(png, info);
    std::vector<png_bytep> lines;
    for (int y = 0; y < height; ++y)
        lines.push_back(const_cast<png_bytep>(rows.data()) +
                        rows.size() / std::size_t(height) * std::size_t(y));
    png_write_image(png, lines.data());
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return bytes;
}

namespace {

void writePage(TIFF* file, int width, int height, const std::vector<std::uint8_t>& rows,
               const TiffOptions& options)
{
    TIFFSetField(file, TIFFTAG_IMAGEWIDTH, width);
    TIFFSetField(file, TIFFTAG_IMAGELENGTH, height);
    TIFFSetField(file, TIFFTAG_BITSPERSAMPLE, options.bits);
    TIFFSetField(file, TIFFTAG_SAMPLESPERPIXEL, options.samples);
    TIFFSetField(file, TIFFTAG_PHOTOMETRIC, options.photometric);
    TIFFSetField(file, TIFFTAG_ORIENTATION, options.orientation);
    TIFFSetField(file, TIFFTAG_COMPRESSION, options.compression);
    TIFFSetField(file, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    if (options.floating)
        TIFFSetField(file, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_IEEEFP);
    if (options.alpha) {
        std::uint16_t kind = EXTRASAMPLE_UNASSALPHA;
        TIFFSetField(file, TIFFTAG_EXTRASAMPLES, 1, &kind);
    }
    if (const std::size_t n = options.palette.size() / 3)
        TIFFSetField(file, TIFFTAG_COLORMAP, options.palette.data(), options.palette.data() + n,
                     options.palette.data() + 2 * n);
    const std::size_t stride = rows.size() / std::size_t(height);
    if (!options.tiled) {
        TIFFSetField(file, TIFFTAG_ROWSPERSTRIP, 5);
        for (int y = 0; y < height; ++y)
            TIFFWriteScanline(file, const_cast<std::uint8_t*>(&rows[stride * std::size_t(y)]),
                              std::uint32_t(y), 0);
        return;
    }
    constexpr int side = 16;
    TIFFSetField(file, TIFFTAG_TILEWIDTH, side);
    TIFFSetField(file, TIFFTAG_TILELENGTH, side);
    const std::size_t pixel = stride / std::size_t(width);
    for (int y0 = 0; y0 < height; y0 += side) {
        for (int x0 = 0; x0 < width; x0 += side) {
            std::vector<std::uint8_t> tile(side * side * pixel);
            for (int y = y0; y < std::min(height, y0 + side); ++y)
                std::memcpy(&tile[std::size_t(y - y0) * side * pixel],
                            &rows[std::size_t(y) * stride + std::size_t(x0) * pixel],
                            std::size_t(std::min(side, width - x0)) * pixel);
            TIFFWriteTile(file, tile.data(), std::uint32_t(x0), std::uint32_t(y0), 0, 0);
        }
    }
}

} // namespace

std::string tiff(int width, int height, const std::vector<std::vector<std::uint8_t>>& pages,
                 const TiffOptions& options)
{
    std::FILE* const file = std::tmpfile();
    TIFF* const out = TIFFFdOpen(dup(fileno(file)), "sample", "w");
    for (const auto& rows : pages) {
        writePage(out, width, height, rows, options);
        TIFFWriteDirectory(out);
    }
    TIFFClose(out);
    std::fseek(file, 0, SEEK_END);
    std::string bytes(std::size_t(std::ftell(file)), '\0');
    std::rewind(file);
    if (std::fread(bytes.data(), 1, bytes.size(), file) != bytes.size())
        std::abort();
    std::fclose(file);
    return bytes;
}

std::string webp(const Picture& picture, bool lossless)
{
    std::uint8_t* data = nullptr;
    const int stride = picture.width * picture.channels;
    const std::uint8_t* const from = picture.bytes.data();
    const std::size_t size =
        picture.channels == 4
            ? WebPEncodeLosslessRGBA(from, picture.width, picture.height, stride, &data)
        : lossless ? WebPEncodeLosslessRGB(from, picture.width, picture.height, stride, &data)
                   : WebPEncodeRGB(from, picture.width, picture.height, stride, 95, &data);
    std::string bytes(reinterpret_cast<char*>(data), size);
    WebPFree(data);
    return bytes;
}

std::string withWebpExif(const std::string& webp, const std::string& exif)
{
    const WebPData picture{reinterpret_cast<const std::uint8_t*>(webp.data()), webp.size()};
    const WebPData chunk{reinterpret_cast<const std::uint8_t*>(exif.data()), exif.size()};
    WebPMux* const mux = WebPMuxCreate(&picture, 1);
    WebPMuxSetChunk(mux, "EXIF", &chunk, 1);
    WebPData result{};
    WebPMuxAssemble(mux, &result);
    std::string bytes(reinterpret_cast<const char*>(result.bytes), result.size);
    WebPDataClear(&result);
    WebPMuxDelete(mux);
    return bytes;
}

namespace {

std::string bigEndian(std::uint32_t value, int bytes)
{
    std::string text;
    for (int i = bytes - 1; i >= 0; --i)
        text.push_back(char(value >> (8 * i)));
    return text;
}

std::uint32_t crc(const std::string& bytes)
{
    std::uint32_t value = ~0u;
    for (const char byte : bytes) {
        value ^= std::uint8_t(byte);
        for (int i = 0; i < 8; ++i)
            value = value >> 1 ^ (value & 1 ? 0xedb88320u : 0u);
    }
    return ~value;
}

} // namespace

/// Right behind the header, replacing it when that is the type.
std::string withPngChunk(const std::string& png, const std::string& type, const std::string& data)
{
    const std::string chunk =
        bigEndian(std::uint32_t(data.size()), 4) + type + data + bigEndian(crc(type + data), 4);
    constexpr std::size_t signature = 8, header = 25;
    if (type == "IHDR")
        return png.substr(0, signature) + chunk + png.substr(signature + header);
    return png.substr(0, signature + header) + chunk + png.substr(signature + header);
}

std::string withJpegExif(const std::string& jpeg, const std::string& exif)
{
    const std::string data = std::string("Exif\0\0", 6) + exif;
    return jpeg.substr(0, 2) + "\xff\xe1" + bigEndian(std::uint32_t(data.size() + 2), 2) + data +
           jpeg.substr(2);
}

std::string exif(int orientation, bool littleEndian)
{
    std::string text = littleEndian ? std::string("II\x2a\0", 4) : std::string("MM\0\x2a", 4);
    const auto add = [&](std::uint32_t value, int bytes) {
        const std::string big = bigEndian(value, bytes);
        text += littleEndian ? std::string(big.rbegin(), big.rend()) : big;
    };
    add(8, 4);
    add(2, 2); // entries
    add(0x0100, 2), add(4, 2), add(1, 4), add(77, 4);
    add(0x0112, 2), add(3, 2), add(1, 4), add(std::uint32_t(orientation), 2), add(0, 2);
    add(0, 4);
    return text;
}

void write(const std::string& path, const std::string& bytes)
{
    std::ofstream file(path, std::ios::binary);
    file << bytes;
    file.close();
    if (!file)
        std::abort();
}

} // namespace samples
