#include "core/checkpoint/model_description.h"

#include <algorithm>
#include <map>

#include "core/error.h"
#include "core/sam/config.h"

namespace core {

namespace {

/// TinyViT begins with another layer than the others, which differ in their width.
bool fits(const sam::SamConfig& config, const StateDict& tensors)
{
    const auto* vit = std::get_if<sam::VitConfig>(&config.encoder);
    if (!vit)
        return tensors.contains("image_encoder.patch_embed.seq.0.c.weight");
    const auto positions = tensors.find("image_encoder.pos_embed"); // [1, 64, 64, width]
    return positions != tensors.end() && positions->second.dim() == 4 &&
           positions->second.size(3) == vit->width;
}

std::string variantOf(const StateDict& tensors, const std::filesystem::path& path)
{
    for (const sam::SamConfig& config : sam::variants())
        if (fits(config, tensors))
            return config.variant;
    throw Error(ErrorCode::ModelMismatch, path.string(), "it has no image encoder that is known");
}

const char* typeName(at::ScalarType type)
{
    switch (type) {
    case at::kFloat:
        return "float32";
    case at::kHalf:
        return "float16";
    case at::kBFloat16:
        return "bfloat16";
    case at::kDouble:
        return "float64";
    default:
        return "integer";
    }
}

} // namespace

ModelInfo describeModel(const StateDict& tensors, const std::filesystem::path& file)
{
    ModelInfo info;
    info.file = file;
    info.variant = variantOf(tensors, file);
    std::map<at::ScalarType, std::int64_t> count;
    for (const auto& [name, tensor] : tensors) {
        info.parameters += tensor.numel();
        count[tensor.scalar_type()] += tensor.numel();
    }
    const auto most =
        std::max_element(count.begin(), count.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    info.dtype = typeName(most->first);
    return info;
}

} // namespace core
