#include "core/mask_generator.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <thread>

#include "core/box_nms.h"
#include "core/crop_grid.h"
#include "core/segmenter_impl.h"
#include "core/small_regions.h"

namespace core {

namespace {

using Points = std::vector<std::array<double, 2>>;

// ---- threads ------------------------------------------------------------------------------------

/// Calls work(i) for i in [0, count), each on one of `threads` threads that use one core each. The
/// first exception is thrown again here when all have ended.
template <typename Work> void shareOut(int threads, std::size_t count, const Work& work)
{
    std::atomic<std::size_t> next = 0;
    std::exception_ptr failure;
    std::mutex mutex;
    const auto take = [&] {
        const kernels::OneCore here;
        try {
            for (std::size_t i = next++; i < count; i = next++)
                work(i);
        } catch (...) {
            next = count;
            const std::lock_guard lock(mutex);
            if (!failure)
                failure = std::current_exception();
        }
    };
    {
        std::vector<std::jthread> team;
        for (int i = 0; i < std::min(threads, int(count)); ++i)
            team.emplace_back(take);
    }
    if (failure)
        std::rethrow_exception(failure);
}

// ---- one crop -----------------------------------------------------------------------------------

/// The model's answer is only worth looking at when an edge of the box that is near the crop's edge
/// is near the picture's too: what is cut off here is whole in a neighbouring crop.
bool isCutOff(const PixelRect& box, const PixelRect& crop, int imageWidth, int imageHeight)
{
    constexpr int near = 20;
    const auto cut = [](int edge, int cropEdge, int imageEdge) {
        return std::abs(edge - cropEdge) <= near && std::abs(edge - imageEdge) > near;
    };
    return cut(box.x, crop.x, 0) || cut(box.y, crop.y, 0) ||
           cut(box.x + box.width - 1, crop.x + crop.width, imageWidth) ||
           cut(box.y + box.height - 1, crop.y + crop.height, imageHeight);
}

/// Decodes the points of one crop and keeps the masks that are good and new.
class CropSearch {
public:
    CropSearch(const MaskGeneratorOptions& options, const Crop& crop, const Image& image,
               const Embedding& embedding)
        : options_(options), crop_(crop.box), imageWidth_(image.width()),
          imageHeight_(image.height()), embedding_(embedding),
          seenRows_((embedding.resizer.usedRows() + 3) / 4), points_(pointsOf(options, crop.layer))
    {
        for (auto& [x, y] : points_) {
            x *= crop.box.width;
            y *= crop.box.height;
        }
    }

    /// `pointDone` is called by one thread at a time.
    template <typename PointDone>
    std::vector<GeneratedMask> run(int threads, const std::stop_token& stop,
                                   const PointDone& pointDone)
    {
        std::mutex mutex;
        shareOut(threads, points_.size(), [&](std::size_t point) {
            if (stop.stop_requested())
                return;
            std::vector<GeneratedMask> masks = decode(point);
            const std::lock_guard lock(mutex);
            add(point, std::move(masks));
            pointDone();
        });
        return best(threads);
    }

private:
    struct Find {
        std::size_t point;
        GeneratedMask record;
        bool hasMask() const { return !record.mask.counts.empty(); }
    };

    /// The answers to a point that pass all thresholds.
    std::vector<GeneratedMask> decode(std::size_t point) const
    {
        const auto [x, y] = points_[point];
        Prompt prompt;
        prompt.points.push_back(embedding_.frame.toModel(Point{float(x), float(y)}));
        const sam::Answer answer = embedding_.picture->answer(prompt);

        std::vector<GeneratedMask> masks;
        at::Tensor logits; // made when a mask is promised to be good
        const float* const iou = answer.iou.data_ptr<float>();
        for (int i = 1; i < Prediction::candidateCount; ++i) {
            if (options_.predIouThresh > 0 && !(iou[i] > options_.predIouThresh))
                continue;
            if (!logits.defined())
                logits = answer.masks(seenRows_);
            GeneratedMask mask;
            mask.iou = iou[i];
            mask.candidate = i;
            mask.x = x + crop_.x;
            mask.y = y + crop_.y;
            mask.cropBox = crop_;
            if (enlarge(logits[i], mask))
                masks.push_back(std::move(mask));
        }
        return masks;
    }

