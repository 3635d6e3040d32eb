#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

#include "core/sam/image_encoder.h"
#include "core/segmenter.h"

namespace core::sam {

/// What the decoder made of a prompt: how good the masks would be, and how to make them. They cost
/// as much again, which everything mode often saves.
struct Answer {
    Tensor iou; // [maskTokens], predicted
    /// The upper part of their logits, for as many rows of the embedding: [maskTokens, 4·rows,
    /// W/4]. While the picture lives.
    std::function<Tensor(std::int64_t rows)> masks;
};

/// A picture as the decoder sees it: what all its prompts share. Not longer than the model.
class Picture {
public:
    virtual ~Picture() = default;

    /// One prompt in model pixels.
    virtual Answer answer(const Prompt& prompt) const = 0;

    /// Memory that it takes beside the embedding.
    virtual std::size_t byteCount() const = 0;
};

/// Segment Anything (Kirillov et al. 2023, arXiv:2304.02643): an image encoder that runs once, a
/// prompt encoder, and a mask decoder that is fast enough for a mouse. Works in the model frame;
/// takes and gives tensors on the CPU, wherever it runs itself.
class Sam {
public:
    virtual ~Sam() = default;

    /// The form of the model that suits `input`: CpuSam, or PlainSam for any other device.
    /// @param info of these tensors (describeModel)
    /// @throws Error ModelMismatch with the names of missing, misshapen or unknown tensors.
    static std::unique_ptr<const Sam> load(const StateDict& tensors, const ModelInfo& info,
                                           const InputOptions& input);

    const SamConfig& config() const { return config_; }

    /// The preprocessed picture [H, W, 3] → its embedding [H/16, W/16, C].
    virtual Tensor encode(const Tensor& picture, const BlockDone& blockDone) const = 0;

    /// The picture with that embedding, and with that mask for all its prompts, if there is one.
    virtual std::unique_ptr<const Picture> look(const Tensor& embedding,
                                                const LowResLogits* mask) const = 0;

protected:
    explicit Sam(const SamConfig& config) : config_(config) {}

    SamConfig config_;
};

} // namespace core::sam
