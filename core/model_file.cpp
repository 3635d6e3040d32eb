#include "core/model_file.h"

#include <algorithm>
#include <map>

#include "core/checkpoint/onnx_file.h"
#include "core/checkpoint/safetensors.h"
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

ModelInfo readModelInfo(const std::filesystem::path& path)
{
    const StateDict tensors = readSafetensors(path);
    ModelInfo info;
    info.file = path;
    info.variant = variantOf(tensors, path);
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

void convertOnnxPair(const std::filesystem::path& encoder, const std::filesystem::path& decoder,
                     const std::filesystem::path& output)
{
    writeSafetensors(output, readOnnxPair(encoder, decoder));
}

} // namespace core
