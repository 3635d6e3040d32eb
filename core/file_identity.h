#pragma once

#include <filesystem>
#include <string>

namespace core {

/// Differs when a path leads to another file, or when the file has been written to or replaced
/// (its place, size and times; the system sets one of those itself). Empty when there is no file.
std::string fileIdentity(const std::filesystem::path& path);

} // namespace core
