#pragma once

namespace core::kernels {

/// Applied to a layer's result while it is still in registers.
enum class Activation { None, Relu, Gelu /* the exact, erf form */ };

} // namespace core::kernels
