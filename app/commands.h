#pragma once

namespace CLI {
class App;
}

namespace app {

/// Each adds one command to the command line; it runs as soon as it is parsed. What goes wrong
/// leaves as core::Error, wrong usage as CLI::ParseError.
void addPredict(CLI::App& cli);
void addConvert(CLI::App& cli);
void addBench(CLI::App& cli);
void addInfo(CLI::App& cli);

} // namespace app
