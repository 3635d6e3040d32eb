#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/annotation.h"

namespace core {

/// What a COCO file holds.
struct CocoCounts {
    std::int64_t pictures = 0;
    std::int64_t annotations = 0;
};

enum class CocoSegmentation { Rle, Polygons };

/// The annotations of one or more pictures as one COCO instances file (info, licenses, images,
/// annotations, categories; ids from 1; iscrowd 0; bbox as pycocotools computes it). An object's
/// category is its label, or "object" when it has none. Pictures are named without their folder, as
/// COCO's readers expect; how to get from `folder`, where the file will lie, to a picture that lies
/// elsewhere stands in an extra key. What COCO has no word for (name, colour, prompt, scores …) is
/// kept in an extra key "maskwright" of each annotation.
std::string toCocoJson(const std::vector<Annotation>& annotations, CocoSegmentation segmentation,
                       const std::filesystem::path& folder);
/// @throws Error as writeFileAtomically.
void writeCoco(const std::filesystem::path& path, const std::vector<Annotation>& annotations,
               CocoSegmentation segmentation);

/// Reads such a file, or one of another program, with masks as polygons or plain or compressed
/// run-length codes. Masks of our own files are identical to the bit, and so is all else but mask
/// prompts, which are not kept.
/// @throws Error FileMissing, FileUnreadable, FileEmpty, FileDamaged.
std::vector<Annotation> readCoco(const std::filesystem::path& path);

} // namespace core
