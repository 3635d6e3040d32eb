#include "core/partial_file.h"

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/error.h"
#include "core/progress.h"
#include "core/system_error.h"

namespace core {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::milliseconds waitingStep(200);

/// Beside the partial file: the address it came from, and the server's name for that version.
fs::path originOf(const fs::path& partial)
{
    return partial.string() + ".from";
}

void waitAMoment(std::stop_token stop)
{
    std::mutex mutex;
    std::condition_variable_any stopped;
    std::unique_lock lock(mutex);
    stopped.wait_for(lock, stop, waitingStep, [] { return false; });
}

/// Opens and locks the file; −1 when another owner has it.
int openOwned(const fs::path& path, int flags, const fs::path& target)
{
    const int fd = ::open(path.c_str(), flags | O_RDWR | O_CLOEXEC, 0666);
    if (fd < 0)
        throwSystemError(target, errno);
    struct stat opened, there;
    const bool owned = ::flock(fd, LOCK_EX | LOCK_NB) == 0;
    // The owner before may have renamed or removed the very file that was opened.
    if (owned && ::fstat(fd, &opened) == 0 && ::stat(path.c_str(), &there) == 0 &&
        opened.st_ino == there.st_ino)
        return fd;
    ::close(fd);
    return -1;
}

} // namespace

fs::path partialFileOf(const fs::path& target)
{
    return target.parent_path() / ("." + target.filename().string() + ".part");
}

PartialFile::PartialFile(const fs::path& target, std::int64_t total, const ByteProgress& progress,
                         std::stop_token stop)
    : target_(target), path_(partialFileOf(target))
{
    while (!tryToOwn()) {
        std::error_code unknown;
        const auto size = fs::file_size(path_, unknown);
        if (progress && !unknown)
            progress(std::int64_t(size), total);
        waitAMoment(stop);
        checkCancelled(stop);
    }
}

PartialFile::~PartialFile()
{
    if (fd_ < 0)
        return;
    if (size_ == 0)
        discard();
    else
        ::close(fd_);
}

bool PartialFile::tryToOwn()
{
    fd_ = openOwned(path_, O_CREAT, target_);
    if (fd_ < 0)
        return false;
    const off_t end = ::lseek(fd_, 0, SEEK_END);
    if (end < 0)
        throwSystemError(target_, errno);
    size_ = end;
    return true;
}

void PartialFile::append(std::string_view bytes)
{
    const int error = writeAll(fd_, bytes) == 0 ? 0 : errno;
    size_ = ::lseek(fd_, 0, SEEK_CUR); // with what was written before an error
    if (error)
        throwSystemError(target_, error);
}

void PartialFile::clear()
{
    if (::ftruncate(fd_, 0) != 0 || ::lseek(fd_, 0, SEEK_SET) < 0)
        throwSystemError(target_, errno);
    size_ = 0;
}

void PartialFile::checkRoom(std::int64_t bytes) const
{
    std::error_code unknown;
    const fs::space_info space = fs::space(path_, unknown);
    if (!unknown && space.available < std::uintmax_t(bytes))
        throw Error(ErrorCode::DiskFull, target_.string());
}

std::string PartialFile::validator(const std::string& url) const
{
    std::ifstream file(originOf(path_));
    std::string address, validator;
    std::getline(file, address);
    std::getline(file, validator);
    return address == url ? validator : std::string();
}

/// One that is lost costs little: the SHA-256 at the end decides.
void PartialFile::setValidator(const std::string& url, const std::string& validator)
{
    std::ofstream(originOf(path_)) << url << '\n' << validator << '\n';
}

void PartialFile::commit()
{
    if (::fsync(fd_) != 0 || ::rename(path_.c_str(), target_.c_str()) != 0)
        throwSystemError(target_, errno);
    ::unlink(originOf(path_).c_str());
    ::close(fd_);
    fd_ = -1;
    syncFolder(target_.parent_path());
}

void PartialFile::discard()
{
    ::unlink(originOf(path_).c_str());
    ::unlink(path_.c_str());
    ::close(fd_);
    fd_ = -1;
}

bool removePartialFile(const fs::path& target)
{
    const fs::path path = partialFileOf(target);
    std::error_code unknown;
    if (!fs::exists(path, unknown))
        return false;
    const int fd = openOwned(path, 0, target);
    if (fd < 0)
        return false;
    ::unlink(originOf(path).c_str());
    const bool removed = ::unlink(path.c_str()) == 0;
    const int error = errno;
    ::close(fd);
    if (!removed)
        throwSystemError(path, error);
    return true;
}

} // namespace core
