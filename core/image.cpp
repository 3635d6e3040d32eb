#include "core/image.h"

#include <array>
#include <cassert>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <utility>

#include <opencv2/core.hpp>

#include "core/error.h"
#include "core/input_file.h"
#include "core/readers/reader.h"

namespace core {

namespace {

using Reader = DecodedPicture (*)(const PictureFile&);

/// By what is in the file, whatever its name says.
Reader readerFor(std::FILE* file)
{
    std::array<char, 12> head{};
    const std::size_t size = std::fread(head.data(), 1, head.size(), file);
    std::rewind(file);
    const auto startsWith = [&](std::string_view magic, std::size_t offset = 0) {
        return size >= offset + magic.size() &&
               std::memcmp(head.data() + offset, magic.data(), magic.size()) == 0;
    };
    using namespace std::string_view_literals;
    if (startsWith("\xff\xd8\xff"))
        return readJpeg;
    if (startsWith("\x89PNG\r\n\x1a\n"))
        return readPng;
    if (startsWith("II\x2a\0"sv) || startsWith("MM\0\x2a"sv) || startsWith("II\x2b\0"sv) ||
        startsWith("MM\0\x2b"sv))
        return readTiff;
    if (startsWith("RIFF") && startsWith("WEBP", 8))
        return readWebp;
    if (startsWith("BM"))
        return readBmp;
    return nullptr;
}

/// Turns and mirrors the pixels so that the picture stands upright.
Image upright(DecodedPicture picture)
{
    if (picture.orientation <= 1 || picture.orientation > 8)
        return Image(picture.width, picture.height, std::move(picture.rgb));
    const cv::Mat from(picture.height, picture.width, CV_8UC3, picture.rgb.data());
    const bool sideways = picture.orientation >= 5;
    const int width = sideways ? picture.height : picture.width;
    const int height = sideways ? picture.width : picture.height;
    std::vector<std::uint8_t> rgb(picture.rgb.size());
    cv::Mat to(height, width, CV_8UC3, rgb.data());
    constexpr int vertically = 0, horizontally = 1, both = -1;
    switch (picture.orientation) {
    case 2:
        cv::flip(from, to, horizontally);
        break;
    case 3:
        cv::flip(from, to, both);
        break;
    case 4:
        cv::flip(from, to, vertically);
        break;
    case 5:
        cv::transpose(from, to);
        break;
    case 6:
        cv::rotate(from, to, cv::ROTATE_90_CLOCKWISE);
        break;
    case 7:
        cv::transpose(from, to);
        cv::flip(to, to, both);
        break;
    case 8:
        cv::rotate(from, to, cv::ROTATE_90_COUNTERCLOCKWISE);
        break;
    }
    return Image(width, height, std::move(rgb));
}

} // namespace

Image::Image(int width, int height, std::vector<std::uint8_t> rgb)
    : width_(width), height_(height),
      pixels_(std::make_shared<const std::vector<std::uint8_t>>(std::move(rgb)))
{
    assert(pixels_->size() == std::size_t(width) * std::size_t(height) * 3);
}

Image readImage(const std::filesystem::path& path)
{
    const InputFile file = openInputFile(path);
    const Reader read = readerFor(file.get());
    if (!read)
        throw Error(ErrorCode::NotAPicture, path.string());
    return upright(read({file.get(), path.string()}));
}

} // namespace core
