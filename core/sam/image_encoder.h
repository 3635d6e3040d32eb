#pragma once

#include <functional>
#include <memory>

#include "core/kernels/winograd_conv.h"
#include "core/sam/config.h"
#include "core/sam/layers.h"

namespace core::sam {

/// Called between the encoder's blocks; may throw to stop.
using BlockDone = std::function<void(int done, int total)>;

/// What looks at the picture, once.
class ImageEncoder {
public:
    virtual ~ImageEncoder() = default;

    /// The normalised, padded picture [H, W, 3], both multiples of the cell's side → its embedding
    /// [H/16, W/16, channels]. What is not square counts as the top left part of a square.
    virtual Tensor forward(const Tensor& picture, const BlockDone& blockDone) const = 0;
};

/// The one that the configuration names.
std::unique_ptr<ImageEncoder> makeImageEncoder(const Parameters& p, const SamConfig& config);

/// Brings the encoder's channels to those of the embedding.
struct Neck {
    Neck(const Parameters& p, int dim, int channels);
    Tensor forward(const Tensor& x) const; // [H, W, dim] → [H, W, channels]

    kernels::PackedLinear conv0;
    LayerNorm norm1;
    kernels::WinogradConv conv2;
    LayerNorm norm3;
};

} // namespace core::sam
