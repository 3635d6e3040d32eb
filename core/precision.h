#pragma once

#include <string_view>

namespace core {

/// The numbers that the image encoder multiplies; it adds them in float32.
enum class Precision { Float32, BFloat16 };

constexpr std::string_view nameOf(Precision precision)
{
    return precision == Precision::Float32 ? "float32" : "bfloat16";
}

} // namespace core