    /// Fills in what is known from the mask at the picture's size; false for one to drop.
    bool enlarge(const at::Tensor& plane, GeneratedMask& mask) const
    {
        const kernels::ResizedMask resized =
            embedding_.resizer(plane.data_ptr<float>(), options_.stabilityScoreOffset);
        mask.stability = resized.stability();
        if (options_.stabilityScoreThresh > 0 && mask.stability < options_.stabilityScoreThresh)
            return false;
        mask.mask = encodeRle(resized.mask);
        mask.area = core::area(mask.mask);
        if (mask.area == 0)
            return false;
        mask.box = boundingBox(mask.mask);
        mask.box.x += crop_.x;
        mask.box.y += crop_.y;
        if (isCutOff(mask.box, crop_, imageWidth_, imageHeight_))
            return false;
        if (crop_.width != imageWidth_ || crop_.height != imageHeight_)
            mask.mask = placedIn(mask.mask, crop_.x, crop_.y, imageWidth_, imageHeight_);
        return true;
    }

    void add(std::size_t point, std::vector<GeneratedMask> masks)
    {
        constexpr std::size_t manyNew = 512;
        for (GeneratedMask& mask : masks)
            finds_.push_back({point, std::move(mask)});
        if (finds_.size() >= thinned_ + manyNew)
            thinOut();
    }

    /// Lets go of the masks (not the boxes) that a better one stands in for, so that memory does
    /// not grow with the number of points.
    void thinOut()
    {
        std::vector<std::size_t> held;
        for (std::size_t i = 0; i < finds_.size(); ++i) {
            if (finds_[i].hasMask())
                held.push_back(i);
        }
        std::vector<bool> stays(finds_.size(), false);
        for (const std::size_t i : withoutDoubles(held))
            stays[i] = true;
        for (const std::size_t i : held) {
            if (!stays[i])
                finds_[i].record.mask.counts = {};
        }
        thinned_ = finds_.size();
    }

    /// Box suppression among some of the finds. → their indices, best first
    std::vector<std::size_t> withoutDoubles(const std::vector<std::size_t>& some) const
    {
        std::vector<PixelRect> boxes;
        std::vector<float> scores;
        for (const std::size_t i : some) {
            boxes.push_back(finds_[i].record.box);
            scores.push_back(finds_[i].record.iou);
        }
        std::vector<std::size_t> kept = boxNms(boxes, scores, options_.boxNmsThresh);
        for (std::size_t& i : kept)
            i = some[i];
        return kept;
    }

    std::vector<GeneratedMask> best(int threads)
    {
        // In the order of the points, whichever thread was faster: it decides between equals.
        std::sort(finds_.begin(), finds_.end(), [](const Find& a, const Find& b) {
            return std::pair(a.point, a.record.candidate) < std::pair(b.point, b.record.candidate);
        });
        std::vector<std::size_t> all(finds_.size());
        for (std::size_t i = 0; i < all.size(); ++i)
            all[i] = i;
        const std::vector<std::size_t> kept = withoutDoubles(all);
        restoreMasks(threads, kept);
        std::vector<GeneratedMask> masks;
        for (const std::size_t i : kept)
            masks.push_back(std::move(finds_[i].record));
        return masks;
    }

    /// A mask that was let go for a better one, which itself went for another, is made again.
    void restoreMasks(int threads, const std::vector<std::size_t>& kept)
    {
        std::vector<std::size_t> missing;
        std::copy_if(kept.begin(), kept.end(), std::back_inserter(missing),
                     [&](std::size_t i) { return !finds_[i].hasMask(); });
        shareOut(threads, missing.size(), [&](std::size_t i) {
            Find& find = finds_[missing[i]];
            for (GeneratedMask& mask : decode(find.point)) {
                if (mask.candidate == find.record.candidate)
                    find.record = std::move(mask);
            }
        });
    }

