#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <CLI/CLI.hpp>

#include "app/commands.h"
#include "app/input_options.h"
#include "app/json_output.h"
#include "core/embedding_cache.h"
#include "core/formats/png.h"
#include "core/image.h"
#include "core/mask_prompt.h"
#include "core/model_catalogue.h"
#include "core/rle.h"
#include "core/segmenter.h"
#include "core/system_error.h"

namespace app {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

struct Options {
    fs::path picture;
    std::string model = core::catalogue().front().id;
    core::InputOptions input;
    std::vector<std::string> points;
    std::string box;
    fs::path maskFrom;
    fs::path out;
};

constexpr const char* help =
    "Reads a picture, answers one prompt and prints the four candidate masks.\n"
    "Coordinates are pixels of the picture: x to the right, y down, 0,0 at the top left.\n"
    "Points, a box and a mask can be combined. Candidate 0 is the answer to a clear prompt "
    "(several\n"
    "points, a box); 1 to 3 are the whole, the part and the subpart that one click may mean.";

constexpr const char* examples =
    "Examples:\n"
    "  One click:\n"
    "    maskwright-cli predict cup.jpg --point 320,240\n"
    "  A click on the thing and one on what does not belong to it:\n"
    "    maskwright-cli predict cup.jpg --point 320,240 --point 400,300,0\n"
    "  A box, and the masks as PNG files out/cup_0.png to out/cup_3.png:\n"
    "    maskwright-cli predict cup.jpg --box 200,100,450,380 --out out\n"
    "  Go on from candidate 2 of that answer with one more click:\n"
    "    maskwright-cli predict cup.jpg --mask-from out/cup_2.npy --point 410,310";

// ---- reading the command line -------------------------------------------------------------------

/// Numbers separated by commas; empty when the text is anything else.
std::vector<float> readNumbers(std::string_view text)
{
    std::vector<float> numbers;
    const char* at = text.data();
    const char* end = at + text.size();
    while (true) {
        float number = 0;
        const auto [next, error] = std::from_chars(at, end, number);
        if (error != std::errc() || !std::isfinite(number))
            return {};
        numbers.push_back(number);
        if (next == end)
            return numbers;
        if (*next != ',')
            return {};
        at = next + 1;
    }
}

core::Point readPoint(const std::string& text)
{
    const std::vector<float> n = readNumbers(text);
    const bool labelled = n.size() == 3 && (n[2] == 0 || n[2] == 1);
    if (n.size() != 2 && !labelled)
        throw CLI::ValidationError("--point", "wants X,Y or X,Y,0 or X,Y,1, not '" + text + "'");
    return {n[0], n[1], !labelled || n[2] == 1};
}

core::Box readBox(const std::string& text)
{
    const std::vector<float> n = readNumbers(text);
    if (n.size() != 4)
        throw CLI::ValidationError("--box", "wants X0,Y0,X1,Y1, not '" + text + "'");
    return {n[0], n[1], n[2], n[3]};
}

/// All but the mask, which is read only when the picture's size is known.
core::Prompt readPrompt(const Options& options)
{
    if (options.points.empty() && options.box.empty() && options.maskFrom.empty())
        throw CLI::RequiredError("At least one of --point, --box and --mask-from");
    core::Prompt prompt;
    for (const std::string& text : options.points)
        prompt.points.push_back(readPoint(text));
    if (!options.box.empty())
        prompt.box = readBox(options.box);
    return prompt;
}

// ---- the work -----------------------------------------------------------------------------------

double millisecondsSince(Clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// Microseconds are precise enough.
double rounded(double milliseconds)
{
    return std::round(milliseconds * 1000) / 1000;
}

/// The double with the fewest digits that means the same float.
double shortest(float value)
{
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    double same = value;
    std::from_chars(text.data(), end, same);
    return same;
}

/// `<stem>_0.png` … and `<stem>_0.npy` …, the masks and the logits they came from.
void writeCandidates(const core::Prediction& prediction, const Options& options)
{
    const fs::path stem = options.out / options.picture.stem();
    for (const core::Candidate& candidate : prediction.candidates) {
        const std::string file = stem.string() + "_" + std::to_string(candidate.index);
        core::writeMaskPng(file + ".png", candidate.mask);
        core::writeLogits(file + ".npy", *candidate.logits);
    }
}

Json toJson(const core::Candidate& candidate)
{
    const core::Rle rle = core::encodeRle(candidate.mask);
    const core::PixelRect box = core::boundingBox(rle);
    return {{"index", candidate.index},
            {"iou", shortest(candidate.iou)},
            {"stability", shortest(candidate.stability)},
            {"area", core::area(rle)},
            {"bbox", {box.x, box.y, box.width, box.height}},
            {"segmentation",
             {{"size", {rle.height, rle.width}}, {"counts", core::compressCounts(rle)}}}};
}

void predict(const Options& options)
{
    core::Prompt prompt = readPrompt(options);
    if (!options.out.empty())
        core::makeFolders(options.out); // found out before the long work, not after it

    auto start = Clock::now();
    const core::Image image = core::readImage(options.picture);
    if (!options.maskFrom.empty())
        prompt.mask = std::make_shared<core::LowResLogits>(
            core::readMaskPrompt(options.maskFrom, image.width(), image.height()));
    const double readMs = millisecondsSince(start);
    core::validate(prompt, image.width(), image.height());

    start = Clock::now();
    const core::Segmenter segmenter(core::resolveModel(options.model), options.input);
    const double loadMs = millisecondsSince(start);
    start = Clock::now();
    const core::EmbeddingCache cache;
    const std::string key = core::embeddingKey(segmenter, image);
    core::EmbeddingPtr embedding = cache.find(key, segmenter, image);
    const bool wasKept = embedding != nullptr;
    if (!wasKept)
        embedding = segmenter.encode(image);
    const double encodeMs = millisecondsSince(start);
    const core::Prediction prediction = segmenter.predict(*embedding, prompt);

    if (!options.out.empty())
        writeCandidates(prediction, options);
    Json candidates = Json::array();
    for (const core::Candidate& candidate : prediction.candidates)
        candidates.push_back(toJson(candidate));
    print({{"image",
            {{"path", options.picture.string()},
             {"width", image.width()},
             {"height", image.height()}}},
           {"model", options.model},
           {"candidates", candidates},
           {"best", prediction.best},
           {"timing_ms",
            {{"load", rounded(loadMs)},
             {"read", rounded(readMs)},
             {"encode", rounded(encodeMs)},
             {"decode", rounded(prediction.decodeMs)}}}});
    if (!wasKept)
        cache.keep(key, *embedding);
}

} // namespace

void addPredict(CLI::App& cli)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = cli.add_subcommand("predict", "Four masks for a click, a box or both");
    command->description(help);
    command->footer(examples);
    command->add_option("PICTURE", options->picture, "JPEG, PNG, TIFF, WebP or BMP file")
        ->required()
        ->type_name("FILE");
    command->add_option("--model", options->model, "Name of a fetched model, or a model file")
        ->capture_default_str()
        ->type_name("ID|FILE");
    addInputOptions(*command, options->input);
    command->add_option("--point", options->points, "A click, or with ,0 one on the background")
        ->allow_extra_args(false)
        ->type_name("X,Y[,0|1] ");
    command->add_option("--box", options->box, "Top left and bottom right corner")
        ->type_name("X0,Y0,X1,Y1");
    command
        ->add_option("--mask-from", options->maskFrom,
                     "A .npy from --out, or a PNG as large as the picture")
        ->type_name("FILE");
    command->add_option("--out", options->out, "Also write masks (.png) and logits (.npy) here")
        ->type_name("DIR");
    command->callback([options] { predict(*options); });
}

} // namespace app
