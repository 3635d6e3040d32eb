#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>

#include "core/device.h"
#include "core/image.h"
#include "core/mask.h"
#include "core/precision.h"
#include "core/progress.h"
#include "core/prompt.h"

namespace core {

struct ModelInfo {
    std::string variant;         ///< "vit_t" …
    std::string dtype;           ///< "float32" … as stored in the file
    std::int64_t parameters = 0; ///< number of scalars
    std::filesystem::path file;
};

/// How the model looks at pictures. The defaults are what the models were trained with.
struct InputOptions {
    static constexpr int step = 16, smallest = 64, largest = 4096;
    int side = 1024; ///< of the longer side, model pixels: a multiple of `step` in that range
    /// Whether the rest of a square is filled with nothing, as the reference does. Without, long
    /// pictures take less time; masks differ a little.
    bool padded = true;
    /// BFloat16 takes less time and memory, on processors that have instructions for it and on
    /// GPUs; masks differ a little.
    Precision precision = Precision::Float32;
    /// Cuda is an NVIDIA GPU, for which LibTorch must have been built; masks differ a little.
    Device device = Device::Cpu;
};

/// One of the decoder's four answers. Candidate 0 is its single-mask answer, 1–3 its whole, part
/// and subpart answers to an ambiguous prompt.
struct Candidate {
    int index = 0;
    float iou = 0;       ///< predicted IoU, raw: may exceed 1 (show it clamped)
    float stability = 0; ///< area(logits > +1) / area(logits > −1) at image size
    Mask mask;           ///< at image size
    std::shared_ptr<const LowResLogits> logits; ///< usable as the next prompt's mask
};

struct Prediction {
    static constexpr int candidateCount = 4;
    std::array<Candidate, candidateCount> candidates;
    int best = 0;        ///< index of the candidate with the highest predicted IoU
    double decodeMs = 0; ///< prompt to four masks at image size, milliseconds
};

/// What the image encoder made of one picture: 256 numbers for each cell of 16×16 model pixels, and
/// the picture's size. Immutable, shared, belongs to the segmenter that made it.
class Embedding;
using EmbeddingPtr = std::shared_ptr<const Embedding>;

/// How much memory it takes, about 30 MB with the default input.
std::size_t byteCount(const Embedding& embedding);

/// The model: an image encoder that runs once per picture and a prompt decoder that answers in
/// milliseconds. Every error leaves as core::Error (library exceptions are converted here).
/// `encode` and `predict` may be called from any thread, from several at once. Copies share the
/// model. Whoever makes the first loads the engine (engine.h), or gets Error EngineMissing.
class Segmenter {
public:
    /// Reads a checkpoint (safetensors or .pt).
    /// @throws Error ModelMissing, ModelDamaged, ModelMismatch, OutOfMemory; OptionInvalid where the
    /// processor lacks the precision, and where there is no such device.
    explicit Segmenter(const std::filesystem::path& checkpoint, const InputOptions& input = {});

    const ModelInfo& info() const;
    const InputOptions& input() const;

    /// Runs the image encoder. `stop` is polled and `progress` called between its blocks.
    /// @throws Error Cancelled, OutOfMemory.
    EmbeddingPtr encode(const Image& image, std::stop_token stop = {},
                        const Progress& progress = {}) const;

    /// Answers one prompt, given in image pixels.
    /// @throws Error NoPrompt, PointOutside, BoxInvalid, OutOfMemory.
    Prediction predict(const Embedding& embedding, const Prompt& prompt) const;

    struct Impl;
    explicit Segmenter(std::unique_ptr<Impl> impl); ///< a model that was loaded in another way
    const Impl& impl() const { return *impl_; } ///< for everything mode

private:
    std::shared_ptr<const Impl> impl_;
};

} // namespace core
