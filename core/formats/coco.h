#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/annotation.h"

namespace core {

enum class CocoSegmentation { Rle, Polygons };

/// The annotations of one or more pictures as one COCO instances file (info, licenses, images,
/// annotations, categories; ids from 1; iscrowd 0; bbox as pycocotools computes it). An object's
/// category is its label, or "object" when it has none.
std::string toCocoJson(const std::vector<Annotation>& annotations, CocoSegmentation segmentation);
void writeCoco(const std::filesystem::path& path, const std::vector<Annotation>& annotations,
               CocoSegmentation segmentation);

/// Reads such a file back. Masks are identical to the bit.
/// @throws Error FileMissing, FileUnreadable, FileDamaged.
std::vector<Annotation> readCoco(const std::filesystem::path& path);

} // namespace core
