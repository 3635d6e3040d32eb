#pragma once

#include <atomic>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/batch.h"
#include "core/formats/json_fields.h"
#include "core/generated_mask.h"
#include "core/picture_list.h"

namespace core {

/// What a picture's results are made from, as far as it decides what is in them: content, model and
/// options. Results with an equal origin are equal.
using Origin = Json;

struct PictureResult {
    int width = 0, height = 0;
    std::vector<GeneratedMask> masks;
    std::string model; ///< the variant's name
};

/// The results of a batch in its output folder, and the book about them, <output>/.maskwright:
///   amg/, amg-json/   a record per picture: which, its origin, how many masks
///   coco/             the same with the picture's part of a dataset in the lines below
///   datasets/         the dataset files that are ours to replace
///   run-HOST-PID-N/   what a running process has not finished; removed when it is gone
/// Nothing depends on time, machine or order, so equal jobs leave equal trees. Several processes
/// may work on different pictures of one output at the same time, several threads on one store.
class BatchStore {
public:
    /// Removes what killed runs on this machine left behind.
    /// @throws Error NotWritable, DiskFull, WriteFailed, and so does all else here.
    BatchStore(const std::filesystem::path& output, const std::set<BatchFormat>& formats,
               const std::filesystem::path& cocoFile);
    ~BatchStore();
    BatchStore(const BatchStore&) = delete;
    BatchStore& operator=(const BatchStore&) = delete;

    /// The number of masks of a picture whose results are all there and of that origin.
    std::optional<int> find(const ListedPicture& picture, const Origin& origin) const;

    /// @throws Error WriteFailed when something that is not ours stands in the results' place.
    void checkPlace(const ListedPicture& picture) const;

    /// Puts the results in their place. Killed at any moment, `find` finds them or does not, and
    /// whose the files are stays known.
    void save(const ListedPicture& picture, const Origin& origin, const PictureResult& result);

    /// @throws Error WriteFailed when the dataset's file is there and not ours.
    void checkDataset() const;
    /// Writes the dataset over saved pictures, in this order.
    void writeDataset(const std::vector<ListedPicture>& pictures);

private:
    std::filesystem::path resultOf(BatchFormat format, const ListedPicture& picture) const;
    std::filesystem::path recordOf(BatchFormat format, const ListedPicture& picture) const;
    std::filesystem::path datasetRecord() const;
    bool wants(BatchFormat format) const { return formats_.contains(format); }
    bool isThere(BatchFormat format, const ListedPicture& picture, int masks) const;
    std::filesystem::path moveAside(const std::filesystem::path& old);
    void writeRecord(BatchFormat format, const ListedPicture& picture, const std::string& text);

    void removeLeftovers() const;
    void beginRun();

    std::filesystem::path output_;
    std::set<BatchFormat> formats_;
    std::filesystem::path cocoFile_;
    std::filesystem::path book_; ///< <output>/.maskwright
    std::filesystem::path run_;  ///< ours, inside it
    int lock_ = -1;              ///< held while we live
    std::atomic<int> movedAside_ = 0;
};

} // namespace core
