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
    /// @param imageSide of the model frame, pixels
    /// @param precision of the image encoder's products
    /// @throws Error ModelMismatch with the names of missing, misshapen or unknown tensors.
    static Sam load(const StateDict& tensors, const ModelInfo& info, int imageSide,
                    Precision precision = Precision::Float32);

    const SamConfig& config() const { return config_; }

    /// The preprocessed picture [H, W, 3] → its embedding [H/16, W/16, C].
    Tensor encode(const Tensor& picture, const BlockDone& blockDone) const;

    /// What all prompts of a picture with that embedding share, and with that mask, if there is
    /// one.
    PictureTerms look(const Tensor& embedding, const LowResLogits* mask) const;

    /// One prompt in model pixels → the scores of its masks, and what `masks` makes them from.
    MaskDecoder::Answer decode(const PictureTerms& picture, const Prompt& prompt) const;

    /// → the masks' logits, [4, H/4, W/4]
    Tensor masks(const PictureTerms& picture, const MaskDecoder::Answer& answer) const;

private:
    Sam(const SamConfig& config, const Parameters& root, Precision precision);

    SamConfig config_;
    std::unique_ptr<ImageEncoder> image_encoder;
    PromptEncoder prompt_encoder;
    MaskDecoder mask_decoder;
};

} // namespace core::sam
