#pragma once

#include <filesystem>

namespace core {

/// Says what the system's error number means for somebody who wanted to write `path`.
/// @throws Error DiskFull, NotWritable, WriteFailed: always.
[[noreturn]] void throwSystemError(const std::filesystem::path& path, int error);

/// Makes a folder and those above it, where they are missing.
/// @throws Error DiskFull, NotWritable, WriteFailed.
void makeFolders(const std::filesystem::path& folder);

/// So that new names in it survive a power cut. Not every file system can do it; the files
/// themselves are safe by then.
void syncFolder(const std::filesystem::path& folder);

} // namespace core
