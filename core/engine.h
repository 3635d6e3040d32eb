#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

#include "core/benchmark.h"
#include "core/embedding_cache.h"
#include "core/image.h"
#include "core/mask_generator.h"
#include "core/model_file.h"
#include "core/progress.h"
#include "core/prompt.h"
#include "core/segmenter.h"

namespace core {

/// All that needs LibTorch: one function for each public one that does, with its contract. LibTorch
/// takes a third of a second to load, so the programs do not link it. They find these functions in
/// a library that is loaded when the first of them is called (engine_client.cpp).
class Engine {
public:
    virtual ~Engine() = default;

    virtual Segmenter load(const std::filesystem::path& checkpoint,
                           const InputOptions& input) const = 0;
    virtual const ModelInfo& info(const Segmenter& segmenter) const = 0;
    virtual const InputOptions& input(const Segmenter& segmenter) const = 0;
    virtual EmbeddingPtr encode(const Segmenter& segmenter, const Image& image,
                                std::stop_token stop, const Progress& progress) const = 0;
    virtual Prediction predict(const Segmenter& segmenter, const Embedding& embedding,
                               const Prompt& prompt) const = 0;
    virtual std::size_t byteCount(const Embedding& embedding) const = 0;

    virtual MaskGenerator::Result generate(const MaskGenerator& generator, const Image& image,
                                           std::stop_token stop, const Progress& progress,
                                           EmbeddingPtr whole) const = 0;

    virtual std::string embeddingKey(const Segmenter& segmenter, const Image& image) const = 0;
    virtual EmbeddingPtr find(const EmbeddingCache& cache, const std::string& key,
                              const Segmenter& segmenter, const Image& image) const = 0;
    virtual void keep(const EmbeddingCache& cache, const std::string& key,
                      const Embedding& embedding) const = 0;

    virtual ModelInfo readModelInfo(const std::filesystem::path& path) const = 0;
    virtual void convertOnnxPair(const std::filesystem::path& encoder,
                                 const std::filesystem::path& decoder,
                                 const std::filesystem::path& output, StoredType type) const = 0;
    virtual void convertCheckpoint(const std::filesystem::path& checkpoint,
                                   const std::filesystem::path& output, StoredType type) const = 0;

    virtual BenchmarkResult
    runBenchmark(const Segmenter& segmenter, const Image& image, bool everything,
                 const std::function<void(const std::string&)>& say) const = 0;
};

} // namespace core

/// What the library exports. The engine lives as long as the process.
extern "C" const core::Engine* maskwrightEngine();
