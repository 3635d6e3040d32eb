#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string_view>

namespace core {

/// A model file mapped into memory. Pages are private: writing to them changes neither the file nor
/// another mapping of it.
class FileMapping {
public:
    /// @throws Error ModelMissing, FileUnreadable, ModelDamaged (an empty file), OutOfMemory.
    static std::shared_ptr<FileMapping> open(const std::filesystem::path& path);
    ~FileMapping();
    FileMapping(const FileMapping&) = delete;
    FileMapping& operator=(const FileMapping&) = delete;

    char* data() const { return data_; }
    std::size_t size() const { return size_; } ///< bytes, at least 1
    std::string_view bytes() const { return {data_, size_}; }

private:
    FileMapping(char* data, std::size_t size) : data_(data), size_(size) {}
    char* data_;
    std::size_t size_;
};

} // namespace core
