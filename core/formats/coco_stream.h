#pragma once

#include <cstdint>
#include <filesystem>

#include "core/atomic_file.h"
#include "core/formats/coco.h"
#include "core/formats/json_fields.h"

namespace core {

/// Writes a COCO file of any size, a piece at a time and byte for byte as toCocoJson would: first
/// all images, then all annotations. It appears whole with `commit` or not at all.
class CocoStream {
public:
    /// @throws Error as AtomicFile, and so does all else here.
    explicit CocoStream(const std::filesystem::path& path, const Json& licences,
                        const std::filesystem::path& temporaryFolder = {});

    /// Its id is overwritten with the returned one: 1, 2, 3 …
    std::int64_t addImage(Json image);
    /// Its ids are overwritten, its own with 1, 2, 3 …
    void addAnnotation(std::int64_t imageId, std::int64_t categoryId, Json annotation);
    void commit(const Json& categories);

    const CocoCounts& counts() const { return counts_; }

private:
    void write(const std::string& text);
    void beginAnnotations();

    AtomicFile file_;
    std::string buffer_;
    CocoCounts counts_;
    bool inImages_ = true;
};

} // namespace core
