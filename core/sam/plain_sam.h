#pragma once

#include <memory>

#include "core/sam/plain/mask_decoder.h"
#include "core/sam/prompt_encoder.h"
#include "core/sam/sam.h"

namespace core::sam {

/// The model as the paper has it, in LibTorch's own operations, on any device that LibTorch knows.
/// On the processor it gives what CpuSam gives, up to rounding, and takes longer.
class PlainSam : public Sam {
public:
    /// The precision of `root` is that of the image encoder's products, its device where the model
    /// lives.
    PlainSam(const Parameters& root, const SamConfig& config);

    Tensor encode(const Tensor& picture, const BlockDone& blockDone) const override;
    std::unique_ptr<const Picture> look(const Tensor& embedding,
                                        const LowResLogits* mask) const override;

private:
    at::Device device_;
    std::unique_ptr<ImageEncoder> image_encoder;
    PromptEncoder prompt_encoder; // on the CPU: a prompt is a handful of numbers
    Tensor positions_;            // of the square's tokens, [G, G, C], on the device
    plain::MaskDecoder mask_decoder;
};

} // namespace core::sam
