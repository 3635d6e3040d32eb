#pragma once

#include <nlohmann/json.hpp>

#include "core/segmenter.h"

namespace app {

/// Keeps the order in which keys are added.
using Json = nlohmann::ordered_json;

/// Prints one document to standard output.
/// @throws core::Error DiskFull, WriteFailed.
void print(const Json& document);

/// {"variant", "parameters", "dtype"}
Json toJson(const core::ModelInfo& info);

} // namespace app
