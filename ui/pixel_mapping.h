#pragma once

#include <cmath>

namespace ui {

/// Along one axis: `scale` screen pixels per picture pixel, picture pixel 0 starts at `origin`.

/// The first device column (row) whose middle shows image column (row) `edge` or a later one.
inline int deviceOf(int edge, double scale, int origin)
{
    return int(std::ceil(edge * scale + origin - 0.5));
}

/// The image column (row) that a device column (row) shows; −1 outside the picture.
inline int imageOf(int device, double scale, int origin, int size)
{
    const double image = std::floor((device + 0.5 - origin) / scale);
    return image >= 0 && image < size ? int(image) : -1;
}

} // namespace ui
