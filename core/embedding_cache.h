#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>

#include "core/image.h"
#include "core/segmenter.h"
#include "core/user_folders.h"

namespace core {

/// Names what an embedding depends on: the picture's pixels, the model's file and options, the
/// processor and this program. Equal keys mean equal embeddings, bit for bit; where a GPU made them,
/// up to rounding, since its make does not count. Takes about a millisecond per million pixels.
/// Empty when the model's file cannot be told from others: nothing is kept then.
std::string embeddingKey(const Segmenter& segmenter, const Image& image);

/// Embeddings on disk, so that a picture is encoded once and not whenever it is opened.
///
/// Never in the way: when its folder is read-only or the disk full, when a file is damaged or
/// vanishes, the embedding counts as not kept, and that is no error. May be used from any thread,
/// and by several programs that share the folder.
class EmbeddingCache {
public:
    /// About 250 pictures of 4 MiB, which is what one takes unless the model's side is changed.
    static constexpr std::uintmax_t defaultLimit = std::uintmax_t(1) << 30;

    /// `limit`: bytes of all files together. The folder is made when it is needed.
    explicit EmbeddingCache(std::filesystem::path folder = embeddingsFolder(),
                            std::uintmax_t limit = defaultLimit)
        : folder_(std::move(folder)), limit_(limit)
    {
    }

    /// The embedding that `segmenter` would make of `image`, or null. A damaged file is removed.
    EmbeddingPtr find(const std::string& key, const Segmenter& segmenter, const Image& image) const;

    /// Writes a file, then removes those that were not used for longest until the limit holds.
    void keep(const std::string& key, const Embedding& embedding) const;

private:
    std::filesystem::path fileOf(const std::string& key) const;
    void trim() const;

    std::filesystem::path folder_;
    std::uintmax_t limit_;
};

} // namespace core
