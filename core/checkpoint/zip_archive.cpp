#include "core/checkpoint/zip_archive.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <vector>

#include "core/checkpoint/refusal.h"

namespace core {

static_assert(std::endian::native == std::endian::little, "the format is little-endian");

namespace {

// Sizes of the fixed parts of the records (PKWARE APPNOTE 4.3).
constexpr std::size_t localSize = 30;
constexpr std::size_t centralSize = 46;
constexpr std::size_t endSize = 22;
constexpr std::size_t end64Size = 56;
constexpr std::size_t locatorSize = 20;
constexpr std::size_t longestComment = 0xffff;
constexpr std::uint64_t mostEntries = 100'000; // the largest Segment Anything model has 600

constexpr std::uint32_t localMark = 0x04034b50;
constexpr std::uint32_t centralMark = 0x02014b50;
constexpr std::uint32_t endMark = 0x06054b50;
constexpr std::uint32_t end64Mark = 0x06064b50;
constexpr std::uint32_t locatorMark = 0x07064b50;

/// What stands in a field whose value is in a zip64 record instead.
constexpr std::uint32_t elsewhere32 = 0xffffffff;
constexpr std::uint16_t elsewhere16 = 0xffff;
constexpr std::uint16_t zip64Tag = 1;

/// The bytes of the file from an entry's local header to the end of its data.
struct Range {
    std::uint64_t begin;
    std::uint64_t end;
};

template <typename Number> Number numberAt(std::string_view bytes, std::uint64_t offset)
{
    Number number;
    std::memcpy(&number, bytes.data() + offset, sizeof number);
    return number;
}

/// `size` bytes from `offset` on, where they lie inside `bytes`.
std::string_view slice(std::string_view bytes, std::uint64_t offset, std::uint64_t size)
{
    if (offset > bytes.size() || size > bytes.size() - offset)
        throw damaged("its archive is cut off or points outside the file");
    return bytes.substr(offset, size);
}

std::uint64_t findEnd(std::string_view file)
{
    if (file.size() < endSize)
        throw damaged("it is cut off");
    const std::uint64_t last = file.size() - endSize;
    const std::uint64_t first = last > longestComment ? last - longestComment : 0;
    for (std::uint64_t at = last + 1; at-- > first;)
        if (numberAt<std::uint32_t>(file, at) == endMark &&
            at + endSize + numberAt<std::uint16_t>(file, at + 20) == file.size())
            return at;
    throw damaged("it is cut off: its table of contents is missing");
}

/// Where the table of contents is.
struct Directory {
    std::uint64_t count; ///< of entries
    std::uint64_t size;
    std::uint64_t offset;
};

/// The same as it stands before the end record of an archive that is too large for that.
Directory readEnd64(std::string_view file, std::uint64_t end)
{
    if (end < locatorSize || numberAt<std::uint32_t>(file, end - locatorSize) != locatorMark)
        throw damaged("its table of contents is broken");
    const auto at = numberAt<std::uint64_t>(file, end - locatorSize + 8);
    const std::string_view record = slice(file.substr(0, end - locatorSize), at, end64Size);
    if (numberAt<std::uint32_t>(record, 0) != end64Mark)
        throw damaged("its table of contents is broken");
    return {numberAt<std::uint64_t>(record, 32), numberAt<std::uint64_t>(record, 40),
            numberAt<std::uint64_t>(record, 48)};
}

Directory readEnd(std::string_view file, std::uint64_t end)
{
    const Directory directory{numberAt<std::uint16_t>(file, end + 10),
                              numberAt<std::uint32_t>(file, end + 12),
                              numberAt<std::uint32_t>(file, end + 16)};
    if (directory.count == elsewhere16 || directory.size == elsewhere32 ||
        directory.offset == elsewhere32)
        return readEnd64(file, end);
    return directory;
}

/// What the central directory says of one entry.
struct CentralHeader {
    std::string_view name;
    std::uint64_t offset; ///< of the local header
    std::uint64_t size;   ///< in the file
    std::uint64_t length; ///< of this header
    bool packed;
};

/// The zip64 part of an entry's extra fields; empty when it has none.
std::string_view findZip64(std::string_view extra)
{
    constexpr std::size_t fieldHeader = 4;
    while (extra.size() >= fieldHeader) {
        const auto tag = numberAt<std::uint16_t>(extra, 0);
        const std::string_view field = slice(extra, fieldHeader, numberAt<std::uint16_t>(extra, 2));
        if (tag == zip64Tag)
            return field;
        extra.remove_prefix(fieldHeader + field.size());
    }
    return {};
}

/// A 32-bit field of an entry, or the next number of its zip64 part, where that has it.
std::uint64_t fieldOrNext(std::uint32_t field, std::string_view& zip64)
{
    if (field != elsewhere32)
        return field;
    const auto number = numberAt<std::uint64_t>(slice(zip64, 0, sizeof(std::uint64_t)), 0);
    zip64.remove_prefix(sizeof number);
    return number;
}

CentralHeader readHeader(std::string_view directory, std::uint64_t at)
{
    const std::string_view fixed = slice(directory, at, centralSize);
    if (numberAt<std::uint32_t>(fixed, 0) != centralMark)
        throw damaged("its table of contents is broken");
    constexpr std::uint16_t encrypted = 1;
    const auto flags = numberAt<std::uint16_t>(fixed, 8);
    const auto method = numberAt<std::uint16_t>(fixed, 10);
    const std::uint64_t nameSize = numberAt<std::uint16_t>(fixed, 28);
    const std::uint64_t extraSize = numberAt<std::uint16_t>(fixed, 30);
    const std::uint64_t commentSize = numberAt<std::uint16_t>(fixed, 32);
    std::string_view zip64 = findZip64(slice(directory, at + centralSize + nameSize, extraSize));
    const std::uint64_t size = fieldOrNext(numberAt<std::uint32_t>(fixed, 24), zip64);
    const std::uint64_t packedSize = fieldOrNext(numberAt<std::uint32_t>(fixed, 20), zip64);
    const std::uint64_t offset = fieldOrNext(numberAt<std::uint32_t>(fixed, 42), zip64);
    return {slice(directory, at + centralSize, nameSize), offset, packedSize,
            centralSize + nameSize + extraSize + commentSize,
            method != 0 || packedSize != size || (flags & encrypted)};
}

/// Checks the local header of an entry against its central one; its data end the range.
Range locate(std::string_view body, const CentralHeader& entry)
{
    const std::string_view header = slice(body, entry.offset, localSize);
    if (numberAt<std::uint32_t>(header, 0) != localMark)
        throw damaged("an entry of its archive is not where it should be");
    const std::uint64_t nameSize = numberAt<std::uint16_t>(header, 26);
    const std::uint64_t extraSize = numberAt<std::uint16_t>(header, 28);
    if (slice(body, entry.offset + localSize, nameSize) != entry.name)
        throw damaged("an entry of its archive has two names");
    const std::uint64_t begin = entry.offset + localSize + nameSize + extraSize;
    slice(body, begin, entry.size);
    return {entry.offset, begin + entry.size};
}

void refuseOverlaps(std::vector<Range>& ranges)
{
    std::sort(ranges.begin(), ranges.end(),
              [](const Range& a, const Range& b) { return a.begin < b.begin; });
    for (std::size_t i = 1; i < ranges.size(); ++i)
        if (ranges[i].begin < ranges[i - 1].end)
            throw damaged("entries of its archive overlap");
}

} // namespace

ZipArchive readZipArchive(std::string_view file)
{
    const std::uint64_t end = findEnd(file);
    const Directory place = readEnd(file, end);
    if (place.count > mostEntries)
        throw damaged("its archive has too many entries");
    const std::string_view directory = slice(file.substr(0, end), place.offset, place.size);
    const std::string_view body = file.substr(0, place.offset);

    ZipArchive archive;
    std::vector<Range> ranges;
    std::uint64_t at = 0;
    for (std::uint64_t i = 0; i < place.count; ++i) {
        const CentralHeader header = readHeader(directory, at);
        ranges.push_back(locate(body, header));
        const auto bytes = header.packed
                               ? std::string_view()
                               : file.substr(ranges.back().end - header.size, header.size);
        if (!archive.entries.emplace(header.name, bytes).second)
            throw damaged("its archive has two entries of one name");
        archive.hasPacked |= header.packed;
        at += header.length;
    }
    refuseOverlaps(ranges);
    return archive;
}

} // namespace core
