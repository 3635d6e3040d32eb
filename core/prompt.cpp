#include "core/prompt.h"

#include <cmath>
#include <sstream>

#include "core/error.h"

namespace core {

namespace {

template <typename... Numbers> std::string commaSeparated(Numbers... numbers)
{
    std::ostringstream text;
    const char* separator = "";
    ((text << separator << numbers, separator = ","), ...);
    return text.str();
}

std::string sizeText(int width, int height)
{
    return "it is " + std::to_string(width) + "×" + std::to_string(height) + " pixels";
}

void validatePoint(const Point& point, int width, int height)
{
    // Half a pixel of freedom: (0,0) is a pixel's index, its area reaches to width − 0.5.
    const bool inside =
        point.x >= -0.5f && point.y >= -0.5f && point.x <= float(width) && point.y <= float(height);
    if (!inside) // also catches NaN
        throw Error(ErrorCode::PointOutside, commaSeparated(point.x, point.y),
                    sizeText(width, height));
}

void validateBox(const Box& box, int width, int height)
{
    const std::string text = commaSeparated(box.x0, box.y0, box.x1, box.y1);
    if (!std::isfinite(box.x0) || !std::isfinite(box.y0) || !std::isfinite(box.x1) ||
        !std::isfinite(box.y1))
        throw Error(ErrorCode::BoxInvalid, text, "not a number");
    if (box.x0 > box.x1 || box.y0 > box.y1)
        throw Error(ErrorCode::BoxInvalid, text, "it is inverted");
    if (box.x0 == box.x1 || box.y0 == box.y1)
        throw Error(ErrorCode::BoxInvalid, text, "it is empty");
    if (box.x1 < 0 || box.y1 < 0 || box.x0 > float(width) || box.y0 > float(height))
        throw Error(ErrorCode::BoxInvalid, text,
                    "it lies outside the picture, " + sizeText(width, height));
}

} // namespace

void validate(const Prompt& prompt, int imageWidth, int imageHeight)
{
    if (prompt.empty())
        throw Error(ErrorCode::NoPrompt);
    for (const Point& point : prompt.points)
        validatePoint(point, imageWidth, imageHeight);
    if (prompt.box)
        validateBox(*prompt.box, imageWidth, imageHeight);
}

} // namespace core
