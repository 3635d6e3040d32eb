#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/annotation.h"
#include "core/image.h"
#include "core/mask.h"

namespace core {

/// A mask as an 8-bit grey PNG, 0 or 255: the bytes of the file.
std::string toMaskPng(const Mask& mask);
void writeMaskPng(const std::filesystem::path& path, const Mask& mask);
/// Reads such a picture back; any value above 127 counts as set.
Mask readMaskPng(const std::filesystem::path& path);

/// All visible objects in one palette PNG: pixel value = position in `objects` + 1 (0 background),
/// palette entry = the object's colour; a later object covers an earlier one. At most 255 objects.
void writeIndexedPng(const std::filesystem::path& path, const Annotation& annotation);

/// The picture inside the mask's bounding box, transparent outside the mask (RGBA).
void writeCutOutPng(const std::filesystem::path& path, const Image& image, const Mask& mask);

} // namespace core
