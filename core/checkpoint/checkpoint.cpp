#include "core/checkpoint/checkpoint.h"

#include "core/checkpoint/file_mapping.h"
#include "core/checkpoint/parameter_names.h"
#include "core/checkpoint/safetensors.h"
#include "core/checkpoint/torch_file.h"
#include "core/error.h"

namespace core {

StateDict readCheckpoint(const std::filesystem::path& path)
{
    if (looksLikeTorchFile(FileMapping::open(path)->bytes()))
        return withPlainNames(readTorchFile(path), path);
    if (path.extension() == ".onnx")
        throw Error(ErrorCode::ModelMismatch, path.string(),
                    "it is an ONNX graph; turn the encoder and the decoder into one .safetensors "
                    "file with 'maskwright-cli convert' first");
    return withPlainNames(readSafetensors(path), path);
}

} // namespace core
