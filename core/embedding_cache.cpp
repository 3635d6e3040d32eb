#include "core/embedding_cache.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <hwy/targets.h>

#include "core/atomic_file.h"
#include "core/input_file.h"
#include "core/segmenter_impl.h"
#include "core/sha256.h"
#include "core/system_error.h"

namespace core {

namespace fs = std::filesystem;

namespace {

/// To be raised when the encoder's arithmetic changes within one version of the program.
constexpr int arithmetic = 1;

// ---- the file: a header of three lines, then the tokens as floats ------------------------------

constexpr std::string_view magic = "maskwright embedding 1\n";

std::string header(const std::string& key, std::string_view tokens)
{
    return std::string(magic) + key + '\n' + sha256(tokens) + '\n';
}

std::string_view bytesOf(const at::Tensor& tokens)
{
    return {static_cast<const char*>(tokens.data_ptr()), tokens.nbytes()};
}

constexpr std::size_t headerBytes = magic.size() + 2 * (64 + 1);

/// The tokens in a file's bytes; nothing when it is not the file that it should be.
std::optional<std::string_view> tokensIn(std::string_view file, const std::string& key)
{
    if (file.size() < headerBytes)
        return std::nullopt;
    const std::string_view tokens = file.substr(headerBytes);
    if (file.substr(0, headerBytes) != header(key, tokens))
        return std::nullopt;
    return tokens;
}

void markAsUsed(const fs::path& path)
{
    std::error_code readOnly;
    fs::last_write_time(path, fs::file_time_type::clock::now(), readOnly);
}

/// What is done for the cache must not fail what is done for the user.
template <typename Work> void quietly(Work work)
{
    try {
        work();
    } catch (const std::exception&) {
        return; // as if nothing were kept
    }
}

} // namespace

std::string embeddingKey(const Segmenter& segmenter, const Image& image)
{
    const Segmenter::Impl& impl = segmenter.impl();
    if (impl.identity.empty())
        return {};
    const std::string_view pixels(reinterpret_cast<const char*>(image.data()),
                                  std::size_t(image.width()) * image.height() * 3);
    std::string recipe;
    for (const std::string& part :
         {std::string(MASKWRIGHT_VERSION), std::to_string(arithmetic),
          std::to_string(hwy::SupportedTargets()), impl.identity, impl.info.variant,
          std::string(nameOf(impl.input.precision)), std::string(nameOf(impl.input.device)),
          std::to_string(impl.input.side), std::string(impl.input.padded ? "padded" : "not padded"),
          std::to_string(image.width()), std::to_string(image.height()), sha256(pixels)})
        recipe += part + '\n';
    return sha256(recipe);
}

EmbeddingPtr EmbeddingCache::find(const std::string& key, const Segmenter& segmenter,
                                  const Image& image) const
{
    EmbeddingPtr found;
    if (key.empty())
        return found;
    quietly([&] {
        const fs::path path = fileOf(key);
        const std::uintmax_t size = fs::file_size(path);
        found = guarded("reading a kept embedding", [&]() -> EmbeddingPtr {
            const Segmenter::Impl& impl = segmenter.impl();
            const sam::ModelFrame frame(image.width(), image.height(), impl.input);
            at::Tensor tokens = impl.emptyTokens(frame);
            if (size != headerBytes + tokens.nbytes())
                return nullptr;
            const std::string file = readWholeFile(path);
            const std::optional<std::string_view> read = tokensIn(file, key);
            if (!read || read->size() != tokens.nbytes())
                return nullptr;
            std::memcpy(tokens.data_ptr(), read->data(), read->size());
            return impl.makeEmbedding(frame, std::move(tokens));
        });
        if (found)
            markAsUsed(path);
        else
            fs::remove(path);
    });
    return found;
}

void EmbeddingCache::keep(const std::string& key, const Embedding& embedding) const
{
    if (key.empty())
        return;
    quietly([&] {
        makeFolders(folder_);
        // Much of a picture can be guessed from its embedding: nobody else is to read it.
        std::error_code notOurs;
        fs::permissions(folder_, fs::perms::owner_all, notOurs);
        const std::string_view tokens = bytesOf(embedding.tokens);
        AtomicFile file(fileOf(key));
        file.write(header(key, tokens));
        file.write(tokens);
        file.commit();
    });
    quietly([&] { trim(); });
}

fs::path EmbeddingCache::fileOf(const std::string& key) const
{
    return folder_ / (key + ".embedding");
}

/// Temporary files that a crash has left count too: one that is being written is the newest.
void EmbeddingCache::trim() const
{
    struct Entry {
        fs::file_time_type used;
        std::uintmax_t bytes = 0;
        fs::path path;
    };
    std::vector<Entry> entries;
    std::uintmax_t total = 0;
    std::error_code error;
    for (fs::directory_iterator at(folder_, error), end; !error && at != end; at.increment(error)) {
        std::error_code notAFile, vanished; // another program may be trimming
        const std::uintmax_t bytes = at->file_size(notAFile);
        const fs::file_time_type used = at->last_write_time(vanished);
        if (notAFile || vanished)
            continue;
        entries.push_back({used, bytes, at->path()});
        total += bytes;
    }
    std::sort(entries.begin(), entries.end(),
              [](const Entry& a, const Entry& b) { return a.used < b.used; });
    for (auto oldest = entries.begin(); total > limit_ && oldest != entries.end(); ++oldest) {
        fs::remove(oldest->path, error);
        total -= oldest->bytes;
    }
}

} // namespace core
