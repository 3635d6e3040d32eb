#pragma once

#include <string>

#include "core/annotation.h"
#include "core/formats/coco.h"
#include "core/formats/json_fields.h"

namespace core {

// The pieces that our COCO files are made of, for those who write them bit by bit.

inline constexpr const char* ownCocoKey = "maskwright";
inline constexpr const char* defaultCocoCategory = "object";

Json cocoInfo();
Json cocoCategory(int id, const std::string& name);
/// With 1 for all three of its ids.
Json cocoAnnotation(const Object& object, CocoSegmentation segmentation);
/// On one line, whatever bytes its texts hold.
std::string cocoText(const Json& json);

} // namespace core
