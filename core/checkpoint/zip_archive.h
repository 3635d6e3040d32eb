#pragma once

#include <map>
#include <string_view>

namespace core {

/// What torch.save writes: a zip file whose entries are stored as they are.
struct ZipArchive {
    /// Entry name to its bytes, both views of the file. Without bytes where the entry is packed.
    std::map<std::string_view, std::string_view> entries;
    bool hasPacked = false; ///< some entries are compressed or encrypted
};

/// Finds the entries through the central directory. Each lies inside the file and meets no other.
/// Archives of 4 GiB and more are read too (zip64).
/// @throws Refusal for what is cut off, out of bounds or overlapping.
ZipArchive readZipArchive(std::string_view file);

} // namespace core
