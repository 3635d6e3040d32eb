#pragma once

#include <memory>

#include "core/sam/image_encoder.h"
#include "core/sam/plain/layers.h"

namespace core::sam::plain {

/// The one that the configuration names. Takes pictures on the device of its parameters.
std::unique_ptr<ImageEncoder> makeImageEncoder(const Parameters& p, const SamConfig& config);

/// Brings the encoder's channels to those of the embedding.
struct Neck {
    Neck(const Parameters& p, int dim, int channels);
    Tensor forward(const Tensor& x) const; // [H, W, dim] → [H, W, channels]

    Conv2d conv0;
    LayerNorm norm1;
    Conv2d conv2;
    LayerNorm norm3;
};

} // namespace core::sam::plain
