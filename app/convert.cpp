#include <filesystem>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/commands.h"
#include "app/json_output.h"
#include "core/model_catalogue.h"
#include "core/model_file.h"

namespace app {

namespace {

struct Options {
    std::filesystem::path encoder;
    std::filesystem::path decoder;
    std::filesystem::path output;
};

constexpr const char* examples =
    "The same two files always give the same bytes.\n"
    "\n"
    "Example:\n"
    "  maskwright-cli convert encoder.onnx sam.onnx -o mobile_sam.safetensors";

void convert(const Options& options)
{
    core::convertOnnxPair(options.encoder, options.decoder, options.output);
    Json document{{"file", options.output.string()}};
    document.update(toJson(core::readModelInfo(options.output)));
    document["size"] = std::filesystem::file_size(options.output);
    document["sha256"] = core::sha256OfFile(options.output);
    print(document);
}

} // namespace

void addConvert(CLI::App& cli)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = cli.add_subcommand(
        "convert", "Turns a MobileSAM exported as two ONNX graphs into one .safetensors file");
    command->footer(examples);
    command->add_option("ENCODER", options->encoder, "The image encoder, .onnx")
        ->required()
        ->type_name("FILE");
    command
        ->add_option("DECODER", options->decoder, "The prompt encoder with the mask decoder, .onnx")
        ->required()
        ->type_name("FILE");
    command->add_option("-o,--output", options->output, "The .safetensors file to write")
        ->required()
        ->type_name("FILE");
    command->callback([options] { convert(*options); });
}

} // namespace app
