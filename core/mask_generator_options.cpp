#include "core/mask_generator_options.h"

#include <cmath>
#include <cstddef>
#include <string>

#include "core/crop_grid.h"
#include "core/error.h"

namespace core {

namespace {

using Points = std::vector<std::array<double, 2>>;

void require(bool holds, const char* option, const std::string& what)
{
    if (!holds)
        throw Error(ErrorCode::OptionInvalid, option, "it must be " + what);
}

void requireInside(const MaskGeneratorOptions& options)
{
    const std::size_t lists = options.pointGrids.size();
    require(lists == 0 || lists == std::size_t(options.cropNLayers) + 1, "point-grids",
            "one list of points per layer");
    for (const Points& points : options.pointGrids) {
        for (const auto& [x, y] : points)
            require(x >= 0 && x <= 1 && y >= 0 && y <= 1, "point-grids", "between 0 and 1");
    }
}

} // namespace

void validate(const MaskGeneratorOptions& o)
{
    const auto isShare = [](double value) { return value >= 0 && value <= 1; };
    require(o.pointsPerSide >= 1 && o.pointsPerSide <= 4096, "points-per-side", "from 1 to 4096");
    require(o.pointsPerBatch >= 1, "points-per-batch", "at least 1");
    require(std::isfinite(o.predIouThresh), "pred-iou-thresh", "a number");
    require(isShare(o.stabilityScoreThresh), "stability-score-thresh", "from 0 to 1");
    require(o.stabilityScoreOffset >= 0 && std::isfinite(o.stabilityScoreOffset),
            "stability-score-offset", "0 or more");
    require(isShare(o.boxNmsThresh), "box-nms-thresh", "from 0 to 1");
    require(o.cropNLayers >= 0 && o.cropNLayers <= 6, "crop-n-layers", "from 0 to 6");
    require(isShare(o.cropNmsThresh), "crop-nms-thresh", "from 0 to 1");
    require(o.cropOverlapRatio >= 0 && o.cropOverlapRatio < 1, "crop-overlap-ratio",
            "at least 0 and less than 1");
    require(o.cropNPointsDownscaleFactor >= 1, "crop-n-points-downscale-factor", "at least 1");
    require(o.minMaskRegionArea >= 0, "min-mask-region-area", "0 or more");
    requireInside(o);
    require(!pointsOf(o, o.cropNLayers).empty(), "crop-n-points-downscale-factor",
            "small enough to leave a point per side in the last layer");
}

int pointCount(const MaskGeneratorOptions& options)
{
    std::size_t count = 0;
    for (int layer = 0; layer <= options.cropNLayers; ++layer)
        count += pointsOf(options, layer).size() << (2 * layer);
    return int(count);
}

std::vector<std::array<double, 2>> pointsOf(const MaskGeneratorOptions& options, int layer)
{
    if (!options.pointGrids.empty())
        return options.pointGrids.at(std::size_t(layer));
    const double factor = std::pow(double(options.cropNPointsDownscaleFactor), layer);
    return pointGrid(int(options.pointsPerSide / factor));
}

} // namespace core
