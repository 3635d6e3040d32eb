#pragma once

#include <filesystem>

#include "core/checkpoint/state_dict.h"

namespace core {

/// Reads the parameters of a Segment Anything model back from the two graphs it was exported to:
/// the image encoder, and the prompt encoder with the mask decoder. Weights may lie in files beside
/// a graph. The result has the checkpoint's own names and layouts. In MobileSAM's encoder each
/// BatchNorm is already folded into its convolution (`….c.weight`, `….c.bias`, no `….bn.*`); the
/// expanded attention bias is put back into its table (`….attn.attention_biases`, heads × offsets).
/// @throws Error ModelMissing, FileUnreadable, ModelDamaged, ModelMismatch.
StateDict readOnnxPair(const std::filesystem::path& encoder, const std::filesystem::path& decoder);

} // namespace core
