#include <charconv>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "app/auto_report.h"
#include "app/commands.h"
#include "app/console.h"
#include "app/input_options.h"
#include "app/json_output.h"
#include "app/stop_signals.h"
#include "core/batch.h"
#include "core/model_catalogue.h"
#include "core/picture_list.h"
#include "core/segmenter.h"

namespace app {

namespace {

namespace fs = std::filesystem;

struct Options {
    std::vector<std::string> inputs;
    fs::path output;
    bool recursive = false;
    std::vector<std::string> formats{"amg"};
    bool json = false;
    std::string shard;
    int jobs = 1;
    std::string model = core::catalogue().front().id;
    core::InputOptions input;
    core::MaskGeneratorOptions generator;
};

constexpr const char* help =
    "Segments everything in pictures. Of each picture OUT gets what the reference's amg.py "
    "writes:\n"
    "a folder with a PNG per mask and metadata.csv, or one JSON file; with --format coco one\n"
    "dataset over all pictures, OUT/annotations.json.";

constexpr const char* examples =
    "A picture that was done before, with the same content, options and model, is passed over: "
    "run\n"
    "the same command again to go on with an interrupted run. What is known of finished pictures\n"
    "lies in OUT/.maskwright. A picture that cannot be read is reported, the others go on, and "
    "the\n"
    "exit code is 1.\n"
    "\n"
    "Examples:\n"
    "  maskwright-cli auto photo.jpg -o masks\n"
    "  maskwright-cli auto photos -o masks --recursive --format coco --points-per-side 16\n"
    "  find photos -newer stamp -name '*.jpg' | maskwright-cli auto - -o masks --convert-to-rle\n"
    "  On four machines, for K from 1 to 4, and at last:\n"
    "    maskwright-cli auto photos -o masks --format coco --shard K/4\n"
    "    maskwright-cli merge masks/annotations-{1..4}-of-4.json -o masks/annotations.json";

// ---- reading the command line -------------------------------------------------------------------

struct Shard {
    int index = 1;
    int count = 1;
};

Shard readShard(const std::string& text)
{
    Shard shard;
    const char* const end = text.data() + text.size();
    const auto [slash, error] = std::from_chars(text.data(), end, shard.index);
    const bool isPair = error == std::errc() && slash != end && *slash == '/';
    if (!isPair || std::from_chars(slash + 1, end, shard.count).ptr != end || slash + 1 == end ||
        shard.index < 1 || shard.count < shard.index)
        throw CLI::ValidationError("--shard", "wants K/N with K from 1 to N, not '" + text + "'");
    return shard;
}

std::vector<fs::path> readList(std::istream& stream)
{
    std::vector<fs::path> files;
    for (std::string line; std::getline(stream, line);) {
        if (line.ends_with('\r'))
            line.pop_back();
        if (!line.empty())
            files.push_back(line);
    }
    return files;
}

std::vector<core::ListedPicture> readInputs(const Options& options)
{
    std::vector<fs::path> folders, files;
    for (const std::string& input : options.inputs) {
        std::error_code unknown;
        if (input == "-") {
            for (fs::path& file : readList(std::cin))
                files.push_back(std::move(file));
        } else if (fs::is_directory(input, unknown)) {
            folders.push_back(input);
        } else {
            files.push_back(input);
        }
    }
    return core::listPictures(folders, options.recursive, files);
}

std::set<core::BatchFormat> readFormats(const Options& options)
{
    std::set<core::BatchFormat> formats;
    for (const std::string& name : options.formats) {
        if (name == "coco")
            formats.insert(core::BatchFormat::Coco);
        else
            formats.insert(options.json ? core::BatchFormat::AmgJson
                                        : core::BatchFormat::AmgFolder);
    }
    if (options.json && !formats.contains(core::BatchFormat::AmgJson))
        throw CLI::ValidationError("--convert-to-rle", "says how to write --format amg");
    return formats;
}

core::BatchJob readJob(const Options& options)
{
    core::BatchJob job;
    job.output = options.output;
    job.formats = readFormats(options);
    job.options = options.generator;
    job.jobs = options.jobs;
    const Shard shard = options.shard.empty() ? Shard() : readShard(options.shard);
    core::validate(job.options);
    job.pictures = readInputs(options);
    if (job.pictures.empty()) {
        complain("there are no pictures in the input; name some, or add --recursive.");
        throw Exit{1};
    }
    if (!options.shard.empty()) {
        job.pictures = core::shardOf(job.pictures, shard.index, shard.count);
        job.cocoFile = "annotations-" + std::to_string(shard.index) + "-of-" +
                       std::to_string(shard.count) + ".json";
    }
    return job;
}

// ---- the work -----------------------------------------------------------------------------------

void printSummary(const core::BatchJob& job, const core::BatchSummary& summary,
                  const AutoReport& report, double seconds)
{
    Json failed = Json::array();
    for (const AutoReport::Failure& failure : report.failures())
        failed.push_back({{"picture", failure.picture}, {"problem", failure.problem}});
    print({{"output", job.output.string()},
           {"pictures", job.pictures.size()},
           {"done", summary.done},
           {"done_before", summary.skipped},
           {"failed", failed},
           {"masks", report.masks()},
           {"seconds", std::round(seconds * 10) / 10}});
}

void complainAboutFailures(const AutoReport& report)
{
    std::string list = std::to_string(report.failures().size()) + " of the pictures failed:";
    for (const AutoReport::Failure& failure : report.failures())
        list += "\n  " + failure.problem;
    complain(list);
}

void segmentEverything(const Options& options)
{
    const core::BatchJob job = readJob(options);
    const StopSignals signals;
    const core::Segmenter segmenter(core::resolveModel(options.model), options.input);
    AutoReport report(job.pictures, ::isatty(STDERR_FILENO));
    const auto start = std::chrono::steady_clock::now();
    std::optional<core::BatchSummary> summary;
    try {
        summary = core::runBatch(
            segmenter, job, [&](const core::BatchNews& news) { report.take(news); },
            signals.token());
    } catch (const core::Error&) {
        report.finish();
        throw;
    }
    report.finish();
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    printSummary(job, *summary, report, taken.count());
    if (summary->failed > 0)
        complainAboutFailures(report);
    if (summary->stopped) {
        complain("stopped; run it again to go on.");
        throw Exit{128 + signals.signal()};
    }
    if (summary->failed > 0)
        throw Exit{1};
}

void addGeneratorOptions(CLI::App& command, core::MaskGeneratorOptions& o)
{
    const auto add = [&](const char* name, auto& value, const char* what) {
        command.add_option(name, value, what)
            ->capture_default_str()
            ->type_name("NUMBER")
            ->group("Everything mode");
    };
    add("--points-per-side", o.pointsPerSide, "Points per side of the grid that is asked about");
    add("--points-per-batch", o.pointsPerBatch, "Taken for amg.py's sake; changes nothing");
    add("--pred-iou-thresh", o.predIouThresh, "Keep masks with a predicted IoU above it");
    add("--stability-score-thresh", o.stabilityScoreThresh, "Keep masks at least this stable");
    add("--stability-score-offset", o.stabilityScoreOffset,
        "How far the stability shifts the mask's threshold");
    add("--box-nms-thresh", o.boxNmsThresh, "Boxes of a greater IoU are one thing");
    add("--crop-n-layers", o.cropNLayers, "Look again at 2^i x 2^i parts, for i up to this");
    add("--crop-nms-thresh", o.cropNmsThresh, "As --box-nms-thresh, between parts");
    add("--crop-overlap-ratio", o.cropOverlapRatio, "Of neighbouring parts, by the shorter side");
    add("--crop-n-points-downscale-factor", o.cropNPointsDownscaleFactor,
        "Parts of layer i get a grid this much smaller, i times");
    add("--min-mask-region-area", o.minMaskRegionArea, "Remove smaller holes and islands, pixels");
}

} // namespace

void addAuto(CLI::App& cli)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = cli.add_subcommand("auto", "All masks of pictures, folders or a list");
    command->description(help);
    command->footer(examples);
    command
        ->add_option("INPUT,--input", options->inputs,
                     "Pictures, folders with pictures, or - for a list of pictures on standard "
                     "input, one per line")
        ->required()
        ->type_name("PATH");
    command->add_option("-o,--output", options->output, "Folder for the results")
        ->required()
        ->type_name("DIR");
    command->add_flag("--recursive", options->recursive, "Also the folders within folders");
    command->add_option("--format", options->formats, "amg, coco; may be given twice")
        ->capture_default_str()
        ->allow_extra_args(false)
        ->check(CLI::IsMember({"amg", "coco"}))
        ->type_name("NAME");
    command->add_flag("--convert-to-rle", options->json,
                      "Per picture one JSON file with run lengths instead of a folder of PNGs");
    command->add_option("--shard", options->shard, "Only part K of N equal parts of the pictures")
        ->type_name("K/N");
    command->add_option("--jobs", options->jobs, "Pictures worked on at once; they share the cores")
        ->capture_default_str()
        ->check(CLI::Range(1, 1024))
        ->type_name("NUMBER");
    command
        ->add_option("--model,--checkpoint", options->model, "Name of a fetched model, or a file")
        ->capture_default_str()
        ->type_name("ID|FILE");
    addInputOptions(*command, options->input);
    addGeneratorOptions(*command, options->generator);
    command->callback([options] { segmentEverything(*options); });
}

} // namespace app
