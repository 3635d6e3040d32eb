#pragma once

#include <array>
#include <vector>

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

/// The points of layer `layer`, in [0,1]² of each of its crops.
std::vector<std::array<double, 2>> pointsOf(const MaskGeneratorOptions& options, int layer);

/// How many points will be decoded (all crops of a picture together).
int pointCount(const MaskGeneratorOptions& options);

} // namespace core
