#include "core/formats/png.h"

#include <algorithm>
#include <csetjmp>
#include <cstdio>
#include <functional>
#include <new>
#include <string>

#include <png.h>

#include "core/atomic_file.h"
#include "core/error.h"
#include "core/rle.h"

namespace core {

namespace {

/// What a PNG is made of, but for the pixels.
struct PngHeader {
    int width = 0;
    int height = 0;
    int colorType = PNG_COLOR_TYPE_GRAY;
    std::vector<png_color> palette; ///< for PNG_COLOR_TYPE_PALETTE
};

/// Gives the bytes of row y; may use `buffer`, one row long, to make them.
using RowSource = std::function<const std::uint8_t*(int y, std::uint8_t* buffer)>;

class PngEncoder {
public:
    explicit PngEncoder(const PngHeader& header) : header_(header)
    {
        png_ = png_create_write_struct(PNG_LIBPNG_VER_STRING, this, fail, ignoreWarning);
        info_ = png_ ? png_create_info_struct(png_) : nullptr;
        if (!info_)
            throw std::bad_alloc();
    }
    ~PngEncoder() { png_destroy_write_struct(&png_, &info_); }
    PngEncoder(const PngEncoder&) = delete;
    PngEncoder& operator=(const PngEncoder&) = delete;

    std::string encode(const RowSource& row)
    {
        const int channels = header_.colorType == PNG_COLOR_TYPE_RGBA ? 4 : 1;
        std::vector<std::uint8_t> buffer(std::size_t(header_.width) * std::size_t(channels));
        if (!start())
            throw Error(ErrorCode::Internal, {}, message_);
        for (int y = 0; y < header_.height; ++y) {
            if (!writeRow(row(y, buffer.data())))
                throw Error(ErrorCode::Internal, {}, message_);
        }
        if (!finish())
            throw Error(ErrorCode::Internal, {}, message_);
        return std::move(bytes_);
    }

private:
    // libpng calls these from C, so no exception may pass through.
    [[noreturn]] static void fail(png_structp png, png_const_charp message)
    {
        auto* const encoder = static_cast<PngEncoder*>(png_get_error_ptr(png));
        std::snprintf(encoder->message_, sizeof encoder->message_, "%s", message);
        std::longjmp(encoder->escape_, 1);
    }
    static void ignoreWarning(png_structp, png_const_charp) {}
    static void append(png_structp png, png_bytep data, std::size_t size)
    {
        auto* const encoder = static_cast<PngEncoder*>(png_get_io_ptr(png));
        bool outOfMemory = false;
        try {
            encoder->bytes_.append(reinterpret_cast<const char*>(data), size);
        } catch (const std::bad_alloc&) {
            outOfMemory = true;
        }
        if (outOfMemory)
            png_error(png, "out of memory");
    }
    static void flush(png_structp) {}

