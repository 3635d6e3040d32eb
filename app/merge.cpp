#include <filesystem>
#include <memory>
#include <vector>

#include <CLI/CLI.hpp>

#include "app/commands.h"
#include "app/json_output.h"
#include "core/formats/coco_merge.h"

namespace app {

namespace {

struct Options {
    std::vector<std::filesystem::path> parts;
    std::filesystem::path output;
};

constexpr const char* examples =
    "Pictures are sorted by name, ids given anew, categories of the same name made one: the parts\n"
    "of a divided run become the file of the undivided one.\n"
    "\n"
    "Example:\n"
    "  maskwright-cli merge masks/annotations-{1..16}-of-16.json -o masks/annotations.json";

void merge(const Options& options)
{
    const core::CocoCounts counts = core::mergeCoco(options.parts, options.output);
    print({{"file", options.output.string()},
           {"parts", options.parts.size()},
           {"pictures", counts.pictures},
           {"annotations", counts.annotations}});
}

} // namespace

void addMerge(CLI::App& cli)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = cli.add_subcommand("merge", "Joins COCO files into one");
    command->footer(examples);
    command->add_option("PART", options->parts, "COCO files; no picture may be in two of them")
        ->required()
        ->type_name("FILE");
    command
        ->add_option("-o,--output", options->output, "The file to write; may be one of the parts")
        ->required()
        ->type_name("FILE");
    command->callback([options] { merge(*options); });
}

} // namespace app
