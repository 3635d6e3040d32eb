#pragma once

#include <filesystem>

#include "core/checkpoint/state_dict.h"

namespace core {

/// Reads a checkpoint in any format this program knows, told apart by the file's first bytes:
/// torch.save's (.pt, .pth) or safetensors. The tensors have the reference's names
/// (withPlainNames). An ONNX graph is recognised and named in the error.
/// @throws Error ModelMissing, FileUnreadable, ModelDamaged, ModelMismatch.
StateDict readCheckpoint(const std::filesystem::path& path);

} // namespace core
