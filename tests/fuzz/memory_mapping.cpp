// Takes the place of core/checkpoint/file_mapping.cpp in a fuzzer: a page of a real mapping goes on
// behind the end of the file, and a read there would pass unnoticed.

#include <cstring>

#include "core/checkpoint/file_mapping.h"
#include "core/error.h"
#include "tests/fuzz/given_file.h"

namespace {

std::string_view given;

} // namespace

namespace fuzz {

GivenFile::GivenFile(std::string_view bytes)
{
    given = bytes;
}

GivenFile::~GivenFile()
{
    given = {};
}

std::filesystem::path GivenFile::path() const
{
    return "given";
}

} // namespace fuzz

namespace core {

std::shared_ptr<FileMapping> FileMapping::open(const std::filesystem::path& path)
{
    if (given.empty())
        throw Error(ErrorCode::ModelDamaged, path.string(), "it is empty");
    char* data = new char[given.size()];
    std::memcpy(data, given.data(), given.size());
    return std::shared_ptr<FileMapping>(new FileMapping(data, given.size()));
}

FileMapping::~FileMapping()
{
    delete[] data_;
}

} // namespace core
