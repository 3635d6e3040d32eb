#pragma once

#include <cstdint>

namespace core::kernels {

constexpr std::int64_t vectorPadding = 16; ///< floats in the widest vector that is used

inline std::int64_t paddedToVectors(std::int64_t n)
{
    return (n + vectorPadding - 1) / vectorPadding * vectorPadding;
}

/// The score of a key that only fills a vector up: its exponential counts for nothing.
inline constexpr float noScore = -1e30f;

} // namespace core::kernels
