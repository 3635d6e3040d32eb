#include "tests/fuzz/given_file.h"

#include <system_error>

#include <sys/mman.h>
#include <unistd.h>

namespace fuzz {

GivenFile::GivenFile(std::string_view bytes) : descriptor_(::memfd_create("given", MFD_CLOEXEC))
{
    if (descriptor_ < 0 ||
        ::write(descriptor_, bytes.data(), bytes.size()) != ssize_t(bytes.size()))
        throw std::system_error(errno, std::generic_category(), "a file for a test");
}

GivenFile::~GivenFile()
{
    ::close(descriptor_);
}

std::filesystem::path GivenFile::path() const
{
    return "/proc/self/fd/" + std::to_string(descriptor_);
}

} // namespace fuzz
