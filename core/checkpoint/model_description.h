#pragma once

#include <filesystem>

#include "core/checkpoint/state_dict.h"
#include "core/segmenter.h"

namespace core {

/// What a checkpoint holds, told from its tensors alone.
/// @throws Error ModelMismatch (no Segment Anything model). `file` is its subject.
ModelInfo describeModel(const StateDict& tensors, const std::filesystem::path& file);

} // namespace core
