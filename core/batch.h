#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <stop_token>
#include <vector>

#include "core/error.h"
#include "core/mask_generator.h"
#include "core/picture_list.h"
#include "core/segmenter.h"

namespace core {

/// What everything mode writes for a list of pictures.
enum class BatchFormat {
    AmgFolder, ///< <output>/<name>/{i}.png and metadata.csv
    AmgJson,   ///< <output>/<name>.json
    Coco,      ///< one dataset over all pictures: <output>/annotations.json
};

struct BatchJob {
    std::vector<ListedPicture> pictures;
    std::filesystem::path output; ///< made when missing
    std::set<BatchFormat> formats;
    MaskGeneratorOptions options;
    int jobs = 1; ///< pictures worked on at the same time; they share the cores
    std::filesystem::path cocoFile = "annotations.json"; ///< below `output`
};

enum class PictureState { Waiting, Running, Done, Skipped, Failed };

/// News of one picture.
struct BatchNews {
    std::size_t picture = 0; ///< index in the job's list
    PictureState state = PictureState::Waiting;
    int pointsDone = 0, pointsTotal = 0; ///< while Running
    int masks = 0;                       ///< when Done or Skipped
    double seconds = 0;                  ///< when Done
    std::optional<Error> error = {};     ///< when Failed
};

/// Called from worker threads, one call at a time. The work stands still while it has not returned
/// (which is how a caller pauses).
using BatchObserver = std::function<void(const BatchNews&)>;

struct BatchSummary {
    std::size_t done = 0, skipped = 0, failed = 0;
    bool stopped = false; ///< before the end of the list
};

/// Segments everything in each picture. A picture's results appear whole or not at all. One that
/// was done before with the same content, options and model, and whose results are still there, is
/// skipped, so that an interrupted batch is taken up again by running it again; what is known about
/// finished pictures lies in <output>/.maskwright. Results made by the same program with other
/// options are replaced, files of other origin never. A picture that fails does not end the batch;
/// a full disk or an output folder that cannot be written does.
/// @throws Error NotWritable, DiskFull, WriteFailed, OptionInvalid.
BatchSummary runBatch(const Segmenter& segmenter, const BatchJob& job,
                      const BatchObserver& observer = {}, std::stop_token stop = {});

} // namespace core
