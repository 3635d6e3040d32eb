#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <string_view>

#include "core/download.h"

namespace core {

/// Where what has arrived of `target` lies: a hidden file beside it.
std::filesystem::path partialFileOf(const std::filesystem::path& target);

/// A file that grows over several runs of the program and becomes `target` when it is complete.
/// While the object lives nobody else writes it. Every failure is reported on behalf of `target`.
class PartialFile {
public:
    /// Opens what is there, or a new one. While another owner is at work it waits, and shows how
    /// far that one is. An owner that dies leaves the file to the next.
    /// @throws Error Cancelled, DiskFull, NotWritable, WriteFailed, as do the others.
    PartialFile(const std::filesystem::path& target, std::int64_t total,
                const ByteProgress& progress, std::stop_token stop);
    ~PartialFile();
    PartialFile(const PartialFile&) = delete;
    PartialFile& operator=(const PartialFile&) = delete;

    std::int64_t size() const { return size_; }
    void append(std::string_view bytes);
    void clear();
    /// Makes sure that this many bytes more have room.
    void checkRoom(std::int64_t bytes) const;

    /// What tells whether the server's file is still the one that the first part came from: an ETag
    /// or a date. Empty when it is not known for this address.
    std::string validator(const std::string& url) const;
    void setValidator(const std::string& url, const std::string& validator);

    const std::filesystem::path& path() const { return path_; }
    void commit();  ///< it becomes `target`
    void discard(); ///< nothing is left of it

private:
    bool tryToOwn();

    std::filesystem::path target_, path_;
    int fd_ = -1;
    std::int64_t size_ = 0;
};

/// Removes what an interrupted download of `target` has left, unless somebody is at work on it.
/// @returns whether something was removed.
bool removePartialFile(const std::filesystem::path& target);

} // namespace core
