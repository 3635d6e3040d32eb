#include "core/batch.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <mutex>
#include <new>
#include <thread>
#include <unordered_map>

#include <sched.h>

#include "core/batch_store.h"
#include "core/image.h"
#include "core/sha256.h"

namespace core {

namespace fs = std::filesystem;

namespace {

Json toJson(const MaskGeneratorOptions& o)
{
    Json json{{"points_per_side", o.pointsPerSide},
              {"pred_iou_thresh", o.predIouThresh},
              {"stability_score_thresh", o.stabilityScoreThresh},
              {"stability_score_offset", o.stabilityScoreOffset},
              {"box_nms_thresh", o.boxNmsThresh},
              {"crop_n_layers", o.cropNLayers},
              {"crop_nms_thresh", o.cropNmsThresh},
              {"crop_overlap_ratio", o.cropOverlapRatio},
              {"crop_n_points_downscale_factor", o.cropNPointsDownscaleFactor},
              {"min_mask_region_area", o.minMaskRegionArea}};
    if (!o.pointGrids.empty())
        json["point_grids"] = o.pointGrids;
    return json;
}

/// Different pictures' results, and the dataset, must not come to lie on each other.
void checkNames(const BatchJob& job)
{
    std::unordered_map<std::string, std::string> owners;
    const auto claim = [&](const fs::path& result, const std::string& owner) {
        const auto [other, isNew] =
            owners.try_emplace(result.lexically_normal().generic_string(), owner);
        if (!isNew)
            throw Error(ErrorCode::NameTaken, owner, other->second);
    };
    claim(".maskwright", ".maskwright");
    if (job.formats.contains(BatchFormat::Coco))
        claim(job.cocoFile, job.cocoFile.string());
    for (const ListedPicture& picture : job.pictures) {
        if (job.formats.contains(BatchFormat::AmgFolder))
            claim(picture.name, picture.file.string());
        if (job.formats.contains(BatchFormat::AmgJson))
            claim(picture.name.string() + ".json", picture.file.string());
    }
}

void checkJob(const BatchJob& job)
{
    validate(job.options);
    if (job.jobs < 1)
        throw Error(ErrorCode::OptionInvalid, "jobs", "it must be at least 1");
    if (job.formats.empty())
        throw Error(ErrorCode::OptionInvalid, "format", "at least one is needed");
    checkNames(job);
}

/// Of the cores that this process may use: a cluster's scheduler gives it some of the machine's.
int coresPerJob(int jobs)
{
    cpu_set_t cores;
    const bool known = ::sched_getaffinity(0, sizeof cores, &cores) == 0;
    const int count = known ? CPU_COUNT(&cores) : int(std::thread::hardware_concurrency());
    return std::max(1, count / jobs);
}

/// Nothing but core::Error leaves the work on a picture.
template <typename Work> auto guarded(const ListedPicture& picture, Work work)
{
    try {
        return work();
    } catch (const Error&) {
        throw;
    } catch (const std::bad_alloc&) {
        throw Error(ErrorCode::OutOfMemory, picture.file.string());
    } catch (const std::exception& error) {
        throw Error(ErrorCode::Internal, picture.file.string(), error.what());
    }
}

class BatchRun {
public:
    BatchRun(const Segmenter& segmenter, const BatchJob& job, const BatchObserver& observer,
             std::stop_token stop)
        : segmenter_(segmenter), job_(job), observer_(observer), stop_(std::move(stop)),
          store_(job.output, job.formats, job.cocoFile),
          generator_(segmenter, job.options, coresPerJob(job.jobs)),
          modelHash_(sha256OfFile(segmenter.info().file)), states_(job.pictures.size())
    {
    }
    BatchSummary run();

private:
    void takePictures();
    void work(std::size_t index);
    std::optional<PictureResult> segment(std::size_t index);
    void tell(const BatchNews& news);
    BatchSummary summary() const;
    void writeDataset();

