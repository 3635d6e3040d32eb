#pragma once

#include <filesystem>

#include "core/mask.h"
#include "core/prompt.h"

namespace core {

/// A mask at image size as a mask prompt: reduced so that its longer side is LowResLogits::side,
/// +10 where at least half of a cell is set, −10 elsewhere and in the padding right of and below
/// the picture.
LowResLogits logitsFromMask(const Mask& mask);

/// Reads a mask prompt from a NumPy file (.npy with 256×256 float32 logits, as `writeLogits` makes
/// it) or from a mask picture of the image's size.
/// @throws Error FileMissing, FileUnreadable, FileEmpty, MaskInvalid, and what readMaskPng throws.
LowResLogits readMaskPrompt(const std::filesystem::path& path, int imageWidth, int imageHeight);

/// Writes logits as a NumPy file of shape 256×256, type float32.
/// @throws Error DiskFull, NotWritable, WriteFailed.
void writeLogits(const std::filesystem::path& path, const LowResLogits& logits);

} // namespace core
