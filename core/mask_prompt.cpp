#include "core/mask_prompt.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string_view>

#include <opencv2/imgproc.hpp>

#include "core/atomic_file.h"
#include "core/error.h"
#include "core/formats/png.h"
#include "core/input_file.h"

namespace core {

static_assert(std::endian::native == std::endian::little, "the files are little-endian");

namespace {

constexpr int side = LowResLogits::side;
constexpr std::size_t valueBytes = std::size_t(side) * side * sizeof(float);

// NumPy's format 1.0: magic, version, length of the header in two bytes, header, values.
constexpr std::string_view magic = "\x93NUMPY";
constexpr std::size_t lengthAt = 8;
constexpr std::size_t headerAt = 10;
constexpr std::size_t headerAlignment = 64;

/// The first bytes of a file: enough for a NumPy file of the one size that is wanted and one more,
/// so that a longer file is noticed.
std::string readStart(const std::filesystem::path& path)
{
    const InputFile file = openInputFile(path);
    std::string bytes(headerAt + UINT16_MAX + valueBytes + 1, '\0');
    bytes.resize(std::fread(bytes.data(), 1, bytes.size(), file.get()));
    if (std::ferror(file.get()))
        throw Error(ErrorCode::FileUnreadable, path.string(), std::strerror(errno));
    return bytes;
}

/// The part of a NumPy file that holds the values, if they are the kind that is wanted.
std::optional<std::string_view> logitBytes(std::string_view file)
{
    if (file.size() < headerAt || file[magic.size()] != 1)
        return std::nullopt;
    const std::size_t length =
        std::uint8_t(file[lengthAt]) + 256u * std::uint8_t(file[lengthAt + 1]);
    if (file.size() != headerAt + length + valueBytes)
        return std::nullopt;
    std::string header(file.substr(headerAt, length));
    std::erase(header, ' ');
    const auto has = [&header](const char* text) { return header.find(text) != std::string::npos; };
    if (!has("'descr':'<f4'") || !has("'fortran_order':False"))
        return std::nullopt;
    if (!has("'shape':(256,256)") && !has("'shape':(1,256,256)"))
        return std::nullopt;
    return file.substr(headerAt + length);
}

LowResLogits parseLogits(std::string_view file, const std::filesystem::path& path)
{
    const auto bytes = logitBytes(file);
    if (!bytes)
        throw Error(ErrorCode::MaskInvalid, path.string(),
                    "it must hold 256×256 numbers of type float32");
    LowResLogits logits;
    logits.values.resize(std::size_t(side) * side);
    std::memcpy(logits.values.data(), bytes->data(), valueBytes);
    if (!std::all_of(logits.values.begin(), logits.values.end(),
                     [](float v) { return std::isfinite(v); }))
        throw Error(ErrorCode::MaskInvalid, path.string(), "it holds values that are not numbers");
    return logits;
}

} // namespace

LowResLogits logitsFromMask(const Mask& mask)
{
    constexpr float inside = 10;
    const double scale = double(side) / std::max(mask.width(), mask.height());
    const int width = std::max(1, int(mask.width() * scale + 0.5));
    const int height = std::max(1, int(mask.height() * scale + 0.5));

    const cv::Mat bits(mask.height(), mask.width(), CV_8U, const_cast<std::uint8_t*>(mask.row(0)));
    cv::Mat coverage; // 0 … 255
    cv::resize(bits * 255, coverage, cv::Size(width, height), 0, 0, cv::INTER_AREA);

    LowResLogits logits;
    logits.values.assign(std::size_t(side) * side, -inside);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            if (coverage.at<std::uint8_t>(y, x) >= 128)
                logits.values[std::size_t(y) * side + x] = inside;
    return logits;
}

LowResLogits readMaskPrompt(const std::filesystem::path& path, int imageWidth, int imageHeight)
{
    const std::string start = readStart(path);
    if (start.starts_with(magic))
        return parseLogits(start, path);

    const Mask mask = readMaskPng(path);
    if (mask.width() != imageWidth || mask.height() != imageHeight)
        throw Error(ErrorCode::MaskInvalid, path.string(),
                    "it is " + std::to_string(mask.width()) + "×" + std::to_string(mask.height()) +
                        " pixels, the picture " + std::to_string(imageWidth) + "×" +
                        std::to_string(imageHeight));
    return logitsFromMask(mask);
}

void writeLogits(const std::filesystem::path& path, const LowResLogits& logits)
{
    std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (256, 256), }";
    while ((headerAt + header.size() + 1) % headerAlignment != 0)
        header += ' ';
    header += '\n';

    std::string bytes(magic);
    bytes += {'\x01', '\x00', char(header.size()), '\x00'}; // version 1.0, length below 256
    bytes += header;
    bytes.append(reinterpret_cast<const char*>(logits.values.data()), valueBytes);
    writeFileAtomically(path, bytes);
}

} // namespace core
