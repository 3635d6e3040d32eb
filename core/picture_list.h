#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace core {

/// A picture and what its results are called.
struct ListedPicture {
    std::filesystem::path file;
    /// Of its results below an output folder, without ending: the folders below the one that was
    /// named, then the picture's stem ("trip/day1/cat"). Pictures that would share a name with each
    /// other or with a folder of others keep their endings ("cat.jpg", "cat.png"), whichever part
    /// of a list is worked on.
    std::filesystem::path name;
    bool operator==(const ListedPicture&) const = default;
};

/// ".jpg", ".png" …: the endings of pictures that can be read, in lower case.
const std::vector<std::string_view>& pictureEndings();

/// The pictures (by their ending) in `folders`, and `files` as they are: whether there is such a
/// file is not looked at before its turn comes. Each once, sorted by `listedName`.
/// `recursive`: folders within folders too, but neither hidden ones, nor links, nor what everything
/// mode has written (folders with its metadata.csv).
/// @throws Error FileMissing, FileUnreadable for a folder, FileUnreadable for the path of a file
///         that names none ("..", "a/"), NameTaken when two pictures still share a name,
///         Cancelled.
std::vector<ListedPicture> listPictures(const std::vector<std::filesystem::path>& folders,
                                        bool recursive,
                                        const std::vector<std::filesystem::path>& files = {},
                                        std::stop_token stop = {});

/// The picture's name with its ending, '/' between folders: "trip/day1/cat.jpg". No two pictures of
/// a list have the same.
std::string listedName(const ListedPicture& picture);

/// Part `index` (from 1) of `count`: every count-th picture. The parts are disjoint and together
/// the whole list.
/// @throws Error OptionInvalid
std::vector<ListedPicture> shardOf(const std::vector<ListedPicture>& pictures, int index,
                                   int count);

} // namespace core
