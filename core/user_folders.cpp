#include "core/user_folders.h"

#include <cstdlib>

#include <pwd.h>
#include <unistd.h>

namespace core {

namespace fs = std::filesystem;

namespace {

fs::path homeFolder()
{
    if (const char* home = std::getenv("HOME"); home && *home)
        return home;
    const passwd* user = ::getpwuid(::getuid());
    return user ? user->pw_dir : "/";
}

/// A relative path in such a variable is invalid and to be ignored, says the XDG specification.
fs::path xdgFolder(const char* variable, const char* belowHome)
{
    const char* value = std::getenv(variable);
    const fs::path folder = value ? value : "";
    return folder.is_absolute() ? folder : homeFolder() / belowHome;
}

} // namespace

fs::path dataHome()
{
    return xdgFolder("XDG_DATA_HOME", ".local/share");
}

fs::path cacheHome()
{
    return xdgFolder("XDG_CACHE_HOME", ".cache");
}

std::filesystem::path embeddingsFolder()
{
    return cacheHome() / "maskwright" / "embeddings";
}

} // namespace core
