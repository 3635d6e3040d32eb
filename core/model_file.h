#pragma once

#include <filesystem>

#include "core/segmenter.h"

namespace core {

/// What a checkpoint (safetensors or .pt) holds, without building the model. Also tells variants
/// apart that cannot be run yet.
/// @throws Error ModelMissing, FileUnreadable, ModelDamaged, ModelMismatch (no Segment Anything
/// model).
ModelInfo readModelInfo(const std::filesystem::path& path);

/// How the numbers of a written model are stored; integers stay what they are.
enum class StoredType { AsRead, Float32, Float16 };

/// Turns a model that was exported as two ONNX graphs (the image encoder; the prompt encoder with
/// the mask decoder) into one safetensors file with the checkpoint's own parameter names. The same
/// graphs always give the same bytes.
/// @throws Error ModelMissing, FileUnreadable, ModelDamaged, ModelMismatch (also for a number that
///         is beyond the stored type), DiskFull, NotWritable, WriteFailed.
void convertOnnxPair(const std::filesystem::path& encoder, const std::filesystem::path& decoder,
                     const std::filesystem::path& output, StoredType type = StoredType::AsRead);

/// Writes the tensors of a Segment Anything checkpoint (.pt or .safetensors) as one safetensors
/// file, under the reference's names.
/// @throws Error as convertOnnxPair.
void convertCheckpoint(const std::filesystem::path& checkpoint, const std::filesystem::path& output,
                       StoredType type = StoredType::AsRead);

} // namespace core
