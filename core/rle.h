#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/mask.h"

namespace core {

/// COCO run-length encoding: the picture is walked column by column (top to bottom, left to right),
/// `counts` are the lengths of alternating runs, the first of zeros (0 if the first pixel is set).
/// Reference: cocoapi, common/maskApi.h.
struct Rle {
    int height = 0;
    int width = 0;
    std::vector<std::uint32_t> counts;
    bool operator==(const Rle&) const = default;
};

/// @throws Error FileDamaged when the runs do not add up to width·height.
void checkLength(const Rle& rle);

Rle encodeRle(const Mask& mask);
/// @throws Error FileDamaged when the runs do not add up to width·height.
Mask decodeRle(const Rle& rle);

/// The mask of a part of a picture as one of the whole picture, which is width×height; the part's
/// top left corner lies at (x, y).
/// @pre the part lies inside
Rle placedIn(const Rle& part, int x, int y, int width, int height);

std::size_t area(const Rle& rle);
PixelRect boundingBox(const Rle& rle); ///< as pycocotools' toBbox

/// The pixels of all of them together.
/// @pre at least one, all of the same size
Rle unite(const std::vector<const Rle*>& masks);
/// Pixels that both have.
/// @pre same size
std::size_t intersectionArea(const Rle& a, const Rle& b);

/// The compressed form of `counts` (the string in COCO files), byte for byte as cocoapi writes it.
std::string compressCounts(const Rle& rle);
/// @throws Error FileDamaged for a string that is no run-length code of that size.
Rle decompressCounts(int height, int width, std::string_view counts);

} // namespace core
