#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/image.h"
#include "core/segmenter.h"

namespace core {

/// Several runs of the same work, milliseconds.
struct Timing {
    double median = 0, p95 = 0, min = 0;
    /// Of the processor's multiplications, in the fastest run; nothing on another device.
    std::optional<double> shareOfPeak;
};

/// Intersection over union of some masks with what they should be.
struct Agreement {
    double mean = 0, min = 0;
};

struct BenchmarkResult {
    Timing encode;                           ///< picture to embedding
    Timing point1, point2, point8, box;      ///< embedding to four masks at the picture's size
    std::optional<double> everythingSeconds; ///< picture to masks, default options
    std::optional<double> everythingShareOfPeak;
    std::optional<std::size_t> everythingMasks;
    /// Of a packed matrix product on all threads, 10⁹ operations a second: in float32, and in the
    /// encoder's precision. Nothing on another device than the processor.
    std::optional<double> peakGflops, encodePeakGflops;
    double peakRssMb = 0;   ///< the process's largest resident memory
    double loadedRssMb = 0; ///< resident memory before the first picture
    int threads = 0;
    /// The four masks of each of the prompts beside those of float32 on the processor, if they are
    /// not made that way.
    std::optional<Agreement> againstFloat32;
};

/// Runs each kind of work until it has taken a few seconds, after one run that does not count.
/// `say` gets a word on what is running.
/// @throws Error as Segmenter and MaskGenerator.
BenchmarkResult runBenchmark(const Segmenter& segmenter, const Image& image, bool everything,
                             const std::function<void(const std::string&)>& say);

/// A picture with things in it, for when none is at hand.
Image benchmarkPicture(int width, int height);

} // namespace core
