// Takes the place of core/checkpoint/file_mapping.cpp in a fuzzer: a page of a real mapping goes on
// behind the end of the file, and a read there would pass unnoticed. Here the bytes lie in memory
// of exactly their size, where a sanitizer sees every read beyond it.

#include <cstring>

#include "core/checkpoint/file_mapping.h"
#include "core/error.h"
#include "core/input_file.h"

namespace core {

std::shared_ptr<FileMapping> FileMapping::open(const std::filesystem::path& path)
{
    std::string bytes;
    try {
        bytes = readWholeFile(path);
    } catch (const Error& error) {
        throw Error(ErrorCode::ModelDamaged, path.string(), error.reason());
    }
    char* data = new char[bytes.size()];
    std::memcpy(data, bytes.data(), bytes.size());
    return std::shared_ptr<FileMapping>(new FileMapping(data, bytes.size()));
}

FileMapping::~FileMapping()
{
    delete[] data_;
}

} // namespace core
