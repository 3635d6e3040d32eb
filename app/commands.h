#pragma once

namespace CLI {
class App;
}

namespace app {

/// Thrown by a command that has said all there is to say: the program ends with this code.
struct Exit {
    int code;
};

/// Each adds one command to the command line; it runs as soon as it is parsed. What goes wrong
/// leaves as core::Error, wrong usage as CLI::ParseError.
void addAuto(CLI::App& cli);
void addConvert(CLI::App& cli);
void addBench(CLI::App& cli);
void addInfo(CLI::App& cli);
void addMerge(CLI::App& cli);
void addModel(CLI::App& cli);
void addPredict(CLI::App& cli);

} // namespace app
