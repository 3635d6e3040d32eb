#pragma once

#include "core/segmenter.h"

namespace CLI {
class App;
}

namespace app {

/// Adds --image-size, --no-padding, --precision and --device, which are checked while they are parsed.
void addInputOptions(CLI::App& command, core::InputOptions& input);

} // namespace app
