#include "core/system_error.h"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "core/error.h"

namespace core {

void throwSystemError(const std::filesystem::path& path, int error)
{
    switch (error) {
    case ENOSPC:
    case EDQUOT:
        throw Error(ErrorCode::DiskFull, path.string());
    case EACCES:
    case EPERM:
    case EROFS:
        throw Error(ErrorCode::NotWritable, path.string());
    default:
        throw Error(ErrorCode::WriteFailed, path.string(), std::generic_category().message(error));
    }
}

int writeAll(int fd, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(fd, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return -1;
        bytes.remove_prefix(std::size_t(written));
    }
    return 0;
}

void makeFolders(const std::filesystem::path& folder)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        throwSystemError(folder, error.value());
}

void syncFolder(const std::filesystem::path& folder)
{
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    ::fsync(fd);
    ::close(fd);
}

} // namespace core
