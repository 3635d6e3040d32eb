#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

namespace core {

/// Writes a file whole or not at all: into a temporary file beside `path`, fsync, rename. The old
/// file stays as it was on any failure.
/// @throws Error DiskFull, NotWritable, WriteFailed.
void writeFileAtomically(const std::filesystem::path& path, std::string_view bytes);

/// The same for a file that is written piece by piece. It appears with `commit`; without, nothing
/// is left of it.
class AtomicFile {
public:
    /// `temporaryFolder`: where it grows, in the same file system; empty: beside `path`.
    /// @throws Error as writeFileAtomically, and so do `write` and `commit`.
    explicit AtomicFile(const std::filesystem::path& path,
                        const std::filesystem::path& temporaryFolder = {});
    ~AtomicFile();
    AtomicFile(AtomicFile&&) noexcept;

    void write(std::string_view bytes);
    void commit();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace core
