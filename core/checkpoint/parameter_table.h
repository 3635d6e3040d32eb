#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/checkpoint/state_dict.h"
#include "core/sam/config.h"

namespace core {

/// Parameter name to shape.
using ParameterTable = std::map<std::string, std::vector<std::int64_t>>;

/// Every parameter that a variant uses. TinyViT's come with each BatchNorm folded into its
/// convolution (`….c.weight` and `….c.bias` instead of `….c.weight` and `….bn.*`) and without the
/// unused classifier head.
ParameterTable parameterTable(const sam::SamConfig& config);

/// Reduces `tensors` to the parameters of the table.
/// @throws Error ModelMismatch, naming what is missing or has another shape. `path` is its subject.
StateDict selectParameters(const StateDict& tensors, const ParameterTable& table,
                           const std::filesystem::path& path);

} // namespace core
