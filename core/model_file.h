#pragma once

#include <filesystem>

#include "core/segmenter.h"

namespace core {

/// What a checkpoint (safetensors or .pt) holds, without building the model. Also tells variants
/// apart that cannot be run yet.
/// @throws Error ModelMissing, FileUnreadable, ModelDamaged, ModelMismatch (no Segment Anything
/// model).
ModelInfo readModelInfo(const std::filesystem::path& path);

/// Turns a MobileSAM that was exported as two ONNX graphs (the image encoder; the prompt encoder
/// with the mask decoder) into one safetensors file with the checkpoint's own parameter names. The
/// same graphs always give the same bytes.
/// @throws Error ModelMissing, FileUnreadable, ModelDamaged, ModelMismatch, DiskFull, NotWritable,
///         WriteFailed.
void convertOnnxPair(const std::filesystem::path& encoder, const std::filesystem::path& decoder,
                     const std::filesystem::path& output);

/// Writes the tensors of a Segment Anything checkpoint (.pt or .safetensors) as one safetensors
/// file, unchanged in name and type.
/// @throws Error as convertOnnxPair.
void convertCheckpoint(const std::filesystem::path& checkpoint,
                       const std::filesystem::path& output);

} // namespace core
