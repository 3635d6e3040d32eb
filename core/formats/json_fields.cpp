#include "core/formats/json_fields.h"

#include <cmath>

#include "core/error.h"
#include "core/image.h"

namespace core {

void refuse(const std::string& reason)
{
    throw Error(ErrorCode::FileDamaged, {}, reason);
}

const Json& member(const Json& object, const char* key)
{
    if (!object.is_object())
        refuse(std::string("\"") + key + "\" has no object around it");
    const auto found = object.find(key);
    if (found == object.end())
        refuse(std::string("\"") + key + "\" is missing");
    return *found;
}

const Json* optionalMember(const Json& object, const char* key)
{
    const auto found = object.find(key);
    return found == object.end() ? nullptr : &*found;
}

const Json& arrayMember(const Json& object, const char* key)
{
    const Json& value = member(object, key);
    if (!value.is_array())
        refuse(std::string("\"") + key + "\" is not a list");
    return value;
}

double number(const Json& value, const char* what)
{
    if (!value.is_number() || !std::isfinite(value.get<double>()))
        refuse(std::string("\"") + what + "\" is not a number");
    return value.get<double>();
}

float real(const Json& value, const char* what)
{
    const float narrowed = float(number(value, what));
    if (!std::isfinite(narrowed))
        refuse(std::string("\"") + what + "\" is too large");
    return narrowed;
}

std::int64_t integer(const Json& value, const char* what, std::int64_t least, std::int64_t most)
{
    const double real = number(value, what);
    if (real != std::floor(real) || real < double(least) || real > double(most))
        refuse(std::string("\"") + what + "\" is not a whole number from " + std::to_string(least) +
               " to " + std::to_string(most));
    return value.is_number_float() ? std::int64_t(real) : value.get<std::int64_t>();
}

std::string text(const Json& value, const char* what)
{
    if (!value.is_string())
        refuse(std::string("\"") + what + "\" is not a text");
    return value.get<std::string>();
}

Rle readRuns(const Json& segmentation)
{
    const Json& size = arrayMember(segmentation, "size");
    if (size.size() != 2)
        refuse("\"size\" is not of the form [height, width]");
    const int height = int(integer(size[0], "size", 1, maxImagePixels));
    const int width = int(integer(size[1], "size", 1, maxImagePixels));
    if (std::int64_t(width) * height > maxImagePixels)
        refuse("it is too large");
    const Json& counts = member(segmentation, "counts");
    if (counts.is_string())
        return decompressCounts(height, width, counts.get_ref<const std::string&>());
    if (!counts.is_array())
        refuse("\"counts\" is neither a text nor a list");
    Rle rle{height, width, {}};
    rle.counts.reserve(counts.size());
    for (const Json& count : counts)
        rle.counts.push_back(std::uint32_t(integer(count, "counts", 0, maxImagePixels)));
    checkLength(rle);
    return rle;
}

} // namespace core
