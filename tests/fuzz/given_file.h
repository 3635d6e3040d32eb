#pragma once

#include <filesystem>
#include <string_view>

namespace fuzz {

/// A file with these bytes, in memory, there as long as the object is.
class GivenFile {
public:
    explicit GivenFile(std::string_view bytes);
    ~GivenFile();
    GivenFile(const GivenFile&) = delete;

    std::filesystem::path path() const;

private:
    int descriptor_;
};

} // namespace fuzz
