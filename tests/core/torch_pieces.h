#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

/// What files of torch.save are made of, for tests that put them together wrongly.
namespace torch_pieces {

/// A file that PyTorch wrote, from tests/core/data.
inline std::filesystem::path sample(const char* name)
{
    return std::filesystem::path(MASKWRIGHT_TEST_DATA) / name;
}

inline std::string read(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

template <typename Number> std::string little(Number number)
{
    return {reinterpret_cast<const char*>(&number), sizeof number};
}

/// One entry of an archive, with everything a hostile one could lie about.
struct Entry {
    std::string name;
    std::string bytes;
    std::uint16_t method = 0;
    std::uint16_t flags = 0;
    std::int64_t claimedSize = -1;   ///< in the table of contents; −1 is the truth
    std::int64_t claimedOffset = -1; ///< likewise
};

inline std::string archive(const std::vector<Entry>& entries)
{
    std::string file;
    std::string directory;
    for (const Entry& entry : entries) {
        const auto size = std::uint32_t(entry.bytes.size());
        const auto claimed = std::uint32_t(entry.claimedSize < 0 ? size : entry.claimedSize);
        const auto offset =
            std::uint32_t(entry.claimedOffset < 0 ? file.size() : entry.claimedOffset);
        const auto nameSize = std::uint16_t(entry.name.size());
        file += "PK\x03\x04" + little(std::uint16_t(0)) + little(entry.flags) +
                little(entry.method) + std::string(8, '\0') + little(size) + little(size) +
                little(nameSize) + little(std::uint16_t(0)) + entry.name + entry.bytes;
        directory += "PK\x01\x02" + std::string(4, '\0') + little(entry.flags) +
                     little(entry.method) + std::string(8, '\0') + little(claimed) +
                     little(claimed) + little(nameSize) + std::string(12, '\0') + little(offset) +
                     entry.name;
    }
    const auto count = std::uint16_t(entries.size());
    const auto directoryOffset = std::uint32_t(file.size());
    return file + directory + "PK\x05\x06" + std::string(4, '\0') + little(count) + little(count) +
           little(std::uint32_t(directory.size())) + little(directoryOffset) + std::string(2, '\0');
}

/// An archive with this pickle and one storage "0" of eight floats.
inline std::string withPickle(const std::string& pickle)
{
    return archive({{"a/data.pkl", pickle}, {"a/data/0", std::string(32, '\1')}});
}

// Pieces of pickles.
inline const std::string begin("\x80\x02", 2);
inline std::string text(const std::string& value)
{
    return "X" + little(std::uint32_t(value.size())) + value;
}
inline std::string number(std::int64_t value)
{
    return "\x8a\x08" + little(value);
}
inline std::string numbers(const std::vector<std::int64_t>& values)
{
    std::string pickle = "(";
    for (const std::int64_t value : values)
        pickle += number(value);
    return pickle + "t";
}
inline std::string storage(const std::string& key = "0", std::int64_t count = 8,
                           const std::string& type = "FloatStorage")
{
    return "(" + text("storage") + "ctorch\n" + type + "\n" + text(key) + text("cpu") +
           number(count) + "tQ";
}
inline std::string tensor(std::int64_t offset, const std::string& sizes, const std::string& strides,
                          const std::string& from = storage())
{
    return "ctorch._utils\n_rebuild_tensor_v2\n(" + from + number(offset) + sizes + strides +
           "\x89}tR";
}
/// {"w": value}
inline std::string dict(const std::string& value)
{
    return begin + "}" + text("w") + value + "s.";
}

} // namespace torch_pieces
