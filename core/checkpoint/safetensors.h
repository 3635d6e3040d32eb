#pragma once

#include <filesystem>

#include "core/checkpoint/state_dict.h"

namespace core {

/// Reads a safetensors file. The tensors are views of the memory-mapped file: nothing is copied.
/// A file is only data: header length, JSON, types, shapes and offsets are checked before use.
/// Format: https://github.com/huggingface/safetensors (8-byte little-endian header length, JSON
/// header, data; the tensors fill the data without gaps). A file in PyTorch's or ONNX's format is
/// recognised and named in the error.
/// @throws Error ModelMissing, FileUnreadable, ModelDamaged, ModelMismatch (another format).
StateDict readSafetensors(const std::filesystem::path& path);

/// Writes one whole or not at all; the same tensors always give the same bytes. The data begin at a
/// multiple of 64 bytes, and tensors whose size is a multiple of 64 come first, so these are all
/// aligned without gaps. Within each group the order is that of the names.
/// @throws Error DiskFull, NotWritable, WriteFailed.
void writeSafetensors(const std::filesystem::path& path, const StateDict& tensors);

} // namespace core
