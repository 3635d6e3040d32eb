#include "core/model_file.h"

#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/model_description.h"
#include "core/checkpoint/onnx_file.h"
#include "core/checkpoint/safetensors.h"
#include "core/error.h"

namespace core {

namespace {

/// @throws Error ModelMismatch with `path` as its subject
at::Tensor stored(const std::string& name, const at::Tensor& tensor, StoredType type,
                  const std::filesystem::path& path)
{
    if (type == StoredType::AsRead || !tensor.is_floating_point())
        return tensor;
    const at::Tensor converted = tensor.to(type == StoredType::Float16 ? at::kHalf : at::kFloat);
    if (!at::equal(at::isinf(converted), at::isinf(tensor)))
        throw Error(ErrorCode::ModelMismatch, path.string(),
                    name + " has numbers that are too large for the type to be written");
    return converted;
}

void write(const std::filesystem::path& output, StateDict tensors, StoredType type,
           const std::filesystem::path& source)
{
    for (auto& [name, tensor] : tensors)
        tensor = stored(name, tensor, type, source);
    writeSafetensors(output, tensors);
}

} // namespace

ModelInfo readModelInfo(const std::filesystem::path& path)
{
    return describeModel(readCheckpoint(path), path);
}

void convertOnnxPair(const std::filesystem::path& encoder, const std::filesystem::path& decoder,
                     const std::filesystem::path& output, StoredType type)
{
    write(output, readOnnxPair(encoder, decoder), type, encoder);
}

void convertCheckpoint(const std::filesystem::path& checkpoint, const std::filesystem::path& output,
                       StoredType type)
{
    const StateDict tensors = readCheckpoint(checkpoint);
    describeModel(tensors, checkpoint); // refuses what is no Segment Anything model
    write(output, tensors, type, checkpoint);
}

} // namespace core
