#pragma once

#include <filesystem>
#include <string_view>

namespace fuzz {

/// A file with these bytes, there as long as the object is. For the tests one of the system's; for
/// the fuzzers memory of exactly its size, where a sanitizer sees every byte read beyond it.
class GivenFile {
public:
    explicit GivenFile(std::string_view bytes);
    ~GivenFile();
    GivenFile(const GivenFile&) = delete;

    std::filesystem::path path() const;

private:
    int descriptor_ = -1; ///< of the tests' file
};

} // namespace fuzz
