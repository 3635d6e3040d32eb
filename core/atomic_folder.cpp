#include "core/atomic_folder.h"

#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/system_error.h"

namespace core {

namespace fs = std::filesystem;

namespace {

fs::path folderOf(const fs::path& path)
{
    return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

/// A new folder; its permissions follow the umask.
fs::path makeTemporaryFolder(const fs::path& parent, const fs::path& target)
{
    constexpr int tries = 1000;
    for (int i = 0; i < tries; ++i) {
        const fs::path path =
            parent / (".maskwright-" + std::to_string(::getpid()) + "-" + std::to_string(i));
        if (::mkdir(path.c_str(), 0777) == 0)
            return path;
        if (errno != EEXIST)
            break;
    }
    throwSystemError(target, errno);
}

/// Calls `step`, which answers like a system call, with a descriptor of the file.
template <typename Step> void withFile(const fs::path& path, int flags, Step step)
{
    const int fd = ::open(path.c_str(), flags | O_CLOEXEC, 0666);
    if (fd < 0)
        throwSystemError(path, errno);
    const int stepError = step(fd) == 0 ? 0 : errno;
    const int closeError = ::close(fd) == 0 ? 0 : errno;
    if (stepError || closeError)
        throwSystemError(path, stepError ? stepError : closeError);
}

} // namespace

AtomicFolder::AtomicFolder(fs::path path, const fs::path& temporaryFolder)
    : path_(std::move(path)),
      temporary_(
          makeTemporaryFolder(temporaryFolder.empty() ? folderOf(path_) : temporaryFolder, path_))
{
}

AtomicFolder::~AtomicFolder()
{
    std::error_code ignored;
    if (!temporary_.empty())
        fs::remove_all(temporary_, ignored);
}

void AtomicFolder::write(const std::string& name, std::string_view bytes)
{
    files_.push_back(temporary_ / name);
    withFile(files_.back(), O_WRONLY | O_CREAT | O_EXCL,
             [&](int fd) { return writeAll(fd, bytes); });
}

void AtomicFolder::commit()
{
    // All at the end: the first one makes the file system write most of the others too.
    for (const fs::path& file : files_)
        withFile(file, O_RDONLY, [](int fd) { return ::fsync(fd); });
    syncFolder(temporary_);
    if (::rename(temporary_.c_str(), path_.c_str()) == 0) {
        temporary_.clear();
    } else if (errno != ENOTEMPTY && errno != EEXIST) {
        throwSystemError(path_, errno);
    } else if (::renameat2(AT_FDCWD, temporary_.c_str(), AT_FDCWD, path_.c_str(),
                           RENAME_EXCHANGE) != 0) { // then `temporary_` is the older one
        throwSystemError(path_, errno);
    }
    syncFolder(folderOf(path_));
}

} // namespace core
