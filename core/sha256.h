#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace core {

/// Lower-case hex SHA-256.
std::string sha256(std::string_view bytes);

/// @throws Error FileMissing, FileUnreadable, FileEmpty.
std::string sha256OfFile(const std::filesystem::path& path);

} // namespace core
