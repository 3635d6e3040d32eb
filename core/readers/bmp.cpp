#include "core/readers/reader.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>
#include <span>

namespace core {

namespace {

enum class Compression : std::uint32_t { None = 0, Rle8 = 1, Rle4 = 2, Bitfields = 3 };

struct Header {
    std::size_t pixelsAt = 0;
    std::int64_t width = 0;
    std::int64_t height = 0;
    bool topDown = false;
    int bits = 0;
    Compression compression = Compression::None;
    std::array<std::uint32_t, 3> channelMasks{}; ///< red, green, blue of 16 and 32 bits
    std::vector<std::array<std::uint8_t, 3>> palette;
};

class BmpReader {
public:
    explicit BmpReader(const PictureFile& file) : file_(file), bytes_(readWhole(file)) {}

    DecodedPicture read();

private:
    std::uint32_t number(std::size_t at, int size) const
    {
        if (at + std::size_t(size) > bytes_.size())
            refuseDamaged(file_, "it ends too early");
        std::uint32_t value = 0;
        for (int i = size - 1; i >= 0; --i)
            value = value << 8 | bytes_[at + std::size_t(i)];
        return value;
    }
    Header readHeader() const;
    void readPalette(Header& header, std::size_t at, std::size_t entrySize,
                     std::uint32_t used) const;
    void readChannelMasks(Header& header) const;
    void readPlain(const Header& header, DecodedPicture& picture) const;
    void readRuns(const Header& header, DecodedPicture& picture) const;
    std::uint8_t* rowOf(const Header& header, DecodedPicture& picture, std::int64_t y) const
    {
        const std::int64_t line = header.topDown ? y : picture.height - 1 - y;
        return picture.rgb.data() + std::size_t(line) * std::size_t(picture.width) * 3;
    }
    void put(const Header& header, std::uint32_t index, std::uint8_t* rgb) const
    {
        if (index >= header.palette.size())
            refuseDamaged(file_, "it uses a colour that its palette does not have");
        std::copy_n(header.palette[index].begin(), 3, rgb);
    }

