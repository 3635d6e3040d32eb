#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/atomic_folder.h"
#include "core/generated_mask.h"

namespace core {

/// The two layouts in which the reference's amg.py writes what everything mode found in a picture.
/// Its bounding boxes are x, y, xmax − xmin, ymax − ymin: one pixel less each way than the mask's
/// extent. Its crop boxes are x, y, width, height.

/// The masks as a bare JSON list, masks as compressed COCO run-length codes.
std::string toAmgJson(const std::vector<GeneratedMask>& masks);
/// @throws Error as writeFileAtomically.
void writeAmgJson(const std::filesystem::path& path, const std::vector<GeneratedMask>& masks);

/// Puts 0.png, 1.png … (0/255) and metadata.csv into a folder.
/// @throws Error as AtomicFolder.
void fillAmgFolder(AtomicFolder& folder, const std::vector<GeneratedMask>& masks);
/// Such a folder appears whole or not at all; a folder of that name is replaced.
/// @throws Error as AtomicFolder.
void writeAmgFolder(const std::filesystem::path& folder, const std::vector<GeneratedMask>& masks);

/// Whether it holds a metadata.csv as everything mode writes it. Does not throw.
bool isAmgFolder(const std::filesystem::path& folder);

/// Reads either back, ours or the reference's: a JSON file (run-length codes compressed or plain)
/// or a folder. All comes back bit for bit but the candidate, which neither layout keeps.
/// @throws Error FileMissing, FileUnreadable, FileEmpty, FileDamaged.
std::vector<GeneratedMask> readAmg(const std::filesystem::path& path);

} // namespace core
