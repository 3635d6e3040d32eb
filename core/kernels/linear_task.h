#pragma once

#include <cstdint>

#include "core/kernels/activation.h"

namespace core::kernels {

/// Columns of a packed weight that lie together. Only the last panel may be half as wide.
inline constexpr std::int64_t panelWidth = 64, halfPanel = panelWidth / 2;

/// Some rows times one panel. An element is what one instruction multiplies in each lane: a float,
/// or a pair of smaller numbers. Strides are in elements from one row to the next.
template <typename Element> struct LinearTask {
    const Element* x;
    const Element* panel; ///< [in, width], aligned to 64 bytes
    const float* bias;    ///< [width]
    float* y;
    std::int64_t xStride, yStride;
    std::int64_t rows, in;
    std::int64_t width;   ///< of the panel: panelWidth or halfPanel
    std::int64_t columns; ///< of them exist
    bool accumulate;
    Activation activation;
};

/// What `columns` sums of each row become, in `y`: added to what was there, through the activation.
/// The rows of `sums` are panelWidth floats apart, aligned to 64 bytes; whole vectors may be read.
using FinishRows = void (*)(const float* sums, std::int64_t rows, float* y, std::int64_t yStride,
                            std::int64_t columns, bool accumulate, Activation activation);

} // namespace core::kernels