    const Segmenter& segmenter_;
    const BatchJob& job_;
    const BatchObserver& observer_;
    std::stop_token stop_;
    std::stop_source halt_; ///< the stop of all threads, asked for from outside or by a full disk
    BatchStore store_;
    MaskGenerator generator_;
    std::string modelHash_;
    std::atomic<std::size_t> next_ = 0;
    std::mutex mutex_; ///< of the two below, and of telling
    std::vector<PictureState> states_;
    std::exception_ptr failure_;
};

BatchSummary BatchRun::run()
{
    store_.checkDataset();
    const std::stop_callback passOn(stop_, [this] { halt_.request_stop(); });
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < std::min(job_.jobs, int(job_.pictures.size())); ++i)
            threads.emplace_back([this] { takePictures(); });
    }
    if (failure_)
        std::rethrow_exception(failure_);
    const BatchSummary result = summary();
    if (!result.stopped && job_.formats.contains(BatchFormat::Coco))
        writeDataset();
    return result;
}

void BatchRun::takePictures()
{
    try {
        for (std::size_t i = next_++; i < job_.pictures.size() && !halt_.stop_requested();
             i = next_++)
            work(i);
    } catch (...) {
        halt_.request_stop();
        const std::lock_guard lock(mutex_);
        if (!failure_)
            failure_ = std::current_exception();
    }
}

/// @throws Error when the batch cannot go on.
void BatchRun::work(std::size_t index)
{
    const ListedPicture& picture = job_.pictures[index];
    const auto start = std::chrono::steady_clock::now();
    Origin origin;
    std::optional<PictureResult> result;
    tell({.picture = index, .state = PictureState::Running});
    try {
        origin = {{"content", sha256OfFile(picture.file)},
                  {"model", modelHash_},
                  {"options", toJson(job_.options)},
                  {"image_size", segmenter_.input().side},
                  {"padded", segmenter_.input().padded},
                  {"precision", nameOf(segmenter_.input().precision)},
                  {"device", nameOf(segmenter_.input().device)}};
        if (const std::optional<int> masks = store_.find(picture, origin))
            return tell({.picture = index, .state = PictureState::Skipped, .masks = *masks});
        store_.checkPlace(picture);
        result = guarded(picture, [&] { return segment(index); });
    } catch (const Error& error) {
        return tell({.picture = index, .state = PictureState::Failed, .error = error});
    }
    if (!result) // stopped
        return tell({.picture = index, .state = PictureState::Waiting});
    try {
        guarded(picture, [&] { store_.save(picture, origin, *result); });
    } catch (const Error& error) {
        tell({.picture = index, .state = PictureState::Failed, .error = error});
        throw;
    }
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    tell({.picture = index,
          .state = PictureState::Done,
          .masks = int(result->masks.size()),
          .seconds = taken.count()});
}

/// Nothing when it was stopped.
std::optional<PictureResult> BatchRun::segment(std::size_t index)
{
    const Image image = readImage(job_.pictures[index].file);
    MaskGenerator::Result found =
        generator_.generate(image, halt_.get_token(), [&](int done, int total) {
            tell({.picture = index,
                  .state = PictureState::Running,
                  .pointsDone = done,
                  .pointsTotal = total});
        });
    if (!found.complete)
        return {};
    return PictureResult{image.width(), image.height(), std::move(found.masks),
                         segmenter_.info().variant};
}

void BatchRun::tell(const BatchNews& news)
{
    const std::lock_guard lock(mutex_);
    states_[news.picture] = news.state;
    if (observer_)
        observer_(news);
}

BatchSummary BatchRun::summary() const
{
    const auto count = [&](PictureState state) {
        return std::size_t(std::count(states_.begin(), states_.end(), state));
    };
    return {count(PictureState::Done), count(PictureState::Skipped), count(PictureState::Failed),
            count(PictureState::Waiting) > 0};
}

void BatchRun::writeDataset()
{
    std::vector<ListedPicture> whole;
    for (std::size_t i = 0; i < states_.size(); ++i)
        if (states_[i] == PictureState::Done || states_[i] == PictureState::Skipped)
            whole.push_back(job_.pictures[i]);
    store_.writeDataset(whole);
}

} // namespace

BatchSummary runBatch(const Segmenter& segmenter, const BatchJob& job,
                      const BatchObserver& observer, std::stop_token stop)
{
    checkJob(job);
    return BatchRun(segmenter, job, observer, std::move(stop)).run();
}

} // namespace core
