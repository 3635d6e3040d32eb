#pragma once

#include <filesystem>

#include "core/checkpoint/state_dict.h"

namespace core {

/// The tensors under the names the reference gives them. Drops what training programs put around:
/// wrappers ("module.", "_orig_mod.") anywhere in a name, and whatever all parameters have in front
/// of "image_encoder.", "prompt_encoder." and "mask_decoder." ("sam.", "model.sam." …). Where
/// several models are in one file, their names stay.
/// @throws Error ModelMismatch when two tensors would get one name. `path` is its subject.
StateDict withPlainNames(const StateDict& tensors, const std::filesystem::path& path);

} // namespace core
