#pragma once

#include <vector>

#include "core/sam/config.h"
#include "core/sam/plain/layers.h"
#include "core/sam/plain/two_way_transformer.h"

namespace core::sam::plain {

/// Layers with ReLU between them.
struct MLP {
    MLP(const Parameters& p, int in, int hidden, int out, int depth);
    Tensor forward(Tensor x) const; // [..., in] → [..., out]

    std::vector<Linear> layers;
};

/// Twice as many rows and columns.
struct ConvTranspose2d {
    ConvTranspose2d(const Parameters& p, int in, int out);
    Tensor forward(const Tensor& x) const; // [H, W, in] → [2·H, 2·W, out]

    Tensor weight, bias; // [in, out, 2, 2], [out]
};

class MaskDecoder {
public:
    MaskDecoder(const Parameters& p, const SamConfig& config);

    /// What the transformer made of a prompt: how good the masks would be, and what they are made
    /// from.
    struct Answer {
        Tensor iou;        // [maskTokens], predicted
        Tensor maskTokens; // [maskTokens, C]
        Tensor image;      // [rows, columns, C]
    };
    /// image [rows, columns, C], the embedding with the dense prompt; its positions, the same;
    /// sparse prompt tokens [N, C].
    Answer answer(const Tensor& image, const Tensor& positions, const Tensor& prompt) const;

    /// Low-resolution logits, [maskTokens, 4·rows, 4·columns].
    Tensor masks(const Answer& answer) const;

private:
    Tensor outputTokens_; // the IoU token and the mask tokens, [1 + maskTokens, C]
    TwoWayTransformer transformer;
    ConvTranspose2d output_upscaling_0;
    LayerNorm output_upscaling_1;
    ConvTranspose2d output_upscaling_3;
    std::vector<MLP> output_hypernetworks_mlps;
    MLP iou_prediction_head;
};

} // namespace core::sam::plain
