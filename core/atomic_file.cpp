#include "core/atomic_file.h"

#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/error.h"

namespace core {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void throwSystemError(const fs::path& path, int error)
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

/// An open file that throws, on behalf of `target`, when something fails.
class OutputFile {
public:
    OutputFile(int fd, const fs::path& target) : fd_(fd), target_(target)
    {
        if (fd_ < 0)
            throwSystemError(target_, errno);
    }
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;
    ~OutputFile()
    {
        if (fd_ >= 0)
            ::close(fd_);
    }

    void write(std::string_view bytes)
    {
        while (!bytes.empty()) {
            const ssize_t written = ::write(fd_, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR)
                continue;
            if (written < 0)
                throwSystemError(target_, errno);
            bytes.remove_prefix(std::size_t(written));
        }
    }

    void takePermissionsOf(const struct stat& old)
    {
        // Only root may give files away; for others the owner stays who writes.
        if (::fchown(fd_, old.st_uid, old.st_gid) != 0 && ::fchown(fd_, uid_t(-1), old.st_gid) != 0)
            errno = 0;
        if (::fchmod(fd_, old.st_mode & 07777) != 0)
            throwSystemError(target_, errno);
    }

    void sync()
    {
        if (::fsync(fd_) != 0)
            throwSystemError(target_, errno);
    }

    /// Some file systems report a full disk only here.
    void close()
    {
        if (::close(std::exchange(fd_, -1)) != 0)
            throwSystemError(target_, errno);
    }

private:
    int fd_;
    const fs::path& target_;
};

/// Removes a file at the end unless it was kept.
class Cleanup {
public:
    explicit Cleanup(const fs::path& path) : path_(path) {}
    Cleanup(const Cleanup&) = delete;
    Cleanup& operator=(const Cleanup&) = delete;
    ~Cleanup()
    {
        if (!kept_)
            ::unlink(path_.c_str());
    }
    void keep() { kept_ = true; }

private:
    const fs::path& path_;
    bool kept_ = false;
};

/// The file that a chain of symbolic links ends at; it need not exist.
fs::path followLinks(fs::path path)
{
    constexpr int mostLinks = 40; // as the kernel
    std::error_code error;
    for (int i = 0; i < mostLinks && fs::is_symlink(path, error); ++i)
        path = path.parent_path() / fs::read_symlink(path, error);
    return path;
}

/// Opens a new file in `folder` and says in `path` which. Its permissions follow the umask.
int createTemporary(const fs::path& folder, fs::path& path)
{
    constexpr int tries = 1000;
    int fd = -1;
    for (int i = 0; i < tries; ++i) {
        // A short name, so that a target with the longest possible name can be written too.
        path = folder / (".maskwright-" + std::to_string(::getpid()) + "-" + std::to_string(i));
        fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd >= 0 || errno != EEXIST)
            break;
    }
    return fd;
}

/// So that the new name survives a power cut. Not every file system can do it; the file itself is
/// safe by then.
void syncFolder(const fs::path& folder)
{
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    ::fsync(fd);
    ::close(fd);
}

void replaceFile(const fs::path& target, const struct stat* old, std::string_view bytes)
{
    const fs::path folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
    fs::path temporary;
    OutputFile file(createTemporary(folder, temporary), target);
    Cleanup cleanup(temporary);
    if (old)
        file.takePermissionsOf(*old);
    file.write(bytes);
    file.sync();
    file.close();
    if (::rename(temporary.c_str(), target.c_str()) != 0)
        throwSystemError(target, errno);
    cleanup.keep();
    syncFolder(folder);
}

} // namespace

void writeFileAtomically(const fs::path& path, std::string_view bytes)
{
    const fs::path target = followLinks(path);
    struct stat old;
    if (::stat(target.c_str(), &old) != 0) {
        if (errno != ENOENT)
            throwSystemError(target, errno);
        return replaceFile(target, nullptr, bytes);
    }
    if (S_ISDIR(old.st_mode))
        throwSystemError(target, EISDIR);
    if (::faccessat(AT_FDCWD, target.c_str(), W_OK, AT_EACCESS) != 0)
        throwSystemError(target, errno);
    if (S_ISREG(old.st_mode))
        return replaceFile(target, &old, bytes);
    // A device or a pipe is written to, not replaced.
    OutputFile file(::open(target.c_str(), O_WRONLY | O_CLOEXEC), target);
    file.write(bytes);
    file.close();
}

} // namespace core
