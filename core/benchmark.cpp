#include "core/benchmark.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>

#include <sys/resource.h>
#include <unistd.h>

#include "core/kernels/packed_linear.h"
#include "core/kernels/work_count.h"
#include "core/mask_generator.h"
#include "core/segmenter_impl.h"

namespace core {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// One value per run, in order of size.
double quantile(const std::vector<double>& sorted, double share)
{
    return sorted[std::min(sorted.size() - 1, std::size_t(share * double(sorted.size())))];
}

template <typename Work> Timing measure(std::optional<double> peakGflops, const Work& work)
{
    constexpr double enoughSeconds = 2;
    constexpr std::size_t enoughRuns = 50, leastRuns = 5;
    work(); // packs weights, makes plans
    const std::int64_t before = kernels::multiplications();
    std::vector<double> runs;
    const Clock::time_point start = Clock::now();
    while (runs.size() < leastRuns ||
           (runs.size() < enoughRuns && secondsSince(start) < enoughSeconds)) {
        const Clock::time_point runStart = Clock::now();
        work();
        runs.push_back(secondsSince(runStart) * 1000);
    }
    const double perRun = double(kernels::multiplications() - before) / double(runs.size());
    std::sort(runs.begin(), runs.end());
    const double gflops = 2 * perRun / (runs.front() * 1e6);
    Timing timing{quantile(runs, 0.5), quantile(runs, 0.95), runs.front(), {}};
    if (peakGflops)
        timing.shareOfPeak = gflops / *peakGflops;
    return timing;
}

/// The fastest of some products of the kind the model is made of.
double measurePeak(Precision precision)
{
    constexpr std::int64_t rows = 4096, in = 512, out = 512;
    return guarded("measuring the processor", [&] {
        const kernels::PackedLinear product(at::randn({out, in}), {}, precision);
        const at::Tensor x = at::randn({rows, in});
        double best = 1e30;
        for (int i = 0; i < 30; ++i) {
            const Clock::time_point start = Clock::now();
            product(x);
            best = std::min(best, secondsSince(start));
        }
        return 2.0 * rows * in * out / best / 1e9;
    });
}

double peakRssMb()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return double(usage.ru_maxrss) / 1024;
}

double rssMb()
{
    long pages = 0, resident = 0;
    std::ifstream("/proc/self/statm") >> pages >> resident;
    return double(resident) * double(::sysconf(_SC_PAGESIZE)) / (1024 * 1024);
}

/// Points spread over the picture, the first in its middle.
Prompt pointsPrompt(const Image& image, int count)
{
    Prompt prompt;
    for (int i = 0; i < count; ++i) {
        const double angle = 2.4 * i, radius = 0.4 * i / count;
        prompt.points.push_back({float(image.width() * (0.5 + radius * std::cos(angle))),
                                 float(image.height() * (0.5 + radius * std::sin(angle))),
                                 i % 4 != 3});
    }
    return prompt;
}

Prompt boxPrompt(const Image& image)
{
    const float width = float(image.width()), height = float(image.height());
    Prompt prompt;
    prompt.box = Box{width * 0.25f, height * 0.25f, width * 0.75f, height * 0.75f};
    return prompt;
}

/// How the masks of that embedding compare with those of float32 on the processor.
Agreement compareWithFloat32(const Segmenter& segmenter, const Embedding& embedding,
                             const Image& image, const std::vector<Prompt>& prompts)
{
    InputOptions input = segmenter.input();
    input.precision = Precision::Float32;
    input.device = Device::Cpu;
    const Segmenter reference(segmenter.info().file, input);
    const EmbeddingPtr expected = reference.encode(image);
    double sum = 0, smallest = 1;
    for (const Prompt& prompt : prompts) {
        const Prediction a = segmenter.predict(embedding, prompt);
        const Prediction b = reference.predict(*expected, prompt);
        for (int i = 0; i < Prediction::candidateCount; ++i) {
            const double iou = intersectionOverUnion(a.candidates[i].mask, b.candidates[i].mask);
            sum += iou;
            smallest = std::min(smallest, iou);
        }
    }
    return {sum / double(prompts.size() * Prediction::candidateCount), smallest};
}

} // namespace

BenchmarkResult runBenchmark(const Segmenter& segmenter, const Image& image, bool everything,
                             const std::function<void(const std::string&)>& say)
{
    BenchmarkResult result;
    result.threads = kernels::CoreLimit::cores();
    result.loadedRssMb = rssMb();
    say("encoding");
    EmbeddingPtr embedding;
    const Precision precision = segmenter.input().precision;
    const bool onCpu = segmenter.input().device == Device::Cpu;
    // The peak comes after a while of work, when the processor has found its speed.
    const std::optional<double> unknownPeak = onCpu ? std::optional(1.0) : std::nullopt;
    result.encode = measure(unknownPeak, [&] { embedding = segmenter.encode(image); });
    if (onCpu) {
        say("measuring the processor");
        result.peakGflops = measurePeak(Precision::Float32);
        result.encodePeakGflops =
            precision == Precision::Float32 ? result.peakGflops : measurePeak(precision);
        *result.encode.shareOfPeak /= *result.encodePeakGflops;
    }
    const auto decode = [&](const Prompt& prompt, const char* what) {
        say(what);
        return measure(result.peakGflops, [&] { segmenter.predict(*embedding, prompt); });
    };
    const std::vector<Prompt> prompts{pointsPrompt(image, 1), pointsPrompt(image, 2),
                                      pointsPrompt(image, 8), boxPrompt(image)};
    result.point1 = decode(prompts[0], "1 point");
    result.point2 = decode(prompts[1], "2 points");
    result.point8 = decode(prompts[2], "8 points");
    result.box = decode(prompts[3], "a box");
    if (everything) {
        say("everything mode");
        const MaskGenerator generator(segmenter, {});
        const std::int64_t before = kernels::multiplications();
        const Clock::time_point start = Clock::now();
        result.everythingMasks = generator.generate(image).masks.size();
        const double seconds = secondsSince(start);
        const double gflops = 2 * double(kernels::multiplications() - before) / (seconds * 1e9);
        result.everythingSeconds = seconds;
        if (onCpu)
            result.everythingShareOfPeak = gflops / *result.peakGflops;
    }
    result.peakRssMb = peakRssMb();
    if (precision != Precision::Float32 || !onCpu) {
        say("the same in float32 on the processor, to compare");
        result.againstFloat32 = compareWithFloat32(segmenter, *embedding, image, prompts);
    }
    return result;
}

} // namespace core
