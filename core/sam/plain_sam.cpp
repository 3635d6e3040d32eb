#include "core/sam/plain_sam.h"

#include <ATen/ATen.h>
#include <ATen/Context.h>

#include "core/sam/low_res.h"
#include "core/sam/plain/image_encoder.h"

namespace core::sam {

namespace {

class PlainPicture : public Picture {
public:
    /// image and positions [rows, columns, C], on the decoder's device
    PlainPicture(const PromptEncoder& prompts, const plain::MaskDecoder& decoder, Tensor image,
                 Tensor positions)
        : prompts_(prompts), decoder_(decoder), image_(std::move(image)),
          positions_(std::move(positions))
    {
    }

    Answer answer(const Prompt& prompt) const override
    {
        const Tensor tokens = prompts_.sparse(prompt).to(image_.device());
        const plain::MaskDecoder::Answer answer = decoder_.answer(image_, positions_, tokens);
        return {answer.iou.cpu(), [this, answer](std::int64_t rows) {
                    return decoder_.masks(answer).narrow(1, 0, 4 * rows).cpu().contiguous();
                }};
    }

    std::size_t byteCount() const override { return image_.nbytes() + positions_.nbytes(); }

private:
    const PromptEncoder& prompts_;
    const plain::MaskDecoder& decoder_;
    Tensor image_, positions_;
};

} // namespace

PlainSam::PlainSam(const Parameters& root, const SamConfig& config)
    : Sam(config), device_(root.device()),
      image_encoder(plain::makeImageEncoder(root / "image_encoder", config)),
      prompt_encoder(root.in(Precision::Float32).on(at::kCPU) / "prompt_encoder", config),
      positions_(prompt_encoder.densePositions().to(device_).view(
          {config.embeddingSide(), config.embeddingSide(), -1})),
      mask_decoder(root.in(Precision::Float32) / "mask_decoder", config)
{
    // Else some GPUs round the factors of convolutions to ten bits.
    at::globalContext().setAllowTF32CuDNN(false);
}

Tensor PlainSam::encode(const Tensor& picture, const BlockDone& blockDone) const
{
    return image_encoder->forward(picture.to(device_), blockDone).cpu().contiguous();
}

std::unique_ptr<const Picture> PlainSam::look(const Tensor& embedding,
                                              const LowResLogits* mask) const
{
    const std::int64_t rows = embedding.size(0), columns = embedding.size(1);
    const Tensor dense =
        mask ? prompt_encoder.dense(fromLowRes(*mask, rows, columns, config_.embeddingSide()))
                   .view(embedding.sizes())
             : prompt_encoder.denseWithoutMask();
    return std::make_unique<PlainPicture>(prompt_encoder, mask_decoder,
                                          (embedding + dense).to(device_),
                                          positions_.narrow(0, 0, rows).narrow(1, 0, columns));
}

} // namespace core::sam
