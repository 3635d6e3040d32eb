#pragma once

#include <filesystem>
#include <string_view>

#include "core/checkpoint/state_dict.h"

namespace core {

/// Whether a file that begins like this is one of PyTorch's, of whichever age.
bool looksLikeTorchFile(std::string_view bytes);

/// Reads a state dict that torch.save wrote, in its format since PyTorch 1.6 (a zip archive with a
/// pickle and the storages) or in the one before (a stream of pickles and storages); plain, or
/// under the keys "state_dict", "model_state_dict" and "model" of a training checkpoint. Tensors
/// are views of the memory-mapped file, where its alignment allows, and share storages as they did
/// when saved. A file is only data: nothing in it is run, and whatever a state dict does not need
/// is refused by name. Every size, stride and offset is checked before use.
/// @throws Error ModelMissing, FileUnreadable, ModelDamaged, ModelMismatch (TorchScript, foreign
///         classes, no state dict).
StateDict readTorchFile(const std::filesystem::path& path);

} // namespace core
