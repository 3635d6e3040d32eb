#pragma once

#include <cstdint>
#include <map>
#include <string_view>

namespace core {

/// Entry name to its bytes. Names and bytes are views of the file.
using ZipEntries = std::map<std::string_view, std::string_view>;

/// The entries of a zip file that are stored as they are, as torch.save stores them, found through
/// the central directory. Every entry lies inside the file and meets no other.
/// @throws Refusal for what is cut off, out of bounds, overlapping, compressed or encrypted, and
/// for
///         archives of 4 GiB and more (zip64).
ZipEntries readStoredZip(std::string_view file);

} // namespace core
