#pragma once

#include <filesystem>

#include "core/checkpoint/state_dict.h"

namespace core {

/// Reads a safetensors file. The tensors are views of the memory-mapped file: nothing is copied.
/// A file is only data: header length, JSON, types, shapes and offsets are checked before use.
/// Format: https://github.com/huggingface/safetensors (8-byte little-endian header length, JSON
/// header, data).
/// @throws Error ModelMissing, FileUnreadable, ModelDamaged.
StateDict readSafetensors(const std::filesystem::path& path);

/// Writes one whole or not at all. Tensors in name order, data aligned to 64 bytes.
/// @throws Error DiskFull, NotWritable, WriteFailed.
void writeSafetensors(const std::filesystem::path& path, const StateDict& tensors);

} // namespace core
