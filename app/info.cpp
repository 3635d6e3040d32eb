#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "app/commands.h"
#include "app/json_output.h"
#include "core/model_catalogue.h"
#include "core/model_file.h"

namespace app {

namespace {

constexpr const char* examples =
    "A model that is named, not given as a file, is also checked against its SHA-256.\n"
    "\n"
    "Examples:\n"
    "  maskwright-cli info mobile_sam\n"
    "  maskwright-cli info ~/models/mobile_sam.pt";

void info(const std::string& model)
{
    const std::filesystem::path path = core::resolveModel(model);
    Json document{{"file", path.string()}};
    document.update(toJson(core::readModelInfo(path)));
    print(document);
}

} // namespace

void addInfo(CLI::App& cli)
{
    const auto model = std::make_shared<std::string>();
    CLI::App* command = cli.add_subcommand("info", "Variant, parameters and type of a model file");
    command->footer(examples);
    command->add_option("FILE", *model, "A .safetensors or .pt file, or the name of a fetched model")
        ->required()
        ->type_name("ID|FILE");
    command->callback([model] { info(*model); });
}

} // namespace app
