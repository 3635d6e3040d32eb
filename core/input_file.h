#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

namespace core {

struct FileCloser {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using InputFile = std::unique_ptr<std::FILE, FileCloser>;

/// Opens a plain file for reading. Folders, pipes and devices are refused: a pipe could make the
/// program wait for ever.
/// @throws Error FileMissing, FileUnreadable, FileEmpty.
InputFile openInputFile(const std::filesystem::path& path);

/// All bytes of such a file.
/// @throws Error as openInputFile.
std::string readWholeFile(const std::filesystem::path& path);

} // namespace core
