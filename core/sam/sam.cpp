#include "core/sam/sam.h"

#include <set>

#include "core/error.h"
#include "core/sam/cpu_sam.h"
#include "core/sam/plain_sam.h"

namespace core::sam {

namespace {

/// Names one after another, the first few of them.
std::string listed(const std::vector<std::string>& names)
{
    constexpr std::size_t shown = 4;
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), shown); ++i)
        text += (i ? ", " : "") + names[i];
    if (names.size() > shown)
        text += " and " + std::to_string(names.size() - shown) + " more";
    return text;
}

/// Parameters of the TinyViT classifier that image encoding does not use, BatchNorm's counters, and
/// tables that follow from the architecture.
bool isUnusedByDesign(const std::string& name)
{
    return name.starts_with("image_encoder.norm_head.") ||
           name.starts_with("image_encoder.head.") || name.ends_with(".num_batches_tracked") ||
           name.ends_with(".attention_bias_idxs") || name == "pixel_mean" || name == "pixel_std";
}

void requireComplete(const StateDict& tensors, const ParameterLog& log,
                     const std::filesystem::path& file)
{
    const std::set<std::string> used(log.used.begin(), log.used.end());
    std::vector<std::string> unknown;
    for (const auto& [name, tensor] : tensors)
        if (!used.count(name) && !isUnusedByDesign(name))
            unknown.push_back(name);
    std::string reason;
    const auto report = [&](const char* what, const std::vector<std::string>& names) {
        if (!names.empty())
            reason += (reason.empty() ? "" : "; ") + std::string(what) + " " + listed(names);
    };
    report("missing:", log.missing);
    report("of another shape:", log.misshapen);
    report("unknown:", unknown);
    if (!reason.empty())
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
    requireComplete(tensors, log, info.file);
    return sam;
}

} // namespace core::sam
