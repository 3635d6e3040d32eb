#include "core/readers/reader.h"

#include <csetjmp>
#include <cstring>

#include <jpeglib.h>
// Its parts define the same names as jpeglib.h, so it comes second.
#include <jerror.h>

namespace core {

namespace {

/// libjpeg's view of an error handler, with a place to jump to. It calls these functions from C, so
/// no exception may pass through.
struct ErrorHandler {
    jpeg_error_mgr manager; // first: libjpeg hands out a pointer to it
    std::jmp_buf escape;
    char message[JMSG_LENGTH_MAX];
};

[[noreturn]] void fail(j_common_ptr info)
{
    auto* const handler = reinterpret_cast<ErrorHandler*>(info->err);
    info->err->format_message(info, handler->message);
    std::longjmp(handler->escape, 1);
}

/// libjpeg goes on after missing or broken data and fills the rest with grey. Only warnings about
/// markers leave every pixel as it was meant.
void failOnLostPixels(j_common_ptr info, int level)
{
    if (level >= 0)
        return; // a trace message
    switch (info->err->msg_code) {
    case JWRN_ADOBE_XFORM:
    case JWRN_EXTRANEOUS_DATA:
    case JWRN_JFIF_MAJOR:
        return;
    default:
        fail(info);
    }
}

int orientationOf(const jpeg_decompress_struct& jpeg)
{
    for (const jpeg_marker_struct* marker = jpeg.marker_list; marker; marker = marker->next) {
        if (marker->marker == JPEG_APP0 + 1 && marker->data_length > 6 &&
            std::memcmp(marker->data, "Exif\0\0", 6) == 0)
            return exifOrientation(marker->data, marker->data_length);
    }
    return 1;
}

/// Four inks to three colours. Adobe's programs, and all that follow them, store the paper that
/// shows through instead of the ink.
void inksToRgb(const std::uint8_t* inks, int width, bool inverted, std::uint8_t* rgb)
{
    for (int x = 0; x < width; ++x, inks += 4, rgb += 3) {
        const unsigned black = inverted ? inks[3] : 255u - inks[3];
        for (int c = 0; c < 3; ++c) {
            const unsigned paper = inverted ? inks[c] : 255u - inks[c];
            rgb[c] = std::uint8_t((paper * black + 127) / 255);
        }
    }
}

class JpegReader {
public:
    explicit JpegReader(const PictureFile& file) : file_(file)
    {
        jpeg_.err = jpeg_std_error(&errors_.manager);
        errors_.manager.error_exit = fail;
        errors_.manager.emit_message = failOnLostPixels;
    }
    ~JpegReader() { jpeg_destroy_decompress(&jpeg_); }

    DecodedPicture read()
    {
        if (!start())
            refuseDamaged(file_, errors_.message);
        DecodedPicture picture = makePicture(file_, jpeg_.image_width, jpeg_.image_height);
        picture.orientation = orientationOf(jpeg_);
        inks_.resize(isCmyk() ? std::size_t(picture.width) * 4 : 0);
        if (!readRows(picture))
            refuseDamaged(file_, errors_.message);
        return picture;
    }

private:
    // These two hold no object with a destructor, because an error jumps out of them.
    bool start()
    {
        if (setjmp(errors_.escape))
            return false;
        jpeg_create_decompress(&jpeg_);
        jpeg_stdio_src(&jpeg_, file_.file);
        jpeg_save_markers(&jpeg_, JPEG_APP0 + 1, 0xffff);
        jpeg_read_header(&jpeg_, TRUE);
        return true;
    }

    bool readRows(DecodedPicture& picture)
    {
        if (setjmp(errors_.escape))
            return false;
        jpeg_.out_color_space = isCmyk() ? JCS_CMYK : JCS_RGB;
        jpeg_start_decompress(&jpeg_);
        while (jpeg_.output_scanline < jpeg_.output_height) {
            std::uint8_t* const rgb =
                picture.rgb.data() + std::size_t(jpeg_.output_scanline) * jpeg_.output_width * 3;
            JSAMPROW row = isCmyk() ? inks_.data() : rgb;
            jpeg_read_scanlines(&jpeg_, &row, 1);
            if (isCmyk())
                inksToRgb(row, picture.width, jpeg_.saw_Adobe_marker, rgb);
        }
        jpeg_finish_decompress(&jpeg_); // also looks for the end marker
        return true;
    }

    bool isCmyk() const
    {
        return jpeg_.jpeg_color_space == JCS_CMYK || jpeg_.jpeg_color_space == JCS_YCCK;
    }

    const PictureFile& file_;
    jpeg_decompress_struct jpeg_{};
    ErrorHandler errors_{};
    std::vector<std::uint8_t> inks_;
};

} // namespace

DecodedPicture readJpeg(const PictureFile& file)
{
    return JpegReader(file).read();
}

} // namespace core