    const MaskGeneratorOptions& options_;
    PixelRect crop_;
    int imageWidth_, imageHeight_;
    const Embedding& embedding_;
    std::int64_t seenRows_; // of the embedding; those below are border
    Points points_;         // in the crop's pixels
    std::vector<Find> finds_;
    std::size_t thinned_ = 0; // how many finds there were when they were last thinned out
};

// ---- all crops together -------------------------------------------------------------------------

Image partOf(const Image& image, const PixelRect& box)
{
    std::vector<std::uint8_t> rgb(std::size_t(box.width) * box.height * 3);
    for (int y = 0; y < box.height; ++y) {
        const std::uint8_t* const row = image.row(box.y + y) + std::size_t(box.x) * 3;
        std::copy_n(row, std::size_t(box.width) * 3, rgb.data() + std::size_t(y) * box.width * 3);
    }
    return Image(box.width, box.height, std::move(rgb));
}

/// Box suppression over all masks by a score.
std::vector<GeneratedMask> withoutDoubles(std::vector<GeneratedMask> masks,
                                          const std::vector<float>& scores, double iouThreshold)
{
    std::vector<PixelRect> boxes;
    for (const GeneratedMask& mask : masks)
        boxes.push_back(mask.box);
    std::vector<GeneratedMask> kept;
    for (const std::size_t i : boxNms(boxes, scores, iouThreshold))
        kept.push_back(std::move(masks[i]));
    return kept;
}

std::vector<GeneratedMask> preferSmallCrops(std::vector<GeneratedMask> masks, double iouThreshold)
{
    std::vector<float> scores;
    for (const GeneratedMask& mask : masks)
        scores.push_back(1.0f / (float(mask.cropBox.width) * float(mask.cropBox.height)));
    return withoutDoubles(std::move(masks), scores, iouThreshold);
}

/// Fills small holes and removes small islands. What became a double of another mask by that goes,
/// unchanged masks first in line to stay.
std::vector<GeneratedMask> cleanUp(std::vector<GeneratedMask> masks,
                                   const MaskGeneratorOptions& options, int threads)
{
    std::vector<float> unchanged(masks.size(), 1.0f);
    shareOut(threads, masks.size(), [&](std::size_t i) {
        Mask mask = decodeRle(masks[i].mask);
        const bool filled = fillSmallHoles(mask, options.minMaskRegionArea);
        const bool removed = removeSmallIslands(mask, options.minMaskRegionArea);
        if (!filled && !removed)
            return;
        unchanged[i] = 0;
        masks[i].mask = encodeRle(mask);
        masks[i].area = area(masks[i].mask);
        masks[i].box = boundingBox(masks[i].mask);
    });
    return withoutDoubles(std::move(masks), unchanged,
                          std::max(options.boxNmsThresh, options.cropNmsThresh));
}

} // namespace

MaskGenerator::Result MaskGenerator::generate(const Image& image, std::stop_token stop,
                                              const Progress& progress, EmbeddingPtr whole) const
{
    const kernels::CoreLimit limit(threads_);
    return guarded("segmenting everything", [&] {
        const int threads = kernels::CoreLimit::cores();
        const int total = pointCount(options_);
        int done = 0;
        const auto pointDone = [&] {
            if (progress)
                progress(++done, total);
        };
        Result result;
        try {
            for (const Crop& crop : cropBoxes(image.width(), image.height(), options_.cropNLayers,
                                              options_.cropOverlapRatio)) {
                checkCancelled(stop);
                if (crop.box.empty()) // the picture is too small to be cut up
                    continue;
                const bool known = crop.layer == 0 && whole;
                const EmbeddingPtr embedding =
                    known ? whole
                          : segmenter_->encode(crop.layer == 0 ? image : partOf(image, crop.box),
                                               stop);
                CropSearch search(options_, crop, image, *embedding);
                std::vector<GeneratedMask> masks = search.run(threads, stop, pointDone);
                std::move(masks.begin(), masks.end(), std::back_inserter(result.masks));
            }
            checkCancelled(stop);
        } catch (const Error& error) {
            if (error.code() != ErrorCode::Cancelled)
                throw;
            result.complete = false;
        }
        if (options_.cropNLayers > 0)
            result.masks = preferSmallCrops(std::move(result.masks), options_.cropNmsThresh);
        if (options_.minMaskRegionArea > 0 && result.complete) // takes long, somebody waits
            result.masks = cleanUp(std::move(result.masks), options_, threads);
        return result;
    });
}

} // namespace core
