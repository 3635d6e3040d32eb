#pragma once

#include "core/sam/image_encoder.h"
#include "core/sam/mask_decoder.h"
#include "core/sam/prompt_encoder.h"
#include "core/segmenter.h"

namespace core::sam {

/// Segment Anything (Kirillov et al. 2023, arXiv:2304.02643): an image encoder that runs once, a
/// prompt encoder, and a mask decoder that is fast enough for a mouse. Works in the model frame.
class Sam {
public:
    /// @param info of these tensors (describeModel)
    /// @throws Error ModelMismatch with the names of missing, misshapen or unknown tensors.
    static Sam load(const StateDict& tensors, const ModelInfo& info);

    const SamConfig& config() const { return config_; }

    /// The preprocessed picture [S, S, 3] → its embedding [G², C].
    Tensor encode(const Tensor& picture, const BlockDone& blockDone) const;

    /// What all prompts of a picture with that embedding share; of the prompt only the mask counts.
    PictureTerms look(const Tensor& embedding, const Prompt& prompt) const;

    /// One prompt in model pixels → the scores of its masks, and what `masks` makes them from.
    MaskDecoder::Answer decode(const PictureTerms& picture, const Prompt& prompt) const;

    /// → low-resolution logits, [4, 256, 256] for a model side of 1024
    Tensor masks(const PictureTerms& picture, const MaskDecoder::Answer& answer) const;

private:
    Sam(const SamConfig& config, const Parameters& root);

    SamConfig config_;
    std::unique_ptr<ImageEncoder> image_encoder;
    PromptEncoder prompt_encoder;
    MaskDecoder mask_decoder;
};

} // namespace core::sam
