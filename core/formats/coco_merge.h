#pragma once

#include <filesystem>
#include <vector>

#include "core/formats/coco.h"

namespace core {

/// Joins COCO files into one: pictures sorted by their file names, categories and licences of the
/// same name become one, all ids are given anew. The parts of a batch that was divided become the
/// very bytes that the undivided batch writes. Takes little memory, however many annotations there
/// are, but as much room beside `output` as the result needs.
/// @throws Error FileMissing, FileUnreadable, FileEmpty, FileDamaged for a part, also when a
/// picture
///         stands in two of them; as AtomicFile for `output`.
CocoCounts mergeCoco(const std::vector<std::filesystem::path>& parts,
                     const std::filesystem::path& output);

} // namespace core
