#include "core/file_identity.h"

#include <system_error>

#include <sys/stat.h>

namespace core {

namespace {

std::string text(const timespec& time)
{
    return std::to_string(time.tv_sec) + '.' + std::to_string(time.tv_nsec);
}

} // namespace

std::string fileIdentity(const std::filesystem::path& path)
{
    std::error_code error;
    const std::filesystem::path place = std::filesystem::canonical(path, error);
    struct stat info;
    if (error || ::stat(place.c_str(), &info) != 0)
        return {};
    return place.string() + ' ' + std::to_string(info.st_size) + ' ' + text(info.st_mtim) + ' ' +
           text(info.st_ctim);
}

} // namespace core
