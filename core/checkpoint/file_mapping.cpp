#include "core/checkpoint/file_mapping.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/error.h"

namespace core {

namespace {

struct Descriptor {
    int number;
    ~Descriptor()
    {
        if (number >= 0)
            ::close(number);
    }
};

[[noreturn]] void throwSystemError(const std::filesystem::path& path, int error)
{
    if (error == ENOENT || error == ENOTDIR)
        throw Error(ErrorCode::ModelMissing, path.string());
    if (error == ENOMEM)
        throw Error(ErrorCode::OutOfMemory, "the model " + path.string());
    throw Error(ErrorCode::FileUnreadable, path.string(), std::strerror(error));
}

} // namespace

std::shared_ptr<FileMapping> FileMapping::open(const std::filesystem::path& path)
{
    // A named pipe must not make the program wait for a writer.
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    if (file.number < 0)
        throwSystemError(path, errno);
    struct stat status {};
    if (::fstat(file.number, &status) != 0)
        throwSystemError(path, errno);
    if (S_ISDIR(status.st_mode))
        throw Error(ErrorCode::FileUnreadable, path.string(), "it is a folder");
    if (!S_ISREG(status.st_mode))
        throw Error(ErrorCode::FileUnreadable, path.string(), "it is not a regular file");
    if (status.st_size == 0)
        throw Error(ErrorCode::ModelDamaged, path.string(), "it is empty");

    const auto size = static_cast<std::size_t>(status.st_size);
    void* data =
        ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_NORESERVE, file.number, 0);
    if (data == MAP_FAILED)
        throwSystemError(path, errno);
    return std::shared_ptr<FileMapping>(new FileMapping(static_cast<char*>(data), size));
}

FileMapping::~FileMapping()
{
    ::munmap(data_, size_);
}

} // namespace core
