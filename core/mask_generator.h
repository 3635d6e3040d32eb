#pragma once

#include <array>
#include <stop_token>
#include <vector>

#include "core/generated_mask.h"
#include "core/image.h"
#include "core/progress.h"
#include "core/segmenter.h"

namespace core {

/// The options of the reference's SamAutomaticMaskGenerator, with its names and defaults.
struct MaskGeneratorOptions {
    int pointsPerSide = 32;  ///< of the grid over the whole picture
    int pointsPerBatch = 64; ///< decoded between two reports of progress; no effect on the result
    float predIouThresh = 0.88f;        ///< masks with a predicted IoU above it are kept
    float stabilityScoreThresh = 0.95f; ///< masks with at least this stability are kept
    float stabilityScoreOffset = 1.0f;  ///< of the logits' threshold, for the stability
    double boxNmsThresh = 0.7;          ///< boxes of one crop with a greater IoU are the same thing
    int cropNLayers = 0;        ///< layer i ≥ 1 runs again on 2^i × 2^i parts of the picture
    double cropNmsThresh = 0.7; ///< as boxNmsThresh, between crops
    double cropOverlapRatio =
        512.0 / 1500;                   ///< of neighbouring crops, as a share of the shorter side
    int cropNPointsDownscaleFactor = 1; ///< layer i has a grid of pointsPerSide / factor^i
    int minMaskRegionArea = 0;          ///< holes and islands smaller than it (pixels) are removed
    /// Points in [0,1]² for layer 0, 1 …, instead of the grids; one list per layer, or none at all.
    std::vector<std::vector<std::array<double, 2>>> pointGrids;

    bool operator==(const MaskGeneratorOptions&) const = default;
};

/// @throws Error OptionInvalid
void validate(const MaskGeneratorOptions& options);

/// How many points will be decoded (all crops of a picture together).
int pointCount(const MaskGeneratorOptions& options);

/// Segments everything in a picture: a grid of single points is decoded, what is uncertain,
/// unstable, cut by a crop's edge or found twice is dropped. Kirillov et al. 2023, section 5 and
/// appendix B; the results are those of the reference's SamAutomaticMaskGenerator.
///
/// Every core decodes points of its own. Memory depends on the number of masks that are kept, not
/// on the number of points. The result does not depend on the number of threads.
class MaskGenerator {
public:
    /// `threads` 0: one per core.
    /// @throws Error OptionInvalid
    MaskGenerator(const Segmenter& segmenter, MaskGeneratorOptions options, int threads = 0);

    struct Result {
        std::vector<GeneratedMask>
            masks;            ///< in the reference's order: the best first, crop by crop
        /// False when it was stopped: the masks found until then, their small regions as they are.
        bool complete = true;
    };

    /// `progress` counts points; it is called from one of several threads, one call at a time.
    /// `whole`: the embedding of `image`, if it is there already.
    /// Ends early, with what was found, when `stop` is requested.
    /// @throws Error OutOfMemory.
    Result generate(const Image& image, std::stop_token stop = {}, const Progress& progress = {},
                    EmbeddingPtr whole = {}) const;

private:
    const Segmenter* segmenter_;
    MaskGeneratorOptions options_;
    int threads_;
};

} // namespace core
