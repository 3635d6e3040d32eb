#pragma once

#include <map>
#include <string>

#include <ATen/ATen.h>

namespace core {

/// Parameter name (as in the reference's checkpoints: "image_encoder.…", "prompt_encoder.…",
/// "mask_decoder.…") to tensor. Tensors may share one memory-mapped file that lives as long as
/// they.
using StateDict = std::map<std::string, at::Tensor>;

} // namespace core
