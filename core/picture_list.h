#pragma once

#include <filesystem>
#include <vector>

namespace core {

/// A picture and what its results are called.
struct ListedPicture {
    std::filesystem::path file;
    /// Of its results below an output folder, without ending: the folders below the one that was
    /// named, then the picture's stem ("trip/day1/cat"). Pictures that would share a name keep
    /// their endings ("cat.jpg", "cat.png"), whichever part of a list is worked on.
    std::filesystem::path name;
    bool operator==(const ListedPicture&) const = default;
};

/// The pictures (by their ending) in folders, and files as they are; each once, sorted by name.
/// `recursive`: folders within folders too.
/// @throws Error FileMissing for an input that does not exist, FileUnreadable; FileDamaged when two
///         pictures still share a name (from two named folders).
std::vector<ListedPicture> listPictures(const std::vector<std::filesystem::path>& inputs,
                                        bool recursive);

/// Part `index` (from 1) of `count`: every count-th picture. The parts are disjoint and together
/// the whole list.
std::vector<ListedPicture> shardOf(const std::vector<ListedPicture>& pictures, int index,
                                   int count);

} // namespace core