    const PictureFile& file_;
    std::vector<std::uint8_t> bytes_;
};

constexpr std::size_t fileHeaderSize = 14, coreHeaderSize = 12, infoHeaderSize = 40;

Header BmpReader::readHeader() const
{
    Header header;
    header.pixelsAt = number(10, 4);
    const std::size_t size = number(fileHeaderSize, 4);
    if (size == coreHeaderSize) {
        header.width = number(18, 2);
        header.height = number(20, 2);
        header.bits = int(number(24, 2));
        readPalette(header, fileHeaderSize + size, 3, 0);
        return header;
    }
    if (size < infoHeaderSize)
        refuseDamaged(file_, "its header has an unknown size");
    header.width = std::int32_t(number(18, 4));
    const std::int64_t height = std::int32_t(number(22, 4));
    header.height = std::abs(height);
    header.topDown = height < 0;
    header.bits = int(number(28, 2));
    header.compression = Compression(number(30, 4));
    readChannelMasks(header);
    const bool masksFollow = size == infoHeaderSize && header.compression == Compression::Bitfields;
    readPalette(header, fileHeaderSize + size + (masksFollow ? 12 : 0), 4, number(46, 4));
    return header;
}

void BmpReader::readPalette(Header& header, std::size_t at, std::size_t entrySize,
                            std::uint32_t used) const
{
    if (header.bits > 8)
        return;
    const std::uint32_t most = 1u << header.bits;
    const std::uint32_t entries = used == 0 || used > most ? most : used;
    for (std::uint32_t i = 0; i < entries && at + entrySize <= header.pixelsAt;
         ++i, at += entrySize) {
        const std::uint32_t color = number(at, 3);
        header.palette.push_back(
            {std::uint8_t(color >> 16), std::uint8_t(color >> 8), std::uint8_t(color)});
    }
}

void BmpReader::readChannelMasks(Header& header) const
{
    if (header.compression == Compression::Bitfields) {
        for (std::size_t c = 0; c < 3; ++c)
            header.channelMasks[c] = number(fileHeaderSize + infoHeaderSize + 4 * c, 4);
    } else if (header.bits == 16) {
        header.channelMasks = {0x7c00, 0x03e0, 0x001f};
    } else {
        header.channelMasks = {0xff0000, 0x00ff00, 0x0000ff};
    }
}

std::uint8_t channel(std::uint32_t value, std::uint32_t mask)
{
    if (mask == 0)
        return 0;
    const int shift = std::countr_zero(mask);
    const std::uint64_t most = mask >> shift;
    return std::uint8_t(((value & mask) >> shift) * std::uint64_t(255) / most);
}

void BmpReader::readPlain(const Header& header, DecodedPicture& picture) const
{
    const std::size_t stride = (std::size_t(header.width) * std::size_t(header.bits) + 31) / 32 * 4;
    if (header.pixelsAt > bytes_.size() ||
        stride > (bytes_.size() - header.pixelsAt) / std::size_t(header.height))
        refuseDamaged(file_, "it ends too early");
    const int bits = header.bits;
    for (std::int64_t y = 0; y < header.height; ++y) {
        const std::uint8_t* const from = bytes_.data() + header.pixelsAt + std::size_t(y) * stride;
        std::uint8_t* rgb = rowOf(header, picture, y);
        for (std::size_t x = 0; x < std::size_t(header.width); ++x, rgb += 3) {
            if (bits <= 8) {
                const std::size_t bit = x * std::size_t(bits);
                const int shift = 8 - bits - int(bit % 8);
                put(header, from[bit / 8] >> shift & ((1 << bits) - 1), rgb);
            } else if (bits == 24) {
                rgb[0] = from[3 * x + 2];
                rgb[1] = from[3 * x + 1];
                rgb[2] = from[3 * x];
            } else {
                std::uint32_t value = 0;
                for (int i = bits / 8 - 1; i >= 0; --i)
                    value = value << 8 | from[x * std::size_t(bits / 8) + std::size_t(i)];
                for (std::size_t c = 0; c < 3; ++c)
                    rgb[c] = channel(value, header.channelMasks[c]);
            }
        }
    }
}

/// Pairs of a count and a colour (or two, in turn); a count of zero begins an order: 0 next line,
/// 1 the end, 2 move on, more: as many colours as they stand.
void BmpReader::readRuns(const Header& header, DecodedPicture& picture) const
{
    const bool halves = header.compression == Compression::Rle4;
    std::size_t at = header.pixelsAt;
    std::int64_t x = 0, y = 0;
    const auto next = [&] { return number(at++, 1); };
    const auto putNext = [&](std::uint32_t index) {
        if (x < header.width && y < header.height)
            put(header, index, rowOf(header, picture, y) + x * 3);
        ++x;
    };
    // What no run covers shows the first colour.
    for (std::size_t i = 0; i < picture.rgb.size(); i += 3)
        put(header, 0, picture.rgb.data() + i);
    while (y < header.height) {
        const std::uint32_t count = next();
        const std::uint32_t value = next();
        if (count > 0) {
            for (std::uint32_t i = 0; i < count; ++i)
                putNext(!halves ? value : i % 2 == 0 ? value >> 4 : value & 15);
        } else if (value == 0) {
            x = 0;
            ++y;
        } else if (value == 1) {
            return;
        } else if (value == 2) {
            x += next();
            y += next();
        } else {
            const std::size_t start = at;
            for (std::uint32_t i = 0; i < value; ++i) {
                const std::uint32_t byte = number(start + (halves ? i / 2 : i), 1);
                putNext(!halves ? byte : i % 2 == 0 ? byte >> 4 : byte & 15);
            }
            const std::size_t used = halves ? (value + 1) / 2 : value;
            at = start + (used + 1) / 2 * 2;
        }
    }
}

DecodedPicture BmpReader::read()
{
    const Header header = readHeader();
    const int bits = header.bits;
    const bool runs = (header.compression == Compression::Rle8 && bits == 8) ||
                      (header.compression == Compression::Rle4 && bits == 4);
    const bool plain =
        header.compression == Compression::None &&
        (bits == 1 || bits == 4 || bits == 8 || bits == 16 || bits == 24 || bits == 32);
    const bool masked = header.compression == Compression::Bitfields && (bits == 16 || bits == 32);
    if (!runs && !plain && !masked)
        refuseDamaged(file_, "it is a kind of BMP that is not known");
    DecodedPicture picture = makePicture(file_, header.width, header.height);
    if (runs)
        readRuns(header, picture);
    else
        readPlain(header, picture);
    return picture;
}

} // namespace

DecodedPicture readBmp(const PictureFile& file)
{
    return BmpReader(file).read();
}

} // namespace core
