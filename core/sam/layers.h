#pragma once

#include <memory>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/checkpoint/parameter_misfits.h"
#include "core/checkpoint/state_dict.h"
#include "core/kernels/depthwise_conv.h"
#include "core/kernels/packed_conv.h"
#include "core/kernels/packed_linear.h"

namespace core::sam {

using at::Tensor;
using kernels::Activation;

/// What loading a checkpoint found, for one clear message at the end.
struct ParameterLog {
    ParameterMisfits misfits;
    std::vector<std::string> used;
};

/// A place in a checkpoint: the part of the parameter names up to here, and how precisely the
/// layers there multiply.
class Parameters {
public:
    Parameters(const StateDict& tensors, ParameterLog& log) : tensors_(&tensors), log_(&log) {}

    /// The place one step further down: params / "layers" / 0 is "layers.0".
    Parameters operator/(const std::string& name) const;
    Parameters operator/(int index) const { return *this / std::to_string(index); }

    /// The same place with that precision; it begins as Float32.
    Parameters in(Precision precision) const;
    Precision precision() const { return precision_; }

    /// The tensor `name` here as contiguous float32. When it is missing or has another shape this
    /// is noted in the log and zeros are returned.
    Tensor get(const std::string& name, at::IntArrayRef shape) const;
    bool has(const std::string& name) const;

private:
    const StateDict* tensors_;
    ParameterLog* log_;
    std::string prefix_;
    Precision precision_ = Precision::Float32;
};

/// Layers work on channels-last tensors: the last dimension is the channel. Their names are the
/// checkpoint's.

struct Linear {
    Linear(const Parameters& p, int in, int out);
    Tensor forward(const Tensor& x,
                   Activation activation = Activation::None) const; // [..., in] → [..., out]
    /// sum ← activation(sum + forward(x)), in place
    void addTo(Tensor& sum, const Tensor& x, Activation activation = Activation::None) const;

    kernels::PackedLinear product;
};

/// Also the reference's LayerNorm2d, whose statistics run over the channels of each position.
struct LayerNorm {
    LayerNorm(const Parameters& p, int channels, double eps);
    Tensor forward(const Tensor& x) const;

    Tensor weight, bias;
    double eps;
};

/// x ← x + second(gelu(first(norm(x)))), in place; x contiguous.
void addMlp(Tensor& x, const LayerNorm& norm, const Linear& first, const Linear& second);

/// A convolution whose stride is its side: a matrix product over patches.
struct PatchConv2d {
    PatchConv2d(const Parameters& p, int in, int out, int side);
    Tensor forward(const Tensor& x) const; // [H, W, in] → [H/side, W/side, out]

    int side;
    kernels::PackedLinear product;
};

/// A convolution and the batch normalisation behind it (running statistics, eps 1e-5), as one.
/// Checkpoints hold `c.weight` and `bn.*`, or, already folded, `c.weight` and `c.bias`.
struct FoldedConv {
    Tensor weight, bias; // [out, in / groups, kernel, kernel], [out]
    static FoldedConv load(const Parameters& p, int in, int out, int kernel, int groups);
};

struct Conv2d_BN {
    Conv2d_BN(const Parameters& p, int in, int out, int stride); // 3×3

    kernels::PackedConv c;
};

/// The case of as many groups as channels.
struct DepthwiseConv2d_BN {
    DepthwiseConv2d_BN(const Parameters& p, int channels, int stride); // 3×3

    kernels::DepthwiseConv c;
};

/// The 1×1 case: a matrix product over all positions.
struct PointwiseConv2d_BN {
    PointwiseConv2d_BN(const Parameters& p, int in, int out);
    kernels::PackedLinear c;
};

} // namespace core::sam
