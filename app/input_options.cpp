#include "app/input_options.h"

#include <string>

#include <CLI/CLI.hpp>

namespace app {

namespace {

using core::InputOptions;

const CLI::Validator isWholeCells(
    [](const std::string& text) {
        int side = 0;
        const bool fits = CLI::detail::lexical_cast(text, side) && side >= InputOptions::smallest &&
                          side <= InputOptions::largest && side % InputOptions::step == 0;
        return fits ? std::string()
                    : "wants a multiple of " + std::to_string(InputOptions::step) + " from " +
                          std::to_string(InputOptions::smallest) + " to " +
                          std::to_string(InputOptions::largest) + ", not '" + text + "'";
    },
    "", "whole cells");

} // namespace

void addInputOptions(CLI::App& command, InputOptions& input)
{
    command
        .add_option("--image-size", input.side,
                    "Pixels that the picture's longer side is brought to for the model, a multiple "
                    "of 16; smaller is faster and coarser")
        ->capture_default_str()
        ->check(isWholeCells)
        ->type_name("PIXELS");
    command.add_flag("!--no-padding", input.padded,
                     "Don't fill the picture up to a square: faster, not quite the same masks");
    const auto setPrecision = [&input](const std::string& name) {
        input.precision = name == "bf16" ? core::Precision::BFloat16 : core::Precision::Float32;
    };
    command
        .add_option_function<std::string>("--precision", setPrecision,
                                          "Numbers that the image encoder multiplies: f32, or bf16 "
                                          "where the processor or GPU has "
                                          "it: faster, not quite the same masks")
        ->default_str("f32")
        ->check(CLI::IsMember({"f32", "bf16"}))
        ->type_name("NAME");
    const auto setDevice = [&input](const std::string& name) {
        input.device = name == "cuda" ? core::Device::Cuda : core::Device::Cpu;
    };
    command
        .add_option_function<std::string>(
            "--device", setDevice,
            "What the model runs on: cpu, or cuda where there is an NVIDIA GPU and LibTorch was "
            "built for it")
        ->default_str("cpu")
        ->check(CLI::IsMember({"cpu", "cuda"}))
        ->type_name("NAME");
}

} // namespace app
