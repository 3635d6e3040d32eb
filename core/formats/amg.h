#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/generated_mask.h"

namespace core {

/// The two layouts in which the reference's amg.py writes what everything mode found in a picture.
/// Its boxes are x, y, xmax − xmin, ymax − ymin: one pixel less each way than the mask's extent.

/// The masks as a bare JSON list, masks as compressed COCO run-length codes.
std::string toAmgJson(const std::vector<GeneratedMask>& masks);
/// @throws Error as writeFileAtomically.
void writeAmgJson(const std::filesystem::path& path, const std::vector<GeneratedMask>& masks);

/// A folder with 0.png, 1.png … (0/255) and metadata.csv. Appears whole or not at all; a folder of
/// that name is replaced.
/// @throws Error DiskFull, NotWritable, WriteFailed.
void writeAmgFolder(const std::filesystem::path& folder, const std::vector<GeneratedMask>& masks);

/// Reads either back, ours or the reference's: a JSON file (run-length codes compressed or plain)
/// or a folder.
/// @throws Error FileMissing, FileUnreadable, FileEmpty, FileDamaged.
std::vector<GeneratedMask> readAmg(const std::filesystem::path& path);

} // namespace core
