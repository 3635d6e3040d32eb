#include "core/readers/reader.h"

#include <memory>

#include <webp/decode.h>
#include <webp/demux.h>

namespace core {

namespace {

struct Deleter {
    void operator()(WebPDemuxer* demuxer) const { WebPDemuxDelete(demuxer); }
};

int orientationOf(const WebPDemuxer* demuxer)
{
    WebPChunkIterator chunk;
    if (!WebPDemuxGetChunk(demuxer, "EXIF", 1, &chunk))
        return 1;
    const int orientation = exifOrientation(chunk.chunk.bytes, chunk.chunk.size);
    WebPDemuxReleaseChunkIterator(&chunk);
    return orientation;
}

void decodeOpaque(const PictureFile& file, const WebPData& data, DecodedPicture& picture)
{
    if (!WebPDecodeRGBInto(data.bytes, data.size, picture.rgb.data(), picture.rgb.size(),
                           picture.width * 3))
        refuseDamaged(file, "its pixels cannot be decoded");
}

void decodeOverWhite(const PictureFile& file, const WebPData& data, DecodedPicture& picture)
{
    std::vector<std::uint8_t> rgba(picture.rgb.size() / 3 * 4);
    if (!WebPDecodeRGBAInto(data.bytes, data.size, rgba.data(), rgba.size(), picture.width * 4))
        refuseDamaged(file, "its pixels cannot be decoded");
    for (std::size_t i = 0; i < rgba.size() / 4; ++i) {
        for (std::size_t c = 0; c < 3; ++c)
            picture.rgb[i * 3 + c] = overWhite(rgba[i * 4 + c], rgba[i * 4 + 3]);
    }
}

} // namespace

DecodedPicture readWebp(const PictureFile& file)
{
    const std::vector<std::uint8_t> bytes = readWhole(file);
    const WebPData data{bytes.data(), bytes.size()};
    const std::unique_ptr<WebPDemuxer, Deleter> demuxer(WebPDemux(&data));
    if (!demuxer)
        refuseDamaged(file, "its parts do not fit together");
    // The first frame is the picture itself when nothing moves.
    WebPIterator frame;
    if (!WebPDemuxGetFrame(demuxer.get(), 1, &frame))
        refuseDamaged(file, "it holds no picture");
    const std::unique_ptr<WebPIterator, void (*)(WebPIterator*)> release(&frame,
                                                                         WebPDemuxReleaseIterator);
    DecodedPicture picture = makePicture(file, frame.width, frame.height);
    picture.orientation = orientationOf(demuxer.get());
    if (frame.has_alpha)
        decodeOverWhite(file, frame.fragment, picture);
    else
        decodeOpaque(file, frame.fragment, picture);
    return picture;
}

} // namespace core
