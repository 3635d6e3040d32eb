#pragma once

#include <filesystem>

namespace core {

/// Where this user's programs keep data: $XDG_DATA_HOME or ~/.local/share. May not exist yet.
std::filesystem::path dataHome();

/// What can be made again: $XDG_CACHE_HOME or ~/.cache. May not exist yet.
std::filesystem::path cacheHome();

/// Where embeddings are kept from one run to the next: cacheHome()/maskwright/embeddings.
std::filesystem::path embeddingsFolder();

} // namespace core