    // These three hold no object with a destructor, because an error jumps out of them.
    bool start()
    {
        if (setjmp(escape_))
            return false;
        png_set_write_fn(png_, this, append, flush);
        png_set_user_limits(png_, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
        constexpr int bits = 8;
        png_set_IHDR(png_, info_, png_uint_32(header_.width), png_uint_32(header_.height), bits,
                     header_.colorType, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                     PNG_FILTER_TYPE_DEFAULT);
        if (header_.colorType == PNG_COLOR_TYPE_PALETTE)
            png_set_PLTE(png_, info_, header_.palette.data(), int(header_.palette.size()));
        // Masks are long runs already; only photographs gain from filters.
        png_set_filter(png_, PNG_FILTER_TYPE_BASE,
                       header_.colorType == PNG_COLOR_TYPE_RGBA ? PNG_FILTER_SUB : PNG_FILTER_NONE);
        constexpr int quick = 3;
        png_set_compression_level(png_, quick);
        png_write_info(png_, info_);
        return true;
    }
    bool writeRow(const std::uint8_t* row)
    {
        if (setjmp(escape_))
            return false;
        png_write_row(png_, row);
        return true;
    }
    bool finish()
    {
        if (setjmp(escape_))
            return false;
        png_write_end(png_, info_);
        return true;
    }

    const PngHeader& header_;
    png_structp png_ = nullptr;
    png_infop info_ = nullptr;
    std::string bytes_;
    std::jmp_buf escape_;
    char message_[200] = "";
};

void refuseEmpty(const std::filesystem::path& path, int width, int height)
{
    if (width < 1 || height < 1)
        throw Error(ErrorCode::WriteFailed, path.string(), "there are no pixels to write");
}

} // namespace

std::string toMaskPng(const Mask& mask)
{
    const PngHeader header{mask.width(), mask.height(), PNG_COLOR_TYPE_GRAY, {}};
    return PngEncoder(header).encode([&](int y, std::uint8_t* buffer) {
        std::transform(mask.row(y), mask.row(y) + mask.width(), buffer,
                       [](std::uint8_t bit) { return std::uint8_t(-bit); });
        return buffer;
    });
}

void writeMaskPng(const std::filesystem::path& path, const Mask& mask)
{
    refuseEmpty(path, mask.width(), mask.height());
    writeFileAtomically(path, toMaskPng(mask));
}

Mask readMaskPng(const std::filesystem::path& path)
{
    const Image image = readImage(path);
    Mask mask(image.width(), image.height());
    for (int y = 0; y < mask.height(); ++y) {
        const std::uint8_t* const rgb = image.row(y);
        std::uint8_t* const bits = mask.row(y);
        for (int x = 0; x < mask.width(); ++x)
            bits[x] = rgb[3 * std::size_t(x)] > 127;
    }
    return mask;
}

void writeIndexedPng(const std::filesystem::path& path, const Annotation& annotation)
{
    refuseEmpty(path, annotation.imageWidth, annotation.imageHeight);
    constexpr std::size_t mostObjects = 255;
    if (annotation.objects.size() > mostObjects)
        throw Error(ErrorCode::WriteFailed, path.string(),
                    "an indexed PNG holds at most 255 objects, there are " +
                        std::to_string(annotation.objects.size()));
    PngHeader header{annotation.imageWidth, annotation.imageHeight, PNG_COLOR_TYPE_PALETTE, {{}}};
    std::vector<std::uint8_t> indices(std::size_t(header.width) * std::size_t(header.height));
    for (std::size_t i = 0; i < annotation.objects.size(); ++i) {
        const Object& object = annotation.objects[i];
        header.palette.push_back({object.color.r, object.color.g, object.color.b});
        if (!object.visible)
            continue;
        const Mask mask = decodeRle(object.mask);
        if (mask.width() != header.width || mask.height() != header.height)
            throw Error(ErrorCode::WriteFailed, path.string(),
                        "the mask of " + object.name + " does not have the picture's size");
        const std::uint8_t* bits = mask.row(0);
        for (std::uint8_t& index : indices)
            index = *bits++ ? std::uint8_t(i + 1) : index;
    }
    const std::string bytes = PngEncoder(header).encode([&](int y, std::uint8_t*) {
        return indices.data() + std::size_t(y) * std::size_t(header.width);
    });
    writeFileAtomically(path, bytes);
}

void writeCutOutPng(const std::filesystem::path& path, const Image& image, const Mask& mask)
{
    if (mask.width() != image.width() || mask.height() != image.height())
        throw Error(ErrorCode::WriteFailed, path.string(),
                    "the mask does not have the picture's size");
    const PixelRect box = mask.boundingBox();
    refuseEmpty(path, box.width, box.height);
    const PngHeader header{box.width, box.height, PNG_COLOR_TYPE_RGBA, {}};
    const std::string bytes = PngEncoder(header).encode([&](int y, std::uint8_t* buffer) {
        const std::uint8_t* rgb = image.row(box.y + y) + std::size_t(box.x) * 3;
        const std::uint8_t* const bits = mask.row(box.y + y) + box.x;
        for (int x = 0; x < box.width; ++x, rgb += 3) {
            const std::uint8_t keep = std::uint8_t(-bits[x]);
            std::uint8_t* const rgba = buffer + 4 * std::size_t(x);
            for (int c = 0; c < 3; ++c)
                rgba[c] = rgb[c] & keep;
            rgba[3] = keep;
        }
        return buffer;
    });
    writeFileAtomically(path, bytes);
}

} // namespace core
