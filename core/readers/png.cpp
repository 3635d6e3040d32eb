#include "core/readers/reader.h"

#include <csetjmp>
#include <cstdio>

#include <png.h>

namespace core {

namespace {

class PngReader {
public:
    explicit PngReader(const PictureFile& file) : file_(file)
    {
        png_ = png_create_read_struct(PNG_LIBPNG_VER_STRING, this, fail, ignoreWarning);
        info_ = png_ ? png_create_info_struct(png_) : nullptr;
        if (!info_)
            throw std::bad_alloc();
    }
    ~PngReader() { png_destroy_read_struct(&png_, &info_, nullptr); }
    PngReader(const PngReader&) = delete;
    PngReader& operator=(const PngReader&) = delete;

    DecodedPicture read()
    {
        if (!start())
            refuseDamaged(file_, message_);
        DecodedPicture picture =
            makePicture(file_, png_get_image_width(png_, info_), png_get_image_height(png_, info_));
        std::vector<png_bytep> rows(std::size_t(picture.height));
        for (std::size_t y = 0; y < rows.size(); ++y)
            rows[y] = picture.rgb.data() + y * std::size_t(picture.width) * 3;
        if (!readRows(rows.data()))
            refuseDamaged(file_, message_);
        picture.orientation = orientation();
        return picture;
    }

private:
    // libpng calls these from C, so no exception may pass through.
    [[noreturn]] static void fail(png_structp png, png_const_charp message)
    {
        auto* const reader = static_cast<PngReader*>(png_get_error_ptr(png));
        std::snprintf(reader->message_, sizeof reader->message_, "%s", message);
        std::longjmp(reader->escape_, 1);
    }
    static void ignoreWarning(png_structp, png_const_charp) {}

    // These two hold no object with a destructor, because an error jumps out of them.
    bool start()
    {
        if (setjmp(escape_))
            return false;
        png_set_user_limits(png_, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
        png_set_keep_unknown_chunks(png_, PNG_HANDLE_CHUNK_NEVER, nullptr, 0);
        png_init_io(png_, file_.file);
        png_read_info(png_, info_);
        return true;
    }

    bool readRows(png_bytepp rows)
    {
        if (setjmp(escape_))
            return false;
        png_set_expand(png_);
        png_set_scale_16(png_);
        png_set_gray_to_rgb(png_);
        png_color_16 white{};
        white.red = white.green = white.blue = white.gray = 255;
        if (png_get_bit_depth(png_, info_) == 16)
            white.red = white.green = white.blue = white.gray = 65535;
        png_set_background(png_, &white, PNG_BACKGROUND_GAMMA_SCREEN, 0, 1.0);
        png_set_interlace_handling(png_);
        png_read_update_info(png_, info_);
        png_read_image(png_, rows);
        png_read_end(png_, info_);
        return true;
    }

    int orientation()
    {
        png_uint_32 size = 0;
        png_bytep data = nullptr;
        return png_get_eXIf_1(png_, info_, &size, &data) ? exifOrientation(data, size) : 1;
    }

    const PictureFile& file_;
    png_structp png_ = nullptr;
    png_infop info_ = nullptr;
    std::jmp_buf escape_;
    char message_[200] = "";
};

} // namespace

DecodedPicture readPng(const PictureFile& file)
{
    return PngReader(file).read();
}

} // namespace core
