// How fast each kernel is at the shapes MobileSAM has for a 1800×1200 picture, in operations or
// bytes a second. The kernels run on every instruction set this processor has, the whole model on
// the best; set MASKWRIGHT_INSTRUCTION_SET=avx2 or =sse4 for the others.
#include <cstdio>
#include <functional>
#include <memory>
#include <string>

#include <ATen/ATen.h>
#include <benchmark/benchmark.h>
#include <c10/core/InferenceMode.h>
#include <hwy/targets.h>

#include "core/benchmark.h"
#include "core/error.h"
#include "core/kernels/attention.h"
#include "core/kernels/caching_allocator.h"
#include "core/kernels/depthwise_conv.h"
#include "core/kernels/image_attention.h"
#include "core/kernels/layer_norm.h"
#include "core/kernels/mask_product.h"
#include "core/kernels/mask_resize.h"
#include "core/kernels/matrix_product.h"
#include "core/kernels/packed_conv.h"
#include "core/kernels/packed_linear.h"
#include "core/kernels/pillow_resize.h"
#include "core/kernels/thread_team.h"
#include "core/kernels/winograd_conv.h"
#include "core/kernels/work_count.h"
#include "core/mask_generator.h"
#include "core/model_catalogue.h"

namespace {

using at::Tensor;
using namespace core::kernels;

constexpr int pictureWidth = 1800, pictureHeight = 1200;
constexpr int contentWidth = 1024, contentHeight = 683, modelSide = 1024;
constexpr int positions = 64 * 64, heads = 8, tokens = 7; // of the decoder, for one click

double bytesOf(std::initializer_list<Tensor> tensors)
{
    double bytes = 0;
    for (const Tensor& tensor : tensors)
        bytes += double(tensor.nbytes());
    return bytes;
}

/// `bytes` is what a run must read and write, where that and not the arithmetic is what takes time.
void measure(benchmark::State& state, double bytes, const std::function<void()>& run)
{
    const c10::InferenceMode inference;
    useCores();
    run(); // packs weights, makes plans
    const std::int64_t before = multiplications();
    for (auto _ : state)
        run();
    const double operations = 2 * double(multiplications() - before);
    if (operations > 0)
        state.counters["FLOP/s"] = benchmark::Counter(operations, benchmark::Counter::kIsRate);
    if (bytes > 0)
        state.counters["B/s"] =
            benchmark::Counter(bytes * double(state.iterations()), benchmark::Counter::kIsRate);
}

template <typename Run> void add(const std::string& name, const Run& run)
{
    benchmark::RegisterBenchmark(name.c_str(), run)->UseRealTime()->Unit(benchmark::kMicrosecond);
}

/// For what runs on one instruction set for as long as the process lives.
void addOnce(const std::string& name, double bytes, const std::function<void()>& run)
{
    add(name, [=](benchmark::State& state) { measure(state, bytes, run); });
}

/// For a kernel of our own.
void addEach(const std::string& name, double bytes, const std::function<void()>& run)
{
    for (const std::int64_t target : hwy::SupportedAndGeneratedTargets())
        add(name + "/" + hwy::TargetName(target), [=](benchmark::State& state) {
            hwy::SetSupportedTargetsForTest(target);
            measure(state, bytes, run);
            hwy::SetSupportedTargetsForTest(0);
        });
}

// --- the encoder's -------------------------------------------------------------------------------

void addAttention(const std::string& name, int windows, int side, int headCount)
{
    constexpr int depth = 32;
    const std::vector<WindowPart> parts(std::size_t(windows), WindowPart{side, side});
    const int each = side * side;
    const Tensor qkv = at::randn({windows * each, headCount, 3 * depth});
    const Tensor padding = at::randn({headCount * 3 * depth});
    const Tensor bias = padBias(at::randn({headCount, each, each}));
    addEach("windowAttention/" + name, 0,
            [=] { windowAttention(qkv, parts, padding, side, 0.2f, bias); });
}

void addLinear(const std::string& name, int rows, int in, int out)
{
    const auto layer = std::make_shared<PackedLinear>(at::randn({out, in}), at::randn({out}));
    const Tensor x = at::randn({rows, in});
    addEach("linear/" + name, 0, [=] { (*layer)(x); });
}

void addConv(const std::string& name, int side, int in, int out)
{
    const auto layer =
        std::make_shared<PackedConv>(at::randn({out, in, 3, 3}), at::randn({out}), 2);
    const Tensor x = at::randn({side, side, in});
    addEach("conv/" + name, 0, [=] { (*layer)(x); });
}

void addDepthwise(const std::string& name, int side, int channels, int stride)
{
    const auto layer = std::make_shared<DepthwiseConv>(at::randn({channels, 1, 3, 3}),
                                                       at::randn({channels}), stride);
    const Tensor x = at::randn({side, side, channels});
    addEach("depthwise/" + name, 0, [=] { (*layer)(x); });
}

void addEncoderKernels()
{
    addConv("patch embedding 1", 1024, 3, 32);
    addConv("patch embedding 2", 512, 32, 64);
    const auto neck = std::make_shared<WinogradConv>(at::randn({256, 256, 3, 3}));
    const Tensor grid = at::randn({64, 64, 256});
    addEach("conv/neck", 0, [=] { (*neck)(grid); });
    addDepthwise("stage 0", 256, 256, 1);
    addDepthwise("after stage 0", 256, 128, 2);
    addDepthwise("stage 1", 128, 128, 1);
    addDepthwise("stage 2", 64, 160, 1);
    addDepthwise("stage 3", 64, 320, 1);
    addLinear("stage 0, in", 256 * 256, 64, 256);
    addLinear("stage 0, out", 256 * 256, 256, 64);
    addLinear("qkv of stage 1", 128 * 128, 128, 384);
    addLinear("qkv of stage 2", 64 * 64, 160, 480);
    addLinear("qkv of stage 3", 64 * 64, 320, 960);
    addLinear("mlp of stage 3, in", 96, 320, 1280);
    addLinear("mlp of stage 3, out", 96, 1280, 320);
    addLinear("a token", 7, 256, 2048);
    addAttention("stage 1", 19 * 19, 7, 4);
    addAttention("stage 2", 5 * 5, 14, 5);
    addAttention("stage 3", 10 * 10, 7, 10);
    const Tensor rows = at::randn({64 * 64, 320}), weight = at::ones({320}),
                 bias = at::zeros({320});
    addEach("layerNorm/stage 3", 2 * bytesOf({rows}), [=] { layerNorm(rows, weight, bias, 1e-5); });
}

// --- the decoder's -------------------------------------------------------------------------------

void addDecoderAttention()
{
    constexpr int width = 128, panels = positions / panelPositions, update = (tokens - 1) * heads + 1;
    const auto inPanels = [] { return at::randn({panels, width, panelPositions}) * 0.1; };
    const auto image = std::make_shared<ImageState>(
        ImageState{positions, 2 * update + 1, at::rand({panels, 2 * update + 1, panelPositions}),
                   at::ones({panels, panelPositions})});
    const ScoreTerms scores{heads, at::randn({tokens, width}),
                            at::randn({tokens * heads, 2 * update + 1}), inPanels(), inPanels()};
    const Tensor values = inPanels();
    addEach("lookAtImage/a click", 0, [=] { lookAtImage(*image, scores, values); });

    // Vectors that have their length already, so that they keep it from run to run.
    constexpr int channels = 256;
    LengthTerms lengths;
    lengths.squares = at::full({panels, panelPositions}, channels);
    lengths.products = at::zeros({2 * update, 2 * update});
    lengths.constants = at::zeros({panels, 2, panelPositions});
    lengths.values = {at::zeros({tokens, width}), at::zeros({tokens, width})};
    lengths.outputs = {inPanels(), inPanels()};
    lengths.channels = channels;
    lengths.eps = 0;
    const auto second = std::make_shared<ImageState>(*image);
    second->rows = 2 * update;
    second->scale = at::ones({panels, panelPositions});
    second->basis = at::rand({panels, 2 * update + 1, panelPositions});
    addEach("lookAtTokens/a click", 0, [=] { lookAtTokens(*second, scores, lengths); });

    const Tensor rows = at::randn({width, 2 * update + 1});
    const Tensor result = at::empty({width, panelPositions});
    addEach("projectPanel/half of one", 0, [=] {
        projectPanel(*image, 31, values[31].data_ptr<float>(), rows.data_ptr<float>(), rows.size(1),
                     width, result.data_ptr<float>());
    });
    const Tensor basis = at::randn({256, 2 * tokens * heads + 16});
    const Tensor products = at::empty({256, basis.size(1)});
    addEach("multiply/rows with each other", 0, [=] {
        multiply({basis.data_ptr<float>(), 1, basis.size(1), basis.data_ptr<float>(), basis.size(1),
                  products.data_ptr<float>(), basis.size(1), 2 * update, 256, 2 * update});
    });
}

void addMaskKernels()
{
    const Tensor x = at::randn({64, panelPositions}), weight = at::ones({64}),
                 bias = at::zeros({64});
    addEach("normalizeChannels/a quarter of a panel", 2 * bytesOf({x}),
            [=] { normalizeChannels(x.data_ptr<float>(), weight, bias, 1e-6); });
    const Tensor weights = at::randn({4, 32}), upscaled = at::randn({128, panelPositions});
    const Tensor pixels = at::empty({4, 16, panelPositions}), shifts = at::zeros({128});
    addEach("mixMasks/a quarter of a panel", bytesOf({upscaled, pixels}), [=] {
        mixMasks(weights, upscaled.data_ptr<float>(), shifts, 2, pixels.data_ptr<float>());
    });

    const Tensor coarse = at::randn({1, 1, 24, 24}) * 5;
    const Tensor logits = at::upsample_bilinear2d(coarse, {256, 256}, false).contiguous();
    const auto resizer = std::make_shared<MaskResizer>(pictureWidth, pictureHeight, contentWidth,
                                                       contentHeight, modelSide, modelSide);
    addEach("MaskResizer", bytesOf({logits}) + double(pictureWidth) * pictureHeight,
            [=] { (*resizer)(logits.data_ptr<float>()); });

    const auto picture =
        std::make_shared<core::Image>(core::benchmarkPicture(pictureWidth, pictureHeight));
    addOnce("pillowBilinear",
            3.0 * (double(pictureWidth) * pictureHeight + double(contentWidth) * contentHeight),
            [=] {
                pillowBilinear(picture->row(0), pictureWidth, pictureHeight, contentWidth,
                               contentHeight);
            });
}

// --- all together --------------------------------------------------------------------------------

/// A few of everything mode's points: the time grows with their number.
core::MaskGeneratorOptions fewPoints()
{
    core::MaskGeneratorOptions options;
    options.pointsPerSide = 8;
    return options;
}

void addModel()
{
    const auto segmenter =
        std::make_shared<core::Segmenter>(core::resolveModel(core::catalogue().front().id));
    const auto picture =
        std::make_shared<core::Image>(core::benchmarkPicture(pictureWidth, pictureHeight));
    const auto embedding = segmenter->encode(*picture);
    const auto generator = std::make_shared<core::MaskGenerator>(*segmenter, fewPoints());
    core::Prompt click;
    click.points.push_back({pictureWidth / 2, pictureHeight / 2, true});
    addOnce("model/encode", 0, [=] { segmenter->encode(*picture); });
    addOnce("model/one point", 0, [=] { segmenter->predict(*embedding, click); });
    addOnce("model/64 points of everything mode", 0,
            [=] { generator->generate(*picture, {}, {}, embedding); });
}

} // namespace

int main(int argc, char** argv)
{
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 1;
    installCachingAllocator();
    useCores();
    addEncoderKernels();
    addDecoderAttention();
    addMaskKernels();
    try {
        addModel();
    } catch (const core::Error& error) {
        std::fprintf(stderr, "Without the whole model: %s\n", error.what());
    }
    benchmark::RunSpecifiedBenchmarks();
}
