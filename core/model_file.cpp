#include "core/model_file.h"

#include "core/checkpoint/model_description.h"
#include "core/checkpoint/onnx_file.h"
#include "core/checkpoint/safetensors.h"

namespace core {

ModelInfo readModelInfo(const std::filesystem::path& path)
{
    return describeModel(readSafetensors(path), path);
}

void convertOnnxPair(const std::filesystem::path& encoder, const std::filesystem::path& decoder,
                     const std::filesystem::path& output)
{
    writeSafetensors(output, readOnnxPair(encoder, decoder));
}

} // namespace core
