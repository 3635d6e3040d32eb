#pragma once

#include <filesystem>

#include "core/checkpoint/state_dict.h"

namespace core {

/// Reads a safetensors file. The tensors are views of the memory-mapped file (only bools are
/// copied). A file is only data: header length, JSON, types, shapes and offsets are checked before
/// use. Format: https://github.com/huggingface/safetensors (8-byte little-endian header length,
/// JSON header, data; the tensors fill the data without gaps).
/// @throws Error ModelMissing, FileUnreadable, ModelDamaged.
StateDict readSafetensors(const std::filesystem::path& path);

/// Writes one whole or not at all; the same tensors always give the same bytes. Tensors whose size
/// is a multiple of 64 bytes come first and are aligned to 64, the rest follow by falling element
/// size, so every tensor is aligned without gaps. Equals are in the order of their names.
/// @throws Error DiskFull, NotWritable, WriteFailed.
void writeSafetensors(const std::filesystem::path& path, const StateDict& tensors);

} // namespace core
