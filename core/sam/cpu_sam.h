#pragma once

#include <memory>

#include "core/sam/mask_decoder.h"
#include "core/sam/prompt_encoder.h"
#include "core/sam/sam.h"

namespace core::sam {

/// The model on the processor's own kernels, with weights packed for them and with all the work
/// that prompts share done once per picture.
class CpuSam : public Sam {
public:
    /// The precision of `root` is that of the image encoder's products.
    CpuSam(const Parameters& root, const SamConfig& config);

    Tensor encode(const Tensor& picture, const BlockDone& blockDone) const override;
    std::unique_ptr<const Picture> look(const Tensor& embedding,
                                        const LowResLogits* mask) const override;

private:
    std::unique_ptr<ImageEncoder> image_encoder;
    PromptEncoder prompt_encoder;
    MaskDecoder mask_decoder;
};

} // namespace core::sam
