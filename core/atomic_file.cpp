#include "core/atomic_file.h"

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/system_error.h"

namespace core {

namespace fs = std::filesystem;

namespace {

/// An open file that throws, on behalf of `target`, when something fails.
class OutputFile {
public:
    OutputFile(int fd, fs::path target) : fd_(fd), target_(std::move(target))
    {
        if (fd_ < 0)
            throwSystemError(target_, errno);
    }
    OutputFile(OutputFile&& other) noexcept
        : fd_(std::exchange(other.fd_, -1)), target_(std::move(other.target_))
    {
    }
    OutputFile& operator=(OutputFile&&) = delete;
    ~OutputFile()
    {
        if (fd_ >= 0)
            ::close(fd_);
    }

    void write(std::string_view bytes)
    {
        if (writeAll(fd_, bytes) != 0)
            throwSystemError(target_, errno);
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
    fs::path target_;
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

/// Removes a file at the end unless it was kept.
class Cleanup {
public:
    explicit Cleanup(fs::path path) : path_(std::move(path)) {}
    Cleanup(Cleanup&& other) noexcept : path_(std::exchange(other.path_, {})) {}
    Cleanup& operator=(Cleanup&&) = delete;
    ~Cleanup()
    {
        if (!path_.empty())
            ::unlink(path_.c_str());
    }
    const fs::path& path() const { return path_; }
    void keep() { path_.clear(); }

private:
    fs::path path_;
};

/// What is written to: a temporary file, or a device itself.
struct Opened {
    Cleanup temporary; ///< without path: `file` is the target
    OutputFile file;
};

Opened openTemporary(const fs::path& target, const fs::path& folder, const struct stat* old)
{
    fs::path temporary;
    OutputFile file(createTemporary(folder, temporary), target);
    Opened opened{Cleanup(std::move(temporary)), std::move(file)};
    if (old)
        opened.file.takePermissionsOf(*old);
    return opened;
}

fs::path folderOf(const fs::path& target)
{
    return target.has_parent_path() ? target.parent_path() : fs::path(".");
}

Opened open(const fs::path& target, const fs::path& folder)
{
    struct stat old;
    if (::stat(target.c_str(), &old) != 0) {
        if (errno != ENOENT)
            throwSystemError(target, errno);
        return openTemporary(target, folder, nullptr);
    }
    if (S_ISDIR(old.st_mode))
        throwSystemError(target, EISDIR);
    if (::faccessat(AT_FDCWD, target.c_str(), W_OK, AT_EACCESS) != 0)
        throwSystemError(target, errno);
    if (S_ISREG(old.st_mode))
        return openTemporary(target, folder, &old);
    // A device or a pipe is written to, not replaced.
    return {Cleanup({}), OutputFile(::open(target.c_str(), O_WRONLY | O_CLOEXEC), target)};
}

} // namespace

class AtomicFile::Impl {
public:
    Impl(const fs::path& path, const fs::path& temporaryFolder)
        : target_(followLinks(path)),
          opened_(open(target_, temporaryFolder.empty() ? folderOf(target_) : temporaryFolder))
    {
    }
    void write(std::string_view bytes) { opened_.file.write(bytes); }

    void commit()
    {
        const fs::path& temporary = opened_.temporary.path();
        if (temporary.empty())
            return opened_.file.close();
        opened_.file.sync();
        opened_.file.close();
        if (::rename(temporary.c_str(), target_.c_str()) != 0)
            throwSystemError(target_, errno);
        opened_.temporary.keep();
        syncFolder(folderOf(target_));
    }

private:
    fs::path target_;
    Opened opened_;
};

AtomicFile::AtomicFile(const fs::path& path, const fs::path& temporaryFolder)
    : impl_(std::make_unique<Impl>(path, temporaryFolder))
{
}

AtomicFile::~AtomicFile() = default;
AtomicFile::AtomicFile(AtomicFile&&) noexcept = default;

void AtomicFile::write(std::string_view bytes)
{
    impl_->write(bytes);
}

void AtomicFile::commit()
{
    impl_->commit();
}

void writeFileAtomically(const fs::path& path, std::string_view bytes)
{
    AtomicFile file(path);
    file.write(bytes);
    file.commit();
}

} // namespace core
