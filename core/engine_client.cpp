// The functions that need LibTorch, as the programs have them: each is done by the engine, which is
// loaded when the first is called. Inside the engine, and in tests of its parts, the functions of
// these names are the ones that do the work; a linker takes either those or these.
#include <utility>

#include <dlfcn.h>

#include "core/engine.h"
#include "core/error.h"

namespace core {

namespace {

constexpr const char* library = "libmaskwright_engine.so"; // found through the program's run path

const Engine& loadEngine()
{
    void* const handle = ::dlopen(library, RTLD_LAZY | RTLD_LOCAL); // never closed
    void* const function = handle ? ::dlsym(handle, "maskwrightEngine") : nullptr;
    if (!function)
        throw Error(ErrorCode::EngineMissing, {}, ::dlerror());
    return *reinterpret_cast<decltype(&maskwrightEngine)>(function)();
}

/// @throws Error EngineMissing, each time anew.
const Engine& engine()
{
    static const Engine& loaded = loadEngine();
    return loaded;
}

} // namespace

// ---- segmenter.h --------------------------------------------------------------------------------

Segmenter::Segmenter(const std::filesystem::path& checkpoint, const InputOptions& input)
    : Segmenter(engine().load(checkpoint, input))
{
}

const ModelInfo& Segmenter::info() const
{
    return engine().info(*this);
}

const InputOptions& Segmenter::input() const
{
    return engine().input(*this);
}

EmbeddingPtr Segmenter::encode(const Image& image, std::stop_token stop,
                               const Progress& progress) const
{
    return engine().encode(*this, image, std::move(stop), progress);
}

Prediction Segmenter::predict(const Embedding& embedding, const Prompt& prompt) const
{
    return engine().predict(*this, embedding, prompt);
}

std::size_t byteCount(const Embedding& embedding)
{
    return engine().byteCount(embedding);
}

// ---- mask_generator.h ---------------------------------------------------------------------------

MaskGenerator::Result MaskGenerator::generate(const Image& image, std::stop_token stop,
                                              const Progress& progress, EmbeddingPtr whole) const
{
    return engine().generate(*this, image, std::move(stop), progress, std::move(whole));
}

// ---- embedding_cache.h --------------------------------------------------------------------------

std::string embeddingKey(const Segmenter& segmenter, const Image& image)
{
    return engine().embeddingKey(segmenter, image);
}

EmbeddingPtr EmbeddingCache::find(const std::string& key, const Segmenter& segmenter,
                                  const Image& image) const
{
    return engine().find(*this, key, segmenter, image);
}

void EmbeddingCache::keep(const std::string& key, const Embedding& embedding) const
{
    engine().keep(*this, key, embedding);
}

// ---- model_file.h -------------------------------------------------------------------------------

ModelInfo readModelInfo(const std::filesystem::path& path)
{
    return engine().readModelInfo(path);
}

void convertOnnxPair(const std::filesystem::path& encoder, const std::filesystem::path& decoder,
                     const std::filesystem::path& output, StoredType type)
{
    engine().convertOnnxPair(encoder, decoder, output, type);
}

void convertCheckpoint(const std::filesystem::path& checkpoint, const std::filesystem::path& output,
                       StoredType type)
{
    engine().convertCheckpoint(checkpoint, output, type);
}

// ---- benchmark.h --------------------------------------------------------------------------------

BenchmarkResult runBenchmark(const Segmenter& segmenter, const Image& image, bool everything,
                             const std::function<void(const std::string&)>& say)
{
    return engine().runBenchmark(segmenter, image, everything, say);
}

} // namespace core
