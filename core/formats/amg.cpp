#include "core/formats/amg.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>
#include <string_view>
#include <system_error>

#include "core/atomic_file.h"
#include "core/error.h"
#include "core/formats/json_fields.h"
#include "core/formats/png.h"
#include "core/image.h"
#include "core/input_file.h"

namespace core {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view header =
    "id,area,bbox_x0,bbox_y0,bbox_w,bbox_h,point_input_x,point_input_y,predicted_iou,"
    "stability_score,crop_box_x0,crop_box_y0,crop_box_w,crop_box_h";
constexpr const char* tableName = "metadata.csv";

// --- Writing ----------------------------------------------------------------------------------

/// As Python prints a float: the fewest digits that are this double, with a point, and with an
/// exponent of at least two digits below 1e-4 and from 1e16 on.
std::string pythonFloat(double value)
{
    std::array<char, 32> buffer{};
    char* const begin = buffer.data();
    const auto format = value == 0 || (std::abs(value) >= 1e-4 && std::abs(value) < 1e16)
                            ? std::chars_format::fixed
                            : std::chars_format::scientific;
    char* const end = std::to_chars(begin, begin + buffer.size(), value, format).ptr;
    std::string text(begin, end);
    if (format == std::chars_format::fixed && text.find('.') == std::string::npos)
        text += ".0";
    return text;
}

std::array<int, 4> amgBox(const PixelRect& box)
{
    return {box.x, box.y, std::max(0, box.width - 1), std::max(0, box.height - 1)};
}

std::array<int, 4> amgCrop(const PixelRect& box)
{
    return {box.x, box.y, box.width, box.height};
}

std::string joined(const std::array<int, 4>& numbers, const char* separator)
{
    std::string text = std::to_string(numbers[0]);
    for (std::size_t i = 1; i < numbers.size(); ++i)
        text += separator + std::to_string(numbers[i]);
    return text;
}

std::string jsonRecord(const GeneratedMask& mask)
{
    return "{\"segmentation\": {\"size\": [" + std::to_string(mask.mask.height) + ", " +
           std::to_string(mask.mask.width) +
           "], \"counts\": " + Json(compressCounts(mask.mask)).dump() +
           "}, \"area\": " + std::to_string(mask.area) + ", \"bbox\": [" +
           joined(amgBox(mask.box), ", ") + "], \"predicted_iou\": " + pythonFloat(mask.iou) +
           ", \"point_coords\": [[" + pythonFloat(mask.x) + ", " + pythonFloat(mask.y) +
           "]], \"stability_score\": " + pythonFloat(mask.stability) + ", \"crop_box\": [" +
           joined(amgCrop(mask.cropBox), ", ") + "]}";
}

std::string tableRow(std::size_t id, const GeneratedMask& mask)
{
    return std::to_string(id) + "," + std::to_string(mask.area) + "," +
           joined(amgBox(mask.box), ",") + "," + pythonFloat(mask.x) + "," + pythonFloat(mask.y) +
           "," + pythonFloat(mask.iou) + "," + pythonFloat(mask.stability) + "," +
           joined(amgCrop(mask.cropBox), ",");
}

} // namespace

std::string toAmgJson(const std::vector<GeneratedMask>& masks)
{
    std::string text = "[";
    for (std::size_t i = 0; i < masks.size(); ++i)
        text += (i ? ", " : "") + jsonRecord(masks[i]);
    return text + "]";
}

void writeAmgJson(const fs::path& path, const std::vector<GeneratedMask>& masks)
{
    writeFileAtomically(path, toAmgJson(masks));
}

void fillAmgFolder(AtomicFolder& folder, const std::vector<GeneratedMask>& masks)
{
    std::string table(header);
    for (std::size_t i = 0; i < masks.size(); ++i) {
        folder.write(std::to_string(i) + ".png", toMaskPng(decodeRle(masks[i].mask)));
        table += "\n" + tableRow(i, masks[i]);
    }
    folder.write(tableName, table);
}

void writeAmgFolder(const fs::path& path, const std::vector<GeneratedMask>& masks)
{
    AtomicFolder folder(path);
    fillAmgFolder(folder, masks);
    folder.commit();
}

// --- Reading ----------------------------------------------------------------------------------

namespace {

/// The mask with all that follows from its pixels.
/// @throws Error FileDamaged when the file's area is another one.
GeneratedMask maskOf(Rle runs, std::int64_t writtenArea)
{
    GeneratedMask mask;
    mask.mask = std::move(runs);
    mask.area = area(mask.mask);
    mask.box = boundingBox(mask.mask);
    if (std::int64_t(mask.area) != writtenArea)
        refuse("its area is " + std::to_string(writtenArea) + ", but the mask has " +
               std::to_string(mask.area) + " pixels");
    return mask;
}

/// Numbers out of JSON or out of a table, taken with the same care.
template <typename Numbers> PixelRect cropBoxOf(const Numbers& numbers)
{
    const auto at = [&](std::size_t i, std::int64_t least) {
        return int(integer(numbers[i], "crop_box", least, maxImagePixels));
    };
    return {at(0, 0), at(1, 0), at(2, 1), at(3, 1)};
}

template <typename Numbers> void checkBox(const Numbers& numbers)
{
    for (std::size_t i = 0; i < 4; ++i)
        integer(numbers[i], "bbox", 0, maxImagePixels);
}

const Json& listOf(const Json& value, const char* what, std::size_t size)
{
    if (!value.is_array() || value.size() != size)
        refuse(std::string("\"") + what + "\" is not a list of " + std::to_string(size));
    return value;
}

GeneratedMask readRecord(const Json& record)
{
    GeneratedMask mask = maskOf(readRuns(member(record, "segmentation")),
                                integer(member(record, "area"), "area", 0, maxImagePixels));
    checkBox(listOf(member(record, "bbox"), "bbox", 4));
    mask.iou = real(member(record, "predicted_iou"), "predicted_iou");
    mask.stability = real(member(record, "stability_score"), "stability_score");
    const Json& points = listOf(member(record, "point_coords"), "point_coords", 1);
    const Json& point = listOf(points[0], "point_coords", 2);
    mask.x = number(point[0], "point_coords");
    mask.y = number(point[1], "point_coords");
    mask.cropBox = cropBoxOf(listOf(member(record, "crop_box"), "crop_box", 4));
    return mask;
}

void checkSizes(const std::vector<GeneratedMask>& masks)
{
    for (const GeneratedMask& mask : masks)
        if (mask.mask.width != masks[0].mask.width || mask.mask.height != masks[0].mask.height)
            refuse("its masks are not all of one size");
}

std::vector<GeneratedMask> readJson(const fs::path& path)
{
    const Json file = Json::parse(readWholeFile(path), nullptr, false);
    if (!file.is_array())
        refuse(file.is_discarded() ? "it is not JSON" : "it is not a list of masks");
    std::vector<GeneratedMask> masks;
    masks.reserve(file.size());
    readEach(file, "mask", [&](const Json& record) { masks.push_back(readRecord(record)); });
    return masks;
}

/// The text's parts between separators.
std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos)
            return parts;
        text.remove_prefix(end + 1);
    }
}

