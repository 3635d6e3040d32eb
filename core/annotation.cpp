#include "core/annotation.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace core {

namespace {

/// Okabe and Ito's colours for every kind of eye, strongest contrast between neighbours first.
constexpr std::array<Color, 7> firstColors{{
    {230, 159, 0},   // orange
    {86, 180, 233},  // sky blue
    {213, 94, 0},    // vermilion
    {0, 158, 115},   // green
    {204, 121, 167}, // purple
    {240, 228, 66},  // yellow
    {0, 114, 178},   // blue
}};

std::uint8_t channel(double hue, double offset, double saturation, double value)
{
    const double k = std::fmod(offset + hue * 6, 6.0);
    const double fall = std::clamp(std::min(k, 4 - k), 0.0, 1.0);
    return std::uint8_t(std::lround(255 * (value - value * saturation * fall)));
}

} // namespace

Color paletteColor(int n)
{
    const int first = int(firstColors.size());
    if (n < first)
        return firstColors[std::size_t(std::max(n, 0))];
    // The golden angle keeps hues of neighbours far apart; lightness alternates, because that is
    // what every eye can see.
    constexpr double goldenAngle = 0.6180339887498949;
    const double hue = std::fmod((n - first) * goldenAngle, 1.0);
    const double value = n % 2 == 0 ? 1.0 : 0.65;
    const double saturation = n % 2 == 0 ? 0.55 : 0.9;
    return {channel(hue, 5, saturation, value), channel(hue, 3, saturation, value),
            channel(hue, 1, saturation, value)};
}

} // namespace core
