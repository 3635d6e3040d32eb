#pragma once

#include <string_view>

namespace core {

/// What the model runs on.
enum class Device { Cpu, Cuda };

constexpr std::string_view nameOf(Device device)
{
    return device == Device::Cpu ? "cpu" : "cuda";
}

} // namespace core
