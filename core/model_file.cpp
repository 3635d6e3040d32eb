#include "core/model_file.h"

#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/model_description.h"
#include "core/checkpoint/onnx_file.h"
#include "core/checkpoint/safetensors.h"

namespace core {

ModelInfo readModelInfo(const std::filesystem::path& path)
{
    return describeModel(readCheckpoint(path), path);
}

void convertOnnxPair(const std::filesystem::path& encoder, const std::filesystem::path& decoder,
                     const std::filesystem::path& output)
{
    writeSafetensors(output, readOnnxPair(encoder, decoder));
}

void convertCheckpoint(const std::filesystem::path& checkpoint, const std::filesystem::path& output)
{
    const StateDict tensors = readCheckpoint(checkpoint);
    describeModel(tensors, checkpoint); // refuses what is no Segment Anything model
    writeSafetensors(output, tensors);
}

} // namespace core
