#include <filesystem>
#include <iomanip>
#include <iostream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "app/commands.h"
#include "app/input_options.h"
#include "app/json_output.h"
#include "core/benchmark.h"
#include "core/model_catalogue.h"

namespace app {

namespace {

struct Options {
    std::string model = core::catalogue().front().id;
    core::InputOptions input;
    std::filesystem::path image;
    bool everything = false;
    bool json = false;
};

constexpr const char* examples =
    "decode is the time from the embedding to four masks at the picture's size. The share of peak\n"
    "compares with a packed matrix product, measured in the same run on the processor. Another\n"
    "device's or precision's masks are compared with those of float32 on the processor.\n"
    "\n"
    "Examples:\n"
    "  maskwright-cli bench\n"
    "  maskwright-cli bench --image cup.jpg --everything --json";

constexpr int madeWidth = 1800, madeHeight = 1200;

Json toJson(const core::Timing& timing)
{
    return {{"median", timing.median}, {"p95", timing.p95}, {"min", timing.min}};
}

Json toJson(const core::BenchmarkResult& r, const Options& options, const core::ModelInfo& model)
{
    const auto orNull = [](const auto& value) { return value ? Json(*value) : Json(); };
    return {{"encode_ms", toJson(r.encode)},
            {"decode_ms",
             {{"point1", toJson(r.point1)},
              {"point2", toJson(r.point2)},
              {"point8", toJson(r.point8)},
              {"box", toJson(r.box)}}},
            {"everything_s", orNull(r.everythingSeconds)},
            {"everything_masks", orNull(r.everythingMasks)},
            {"share_of_peak",
             {{"encode", orNull(r.encode.shareOfPeak)},
              {"point1", orNull(r.point1.shareOfPeak)},
              {"point2", orNull(r.point2.shareOfPeak)},
              {"point8", orNull(r.point8.shareOfPeak)},
              {"box", orNull(r.box.shareOfPeak)},
              {"everything", orNull(r.everythingShareOfPeak)}}},
            {"peak_rss_mb", r.peakRssMb},
            {"loaded_rss_mb", r.loadedRssMb},
            {"peak_gflops", orNull(r.peakGflops)},
            {"encode_peak_gflops", orNull(r.encodePeakGflops)},
            {"threads", r.threads},
            {"device", nameOf(options.input.device)},
            {"precision", nameOf(options.input.precision)},
            {"iou_against_f32", r.againstFloat32 ? Json{{"mean", r.againstFloat32->mean},
                                                        {"min", r.againstFloat32->min}}
                                                 : Json()},
            {"model", model.variant},
            {"image_size", options.input.side},
            {"padded", options.input.padded},
            {"image", options.image.empty() ? "made" : options.image.string()}};
}

void printRow(const char* name, const core::Timing& timing)
{
    std::cout << std::left << std::setw(18) << name << std::right << std::fixed
              << std::setprecision(1) << std::setw(10) << timing.median << std::setw(10)
              << timing.p95 << std::setw(10) << timing.min << std::setw(9);
    if (timing.shareOfPeak)
        std::cout << std::setprecision(0) << *timing.shareOfPeak * 100 << " %\n";
    else
        std::cout << '-' << '\n';
}

void printTable(const core::BenchmarkResult& r, const core::InputOptions& input)
{
    std::cout << "milliseconds          median       p95       min  of peak\n";
    printRow("encode", r.encode);
    printRow("decode 1 point", r.point1);
    printRow("decode 2 points", r.point2);
    printRow("decode 8 points", r.point8);
    printRow("decode box", r.box);
    std::cout << std::setprecision(1);
    if (r.everythingSeconds)
        std::cout << "everything mode: " << *r.everythingSeconds << " s, " << *r.everythingMasks
                  << " masks";
    if (r.everythingShareOfPeak)
        std::cout << ", " << *r.everythingShareOfPeak * 100 << " % of peak";
    std::cout << (r.everythingSeconds ? "\n" : "") << std::setprecision(0)
              << "memory: " << r.peakRssMb << " MB at most, " << r.loadedRssMb
              << " MB with the model loaded\n";
    std::cout << "device: " << nameOf(input.device) << ", encoder: " << nameOf(input.precision);
    if (r.peakGflops)
        std::cout << "; peak: " << *r.peakGflops << " GFLOP/s on " << r.threads
                  << " threads, the encoder's " << *r.encodePeakGflops;
    std::cout << '\n';
    if (r.againstFloat32)
        std::cout << "masks against float32 on the processor: IoU " << std::setprecision(4)
                  << r.againstFloat32->mean << " on average, " << r.againstFloat32->min
                  << " at least\n";
}

void bench(const Options& options)
{
    const core::Image image = options.image.empty() ? core::benchmarkPicture(madeWidth, madeHeight)
                                                    : core::readImage(options.image);
    const core::Segmenter segmenter(core::resolveModel(options.model), options.input);
    const core::BenchmarkResult result =
        core::runBenchmark(segmenter, image, options.everything, [](const std::string& what) {
            std::cerr << "measuring: " << what << '\n';
        });
    if (options.json)
        print(toJson(result, options, segmenter.info()));
    else
        printTable(result, options.input);
}

} // namespace

void addBench(CLI::App& cli)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = cli.add_subcommand("bench", "How fast the model is on this computer");
    command->footer(examples);
    command->add_option("--model", options->model, "Name of a fetched model, or a model file")
        ->capture_default_str()
        ->type_name("ID|FILE");
    addInputOptions(*command, options->input);
    command->add_option("--image", options->image, "Picture to work on; 1800x1200 is made if none")
        ->type_name("FILE");
    command->add_flag("--everything", options->everything, "Also segment everything (takes long)");
    command->add_flag("--json", options->json, "Print JSON instead of a table");
    command->callback([options] { bench(*options); });
}

} // namespace app
