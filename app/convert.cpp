#include <filesystem>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "app/commands.h"
#include "app/json_output.h"
#include "core/model_catalogue.h"
#include "core/model_file.h"
#include "core/sha256.h"

namespace app {

namespace {

struct Options {
    std::filesystem::path model;
    std::filesystem::path decoder; ///< empty: `model` is a checkpoint, not the encoder alone
    std::filesystem::path output;
    std::string dtype; ///< empty: as in the model
};

constexpr const char* examples =
    "The same files always give the same bytes.\n"
    "\n"
    "Examples:\n"
    "  maskwright-cli convert mobile_sam.pt -o mobile_sam.safetensors\n"
    "  maskwright-cli convert sam_vit_h_4b8939.pth --dtype f16 -o sam_vit_h.safetensors\n"
    "  maskwright-cli convert encoder.onnx sam.onnx -o mobile_sam.safetensors";

core::StoredType typeOf(const std::string& dtype)
{
    if (dtype.empty())
        return core::StoredType::AsRead;
    return dtype == "f16" ? core::StoredType::Float16 : core::StoredType::Float32;
}

void convert(const Options& options)
{
    const core::StoredType type = typeOf(options.dtype);
    if (options.decoder.empty())
        core::convertCheckpoint(options.model, options.output, type);
    else
        core::convertOnnxPair(options.model, options.decoder, options.output, type);
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
    CLI::App* command =
        cli.add_subcommand("convert", "Turns a .pt checkpoint, or a model exported as two ONNX "
                                      "graphs, into one .safetensors file");
    command->footer(examples);
    command
        ->add_option("MODEL", options->model,
                     "A whole checkpoint, .pt or .safetensors; or the image encoder, .onnx")
        ->required()
        ->type_name("FILE");
    command
        ->add_option("DECODER", options->decoder,
                     "With an encoder: the prompt encoder with the mask decoder, .onnx")
        ->type_name("FILE");
    command->add_option("-o,--output", options->output, "The .safetensors file to write")
        ->required()
        ->type_name("FILE");
    command
        ->add_option("--dtype", options->dtype,
                     "How numbers are stored: f32, or f16 for half the size; without, as they are")
        ->check(CLI::IsMember({"f32", "f16"}))
        ->type_name("NAME");
    command->callback([options] { convert(*options); });
}

} // namespace app
