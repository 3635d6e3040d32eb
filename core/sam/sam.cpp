#include "core/sam/sam.h"

#include <set>

#include <ATen/ATen.h>

#include "core/checkpoint/refusal.h"
#include "core/error.h"
#include "core/sam/low_res.h"

namespace core::sam {

namespace {

/// Parameters of the TinyViT classifier that image encoding does not use, BatchNorm's counters, and
/// tables that follow from the architecture.
bool isUnusedByDesign(const std::string& name)
{
    return name.starts_with("image_encoder.norm_head.") ||
           name.starts_with("image_encoder.head.") || name.ends_with(".num_batches_tracked") ||
           name.ends_with(".attention_bias_idxs") || name == "pixel_mean" || name == "pixel_std";
}

/// @throws Error ModelMismatch
void requireFit(const StateDict& tensors, const ParameterLog& log,
                const std::filesystem::path& file)
{
    const std::set<std::string> used(log.used.begin(), log.used.end());
    ParameterMisfits misfits = log.misfits;
    for (const auto& [name, tensor] : tensors)
        if (!used.count(name) && !isUnusedByDesign(name))
            misfits.unknown.push_back(shown(name));
    if (const std::string reason = misfits.reason(); !reason.empty())
        throw Error(ErrorCode::ModelMismatch, file.string(), reason);
}

} // namespace

Sam::Sam(const SamConfig& config, const Parameters& root, Precision precision)
    : config_(config),
      image_encoder(makeImageEncoder((root / "image_encoder").in(precision), config)),
      prompt_encoder(root / "prompt_encoder", config),
      mask_decoder(root / "mask_decoder", config, prompt_encoder.densePositions())
{
}

Sam Sam::load(const StateDict& tensors, const ModelInfo& info, int imageSide, Precision precision)
{
    SamConfig config = variant(info.variant);
    config.imageSide = imageSide;
    ParameterLog log;
    Sam sam(config, Parameters(tensors, log), precision);
    requireFit(tensors, log, info.file);
    return sam;
}

Tensor Sam::encode(const Tensor& picture, const BlockDone& blockDone) const
{
    return image_encoder->forward(picture, blockDone);
}

PictureTerms Sam::look(const Tensor& embedding, const LowResLogits* mask) const
{
    if (!mask)
        return mask_decoder.look(embedding, prompt_encoder.denseWithoutMask());
    const std::int64_t rows = embedding.size(0), columns = embedding.size(1);
    const Tensor logits = fromLowRes(*mask, rows, columns, config_.embeddingSide());
    const Tensor dense = prompt_encoder.dense(logits).view(embedding.sizes());
    return mask_decoder.look(embedding + dense, at::zeros({1, embedding.size(2)}));
}

MaskDecoder::Answer Sam::decode(const PictureTerms& picture, const Prompt& prompt) const
{
    return mask_decoder.answer(picture, prompt_encoder.sparse(prompt));
}

Tensor Sam::masks(const PictureTerms& picture, const MaskDecoder::Answer& answer) const
{
    return mask_decoder.masks(picture, answer);
}

} // namespace core::sam
