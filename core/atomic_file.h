#pragma once

#include <filesystem>
#include <string_view>

namespace core {

/// Writes a file whole or not at all: into a temporary file beside `path`, fsync, rename. The old
/// file stays as it was on any failure.
/// @throws Error DiskFull, NotWritable, WriteFailed.
void writeFileAtomically(const std::filesystem::path& path, std::string_view bytes);

} // namespace core
