#pragma once

#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

namespace core {

/// Parameters that do not fit a model, for one message.
struct ParameterMisfits {
    std::vector<std::string> missing, misshapen, unknown;

    void addMisshapen(const std::string& name, at::IntArrayRef shape, at::IntArrayRef wanted);
    /// The first few of each kind by name; empty when everything fits.
    std::string reason() const;
};

} // namespace core
