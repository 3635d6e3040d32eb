#include "core/checkpoint/model_description.h"

#include <algorithm>
#include <map>

#include "core/error.h"

namespace core {

namespace {

std::string variantOf(const StateDict& tensors, const std::filesystem::path& path)
{
    if (tensors.contains("image_encoder.patch_embed.seq.0.c.weight"))
        return "vit_t";
    const auto position = tensors.find("image_encoder.pos_embed"); // [1, 64, 64, C]
    if (position != tensors.end() && position->second.dim() == 4) {
        switch (position->second.size(3)) {
        case 768:
            return "vit_b";
        case 1024:
            return "vit_l";
        case 1280:
            return "vit_h";
        }
    }
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
