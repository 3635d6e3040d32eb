#include "core/readers/reader.h"

#include <algorithm>
#include <cstdarg>
#include <memory>

#include <tiffio.h>
#include <unistd.h>

#include "core/image.h"

namespace core {

namespace {

struct Closer {
    void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};
using TiffPtr = std::unique_ptr<TIFF, Closer>;

/// Keeps the first message for the sentence to the user; nothing goes to stderr.
int keepMessage(TIFF*, void* message, const char*, const char* format, va_list arguments)
{
    auto& text = *static_cast<std::string*>(message);
    char buffer[300];
    std::vsnprintf(buffer, sizeof buffer, format, arguments);
    if (text.empty())
        text = buffer;
    return 1;
}

int ignoreMessage(TIFF*, void*, const char*, const char*, va_list)
{
    return 1;
}

TiffPtr openTiff(const PictureFile& file, std::string& message)
{
    TIFFOpenOptions* const options = TIFFOpenOptionsAlloc();
    if (!options)
        throw std::bad_alloc();
    TIFFOpenOptionsSetErrorHandlerExtR(options, keepMessage, &message);
    TIFFOpenOptionsSetWarningHandlerExtR(options, ignoreMessage, nullptr);
    // One strip may hold the whole picture, 16 bits and four channels deep.
    TIFFOpenOptionsSetMaxSingleMemAlloc(options, tmsize_t(maxImagePixels) * 8);
    const int descriptor = ::dup(fileno(file.file)); // belongs to the TIFF once that is open
    TiffPtr tiff(TIFFFdOpenExt(descriptor, file.name.c_str(), "r", options));
    TIFFOpenOptionsFree(options);
    if (!tiff && descriptor >= 0)
        ::close(descriptor);
    return tiff;
}

/// A multiple of the strips' (or tiles') height, so that none is decoded twice.
std::uint32_t rowsPerBlock(TIFF* tiff, std::uint32_t height)
{
    std::uint32_t unit = height;
    if (TIFFIsTiled(tiff))
        TIFFGetField(tiff, TIFFTAG_TILELENGTH, &unit);
    else
        TIFFGetFieldDefaulted(tiff, TIFFTAG_ROWSPERSTRIP, &unit);
    constexpr std::uint32_t target = 256;
    unit = std::clamp(unit, 1u, height);
    return std::min(height, unit < target ? target / unit * unit : unit);
}

void copyOverWhite(const std::vector<std::uint32_t>& raster, std::size_t pixels, std::uint8_t* rgb)
{
    for (std::size_t i = 0; i < pixels; ++i, rgb += 3) {
        // The colours come multiplied by their alpha.
        const std::uint32_t pixel = raster[i];
        const std::uint32_t white = 255 - TIFFGetA(pixel);
        rgb[0] = std::uint8_t(std::min(255u, TIFFGetR(pixel) + white));
        rgb[1] = std::uint8_t(std::min(255u, TIFFGetG(pixel) + white));
        rgb[2] = std::uint8_t(std::min(255u, TIFFGetB(pixel) + white));
    }
}

} // namespace

DecodedPicture readTiff(const PictureFile& file)
{
    std::string message;
    const TiffPtr tiff = openTiff(file, message);
    if (!tiff)
        refuseDamaged(file, message);
    std::uint32_t width = 0, height = 0;
    TIFFGetField(tiff.get(), TIFFTAG_IMAGEWIDTH, &width);
    TIFFGetField(tiff.get(), TIFFTAG_IMAGELENGTH, &height);
    DecodedPicture picture = makePicture(file, width, height);

    TIFFRGBAImage image{};
    char reason[1024] = "";
    constexpr int stopOnError = 1;
    if (!TIFFRGBAImageBegin(&image, tiff.get(), stopOnError, reason))
        refuseDamaged(file, reason);
    const std::unique_ptr<TIFFRGBAImage, void (*)(TIFFRGBAImage*)> end(&image, TIFFRGBAImageEnd);
    picture.orientation = image.orientation;
    image.req_orientation = image.orientation; // turned later, like every other format

    const std::uint32_t blockRows = rowsPerBlock(tiff.get(), height);
    std::vector<std::uint32_t> raster(std::size_t(width) * blockRows);
    for (std::uint32_t y = 0; y < height; y += blockRows) {
        const std::uint32_t rows = std::min(blockRows, height - y);
        image.row_offset = int(y);
        if (!TIFFRGBAImageGet(&image, raster.data(), width, rows))
            refuseDamaged(file, message);
        copyOverWhite(raster, std::size_t(width) * rows,
                      picture.rgb.data() + std::size_t(y) * width * 3);
    }
    return picture;
}

} // namespace core
