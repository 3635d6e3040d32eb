// What the engine's library gives to the programs: the functions of the same names that are linked
// into it.
#include <utility>

#include "core/engine.h"

namespace core {

namespace {

class LinkedEngine final : public Engine {
public:
    Segmenter load(const std::filesystem::path& checkpoint,
                   const InputOptions& input) const override
    {
        return Segmenter(checkpoint, input);
    }
    const ModelInfo& info(const Segmenter& segmenter) const override { return segmenter.info(); }
    const InputOptions& input(const Segmenter& segmenter) const override
    {
        return segmenter.input();
    }
    EmbeddingPtr encode(const Segmenter& segmenter, const Image& image, std::stop_token stop,
                        const Progress& progress) const override
    {
        return segmenter.encode(image, std::move(stop), progress);
    }
    Prediction predict(const Segmenter& segmenter, const Embedding& embedding,
                       const Prompt& prompt) const override
    {
        return segmenter.predict(embedding, prompt);
    }
    std::size_t byteCount(const Embedding& embedding) const override
    {
        return core::byteCount(embedding);
    }

    MaskGenerator::Result generate(const MaskGenerator& generator, const Image& image,
                                   std::stop_token stop, const Progress& progress,
                                   EmbeddingPtr whole) const override
    {
        return generator.generate(image, std::move(stop), progress, std::move(whole));
    }

    std::string embeddingKey(const Segmenter& segmenter, const Image& image) const override
    {
        return core::embeddingKey(segmenter, image);
    }
    EmbeddingPtr find(const EmbeddingCache& cache, const std::string& key,
                      const Segmenter& segmenter, const Image& image) const override
    {
        return cache.find(key, segmenter, image);
    }
    void keep(const EmbeddingCache& cache, const std::string& key,
              const Embedding& embedding) const override
    {
        cache.keep(key, embedding);
    }

    ModelInfo readModelInfo(const std::filesystem::path& path) const override
    {
        return core::readModelInfo(path);
    }
    void convertOnnxPair(const std::filesystem::path& encoder, const std::filesystem::path& decoder,
                         const std::filesystem::path& output, StoredType type) const override
    {
        core::convertOnnxPair(encoder, decoder, output, type);
    }
    void convertCheckpoint(const std::filesystem::path& checkpoint,
                           const std::filesystem::path& output, StoredType type) const override
    {
        core::convertCheckpoint(checkpoint, output, type);
    }

    BenchmarkResult runBenchmark(const Segmenter& segmenter, const Image& image, bool everything,
                                 const std::function<void(const std::string&)>& say) const override
    {
        return core::runBenchmark(segmenter, image, everything, say);
    }
};

} // namespace

} // namespace core

extern "C" __attribute__((visibility("default"))) const core::Engine* maskwrightEngine()
{
    static const core::LinkedEngine engine;
    return &engine;
}
