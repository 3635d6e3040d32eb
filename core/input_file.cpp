#include "core/input_file.h"

#include <cerrno>
#include <system_error>

#include <sys/stat.h>

#include "core/error.h"

namespace core {

namespace {

constexpr off_t largestTextFile = off_t(1) << 30;

[[noreturn]] void throwUnreadable(const std::filesystem::path& path, int error)
{
    if (error == ENOENT || error == ENOTDIR)
        throw Error(ErrorCode::FileMissing, path.string());
    throw Error(ErrorCode::FileUnreadable, path.string(), std::generic_category().message(error));
}

} // namespace

InputFile openInputFile(const std::filesystem::path& path)
{
    struct stat info;
    if (::stat(path.c_str(), &info) != 0)
        throwUnreadable(path, errno);
    if (S_ISDIR(info.st_mode))
        throw Error(ErrorCode::FileUnreadable, path.string(), "it is a folder");
    if (!S_ISREG(info.st_mode))
        throw Error(ErrorCode::FileUnreadable, path.string(), "it is not a plain file");
    if (info.st_size == 0)
        throw Error(ErrorCode::FileEmpty, path.string());
    InputFile file(std::fopen(path.c_str(), "rbe"));
    if (!file)
        throwUnreadable(path, errno);
    return file;
}

std::string readWholeFile(const std::filesystem::path& path)
{
    const InputFile file = openInputFile(path);
    struct stat info;
    if (::fstat(fileno(file.get()), &info) != 0)
        throwUnreadable(path, errno);
    if (info.st_size > largestTextFile)
        throw Error(ErrorCode::FileUnreadable, path.string(), "it is larger than 1 GiB");
    std::string bytes(std::size_t(info.st_size), '\0');
    if (std::fread(bytes.data(), 1, bytes.size(), file.get()) != bytes.size())
        throwUnreadable(path, std::ferror(file.get()) ? errno : EIO);
    return bytes;
}

} // namespace core
