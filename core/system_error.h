#pragma once

#include <filesystem>
#include <string_view>

namespace core {

/// Says what the system's error number means for somebody who wanted to write `path`.
/// @throws Error DiskFull, NotWritable, WriteFailed: always.
[[noreturn]] void throwSystemError(const std::filesystem::path& path, int error);

/// Writes all bytes, however many calls that takes.
/// @returns 0; −1 with the error number in `errno` when only some could be written.
int writeAll(int fd, std::string_view bytes);

/// Makes a folder and those above it, where they are missing.
/// @throws Error DiskFull, NotWritable, WriteFailed.
void makeFolders(const std::filesystem::path& folder);

/// So that new names in it survive a power cut. Not every file system can do it; the files
/// themselves are safe by then.
void syncFolder(const std::filesystem::path& folder);

} // namespace core
