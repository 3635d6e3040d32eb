#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace core {

/// A folder of files that appears whole with `commit`; without, nothing is left of it.
class AtomicFolder {
public:
    /// `temporaryFolder`: where it grows, in the same file system; empty: beside `path`.
    /// @throws Error DiskFull, NotWritable, WriteFailed, and so do `write` and `commit`.
    explicit AtomicFolder(std::filesystem::path path,
                          const std::filesystem::path& temporaryFolder = {});
    ~AtomicFolder();
    AtomicFolder(const AtomicFolder&) = delete;
    AtomicFolder& operator=(const AtomicFolder&) = delete;

    /// Adds a file.
    void write(const std::string& name, std::string_view bytes);
    /// Gives the folder its name. An older folder of that name is removed.
    void commit();

private:
    std::filesystem::path path_;
    std::filesystem::path temporary_;
    std::vector<std::filesystem::path> files_;
};

} // namespace core
