#pragma once

#include "core/sam/layers.h"

/// The paper's layers in LibTorch's own operations, on the device of their parameters: what runs
/// where our kernels do not. Tensors are channels-last and float32; where the parameters ask for
/// bfloat16, the factors of products are rounded to it, and so are their results.
namespace core::sam::plain {

struct Linear {
    Linear(const Parameters& p, int in, int out);
    Tensor forward(const Tensor& x) const; // [..., in] → [..., out]

    Tensor weight, bias; // [out, in], [out]
};

/// Also the reference's LayerNorm2d, whose statistics run over the channels of each position.
struct LayerNorm {
    LayerNorm(const Parameters& p, int channels, double eps);
    Tensor forward(const Tensor& x) const;

    Tensor weight, bias;
    double eps;
};

/// A convolution whose border of zeros keeps the size, or, where its stride is its side, one of
/// patches.
struct Conv2d {
    /// weight [out, in / groups, kernel, kernel]; bias [out] or undefined
    Conv2d(const Parameters& p, const Tensor& weight, const Tensor& bias, int stride = 1,
           int groups = 1);
    Tensor forward(const Tensor& x) const; // [H, W, in] → [H/stride, W/stride, out]

    Tensor weight, bias;
    int stride, groups;
};

/// A convolution and the batch normalisation behind it.
struct Conv2d_BN : Conv2d {
    Conv2d_BN(const Parameters& p, int in, int out, int kernel, int stride = 1, int groups = 1);
};

/// Two layers with a GELU between them.
struct Mlp {
    Mlp(const Parameters& first, const Parameters& second, int channels, int hidden);
    Tensor forward(const Tensor& x) const; // [..., channels]

    Linear lin1, lin2;
};

/// Windows of rows × columns tokens from the top left, [H, W, C] → [n, rows · columns, C]; where
/// one reaches beyond the grid there are zeros.
Tensor cutIntoWindows(const Tensor& x, std::int64_t rows, std::int64_t columns);

/// The inverse: → [height, width, C]
Tensor joinWindows(const Tensor& windows, std::int64_t rows, std::int64_t columns,
                   std::int64_t height, std::int64_t width);

} // namespace core::sam::plain
