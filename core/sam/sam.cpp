#include "core/sam/sam.h"

#include <set>

#include "core/checkpoint/refusal.h"
#include "core/error.h"
#include "core/sam/cpu_sam.h"
#include "core/sam/plain_sam.h"

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

std::unique_ptr<const Sam> Sam::load(const StateDict& tensors, const ModelInfo& info,
                                     const InputOptions& input)
{
    SamConfig config = variant(info.variant);
    config.imageSide = input.side;
    ParameterLog log;
    const Parameters root = Parameters(tensors, log).in(input.precision);
    std::unique_ptr<const Sam> sam;
    if (input.device == Device::Cpu)
        sam = std::make_unique<CpuSam>(root, config);
    else
        sam = std::make_unique<PlainSam>(root.on(at::kCUDA), config);
    requireFit(tensors, log, info.file);
    return sam;
}

} // namespace core::sam
