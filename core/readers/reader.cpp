#include "core/readers/reader.h"

#include <cstring>

#include <sys/stat.h>

#include "core/error.h"
#include "core/image.h"

namespace core {

void refuseDamaged(const PictureFile& file, const std::string& reason)
{
    throw Error(ErrorCode::PictureDamaged, file.name, reason);
}

DecodedPicture makePicture(const PictureFile& file, std::int64_t width, std::int64_t height)
{
    if (width < 1 || height < 1)
        refuseDamaged(file, "its size is " + std::to_string(width) + "×" + std::to_string(height));
    if (width > maxImagePixels || height > maxImagePixels / width)
        throw Error(ErrorCode::PictureTooLarge, file.name,
                    std::to_string(width) + "×" + std::to_string(height));
    DecodedPicture picture{int(width), int(height), {}, 1};
    picture.rgb.resize(std::size_t(width) * std::size_t(height) * 3);
    return picture;
}

std::vector<std::uint8_t> readWhole(const PictureFile& file)
{
    struct stat info;
    if (::fstat(fileno(file.file), &info) != 0)
        refuseDamaged(file, std::strerror(errno));
    constexpr std::int64_t largestFile = 4 * std::int64_t(maxImagePixels) + (64 << 20);
    if (info.st_size > largestFile)
        throw Error(ErrorCode::PictureTooLarge, file.name,
                    std::to_string(info.st_size >> 20) + " MiB in one file");
    std::vector<std::uint8_t> bytes(std::size_t(info.st_size));
    if (std::fread(bytes.data(), 1, bytes.size(), file.file) != bytes.size())
        refuseDamaged(file, "it cannot be read to its end");
    return bytes;
}

int exifOrientation(const std::uint8_t* data, std::size_t size)
{
    if (size >= 6 && std::memcmp(data, "Exif\0\0", 6) == 0) {
        data += 6;
        size -= 6;
    }
    if (size < 8)
        return 1;
    const bool littleEndian = std::memcmp(data, "II\x2a\0", 4) == 0;
    if (!littleEndian && std::memcmp(data, "MM\0\x2a", 4) != 0)
        return 1;
    const auto number = [&](std::size_t at, int bytes) {
        std::uint32_t value = 0;
        for (int i = 0; i < bytes; ++i)
            value = value << 8 |
                    data[littleEndian ? at + std::size_t(bytes - 1 - i) : at + std::size_t(i)];
        return value;
    };
    const std::size_t directory = number(4, 4);
    if (directory > size - 2)
        return 1;
    const std::size_t entries = number(directory, 2);
    constexpr std::size_t entrySize = 12;
    constexpr std::uint32_t orientationTag = 0x0112, shortType = 3;
    for (std::size_t i = 0; i < entries; ++i) {
        const std::size_t entry = directory + 2 + i * entrySize;
        if (entry + entrySize > size)
            return 1;
        if (number(entry, 2) != orientationTag)
            continue;
        const std::uint32_t value = number(entry + 8, 2);
        return number(entry + 2, 2) == shortType && value >= 1 && value <= 8 ? int(value) : 1;
    }
    return 1;
}

} // namespace core
