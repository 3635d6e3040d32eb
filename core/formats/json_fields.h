#pragma once

#include <cstdint>
#include <string>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/rle.h"

namespace core {

/// Keys stay in the order a person would write them.
using Json = nlohmann::ordered_json;

// Taking what one needs from JSON that somebody else may have written. What is not as it should be
// is refused in half a sentence: Error FileDamaged with that reason and no subject yet.

[[noreturn]] void refuse(const std::string& reason);

const Json& member(const Json& object, const char* key);
const Json* optionalMember(const Json& object, const char* key);
const Json& arrayMember(const Json& object, const char* key);

double number(const Json& value, const char* what);
float real(const Json& value, const char* what);
/// A whole number; other programs write 640 also as 640.0.
std::int64_t integer(const Json& value, const char* what, std::int64_t least, std::int64_t most);
std::string text(const Json& value, const char* what);

/// COCO's {"size": [height, width], "counts": …}, run lengths compressed or plain.
Rle readRuns(const Json& segmentation);

/// Calls `read` with each element and says which `what` it was when something is wrong with it.
template <typename Read> void readEach(const Json& list, const char* what, Read read)
{
    int position = 0;
    for (const Json& entry : list) {
        ++position;
        try {
            read(entry);
        } catch (const Error& error) {
            refuse(std::string(what) + " " + std::to_string(position) + ": " + error.reason());
        }
    }
}

} // namespace core