/// The lines of a text, whatever ends them and whether the last one is ended.
std::vector<std::string_view> lines(std::string_view text)
{
    std::vector<std::string_view> result = split(text, '\n');
    if (result.back().empty())
        result.pop_back();
    for (std::string_view& line : result)
        if (line.ends_with('\r'))
            line.remove_suffix(1);
    return result;
}

std::array<Json, 14> readRow(std::string_view line)
{
    const std::vector<std::string_view> fields = split(line, ',');
    std::array<Json, 14> row;
    if (fields.size() != row.size())
        refuse("it has " + std::to_string(fields.size()) + " fields instead of " +
               std::to_string(row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) {
        double value = 0;
        const char* const end = fields[i].data() + fields[i].size();
        const auto [parsed, error] = std::from_chars(fields[i].data(), end, value);
        if (error != std::errc() || parsed != end)
            refuse("\"" + std::string(fields[i]) + "\" is not a number");
        row[i] = value;
    }
    return row;
}

Mask readPng(const fs::path& path)
{
    try {
        return readMaskPng(path);
    } catch (const Error& error) {
        const std::string name = path.filename().string();
        refuse(error.code() == ErrorCode::FileMissing ? name + " is missing"
                                                      : name + " cannot be read");
    }
}

GeneratedMask readRowWithMask(const fs::path& folder, std::string_view line, std::size_t id)
{
    const std::array<Json, 14> row = readRow(line);
    if (row[0] != double(id))
        refuse("its id is not " + std::to_string(id));
    GeneratedMask mask = maskOf(encodeRle(readPng(folder / (std::to_string(id) + ".png"))),
                                integer(row[1], "area", 0, maxImagePixels));
    checkBox(&row[2]);
    mask.x = number(row[6], "point_input_x");
    mask.y = number(row[7], "point_input_y");
    mask.iou = real(row[8], "predicted_iou");
    mask.stability = real(row[9], "stability_score");
    mask.cropBox = cropBoxOf(&row[10]);
    return mask;
}

/// A mask that the table does not know means that one of both is another picture's.
void refuseMoreMasks(const fs::path& folder, std::size_t count)
{
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        const std::string stem = entry.path().stem().string();
        const bool isMask = entry.path().extension() == ".png" && !stem.empty() &&
                            stem.find_first_not_of("0123456789") == std::string::npos;
        if (isMask && (stem.size() > 9 || std::stoul(stem) >= count))
            refuse("metadata.csv does not tell of " + entry.path().filename().string());
    }
}

std::vector<GeneratedMask> readFolder(const fs::path& folder)
{
    std::error_code error;
    if (!fs::exists(folder / tableName, error) && !error)
        refuse("there is no metadata.csv in it");
    const std::string table = readWholeFile(folder / tableName);
    const std::vector<std::string_view> rows = lines(table);
    if (rows.empty() || rows[0] != header)
        refuse("metadata.csv does not begin as everything mode's does");
    std::vector<GeneratedMask> masks;
    masks.reserve(rows.size() - 1);
    for (std::size_t i = 1; i < rows.size(); ++i) {
        try {
            masks.push_back(readRowWithMask(folder, rows[i], i - 1));
        } catch (const Error& error) {
            refuse("mask " + std::to_string(i - 1) + ": " + error.reason());
        }
    }
    refuseMoreMasks(folder, masks.size());
    return masks;
}

} // namespace

bool isAmgFolder(const fs::path& folder)
{
    std::error_code error;
    if (!fs::is_regular_file(folder / tableName, error))
        return false;
    try {
        const InputFile file = openInputFile(folder / tableName);
        std::array<char, header.size()> begin{};
        const std::size_t size = std::fread(begin.data(), 1, begin.size(), file.get());
        return std::string_view(begin.data(), size) == header;
    } catch (const Error&) {
        return false;
    }
}

std::vector<GeneratedMask> readAmg(const fs::path& path)
{
    try {
        std::error_code error;
        std::vector<GeneratedMask> masks =
            fs::is_directory(path, error) ? readFolder(path) : readJson(path);
        checkSizes(masks);
        return masks;
    } catch (const Error& error) {
        if (error.code() != ErrorCode::FileDamaged)
            throw;
        throw Error(ErrorCode::FileDamaged, path.string(), error.reason());
    }
}

} // namespace core
