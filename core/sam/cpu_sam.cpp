#include "core/sam/cpu_sam.h"

#include <ATen/ATen.h>

#include "core/sam/low_res.h"

namespace core::sam {

namespace {

class CpuPicture : public Picture {
public:
    CpuPicture(const PromptEncoder& prompts, const MaskDecoder& decoder, PictureTerms terms)
        : prompts_(prompts), decoder_(decoder), terms_(std::move(terms))
    {
    }

    Answer answer(const Prompt& prompt) const override
    {
        const auto answer = std::make_shared<const MaskDecoder::Answer>(
            decoder_.answer(terms_, prompts_.sparse(prompt)));
        return {answer->iou, [this, answer](std::int64_t rows) {
                    return decoder_.masks(terms_, *answer, rows);
                }};
    }

    std::size_t byteCount() const override
    {
        std::size_t bytes = 0;
        const auto add = [&](std::initializer_list<Tensor> own) {
            for (const Tensor& tensor : own)
                bytes += tensor.nbytes();
        };
        add({terms_.keys, terms_.values, terms_.upscaled});
        for (const LayerTerms& layer : terms_.layers) {
            add({layer.keys, layer.values, layer.queries, layer.squares, layer.constants});
            for (const Tensor& update : layer.updates)
                add({update});
        }
        return bytes;
    }

private:
    const PromptEncoder& prompts_;
    const MaskDecoder& decoder_;
    PictureTerms terms_;
};

} // namespace

CpuSam::CpuSam(const Parameters& root, const SamConfig& config)
    : Sam(config), image_encoder(makeImageEncoder(root / "image_encoder", config)),
      prompt_encoder(root.in(Precision::Float32) / "prompt_encoder", config),
      mask_decoder(root.in(Precision::Float32) / "mask_decoder", config,
                   prompt_encoder.densePositions())
{
}

Tensor CpuSam::encode(const Tensor& picture, const BlockDone& blockDone) const
{
    return image_encoder->forward(picture, blockDone);
}

std::unique_ptr<const Picture> CpuSam::look(const Tensor& embedding, const LowResLogits* mask) const
{
    const auto picture = [this](PictureTerms terms) {
        return std::make_unique<CpuPicture>(prompt_encoder, mask_decoder, std::move(terms));
    };
    if (!mask)
        return picture(mask_decoder.look(embedding, prompt_encoder.denseWithoutMask()));
    const std::int64_t rows = embedding.size(0), columns = embedding.size(1);
    const Tensor logits = fromLowRes(*mask, rows, columns, config_.embeddingSide());
    const Tensor dense = prompt_encoder.dense(logits).view(embedding.sizes());
    return picture(mask_decoder.look(embedding + dense, at::zeros({1, embedding.size(2)})));
}

} // namespace core::sam
