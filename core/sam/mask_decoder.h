#pragma once

#include <vector>

#include "core/sam/config.h"
#include "core/sam/layers.h"
#include "core/sam/two_way_transformer.h"

namespace core::sam {

/// Layers with ReLU between them.
struct MLP {
    MLP(const Parameters& p, int in, int hidden, int out, int depth);
    Tensor forward(Tensor x) const; // [..., in] → [..., out]

    std::vector<Linear> layers;
};

/// A 2×2 transposed convolution with stride 2 writes every input position to its own four output
/// positions, so it is a matrix product whose rows are numbered (output position, channel). The
/// four are put in order when the masks themselves are made: norms, activations and products work
/// on channels alone.
struct Upsampling {
    Upsampling(const Parameters& p, int in, int out);

    Tensor weight, bias; // [4·out, in], [4·out]
    int out;
};

class MaskDecoder {
public:
    /// `imagePositions` [G², C]: the positional encoding of a square image.
    MaskDecoder(const Parameters& p, const SamConfig& config, const Tensor& imagePositions);

    /// What all prompts of a picture share. image [rows, columns, C], both at most G, and a row
    /// [1, C] that is added at every position: together the embedding with the dense prompt.
    PictureTerms look(const Tensor& image, const Tensor& everywhere) const;

    /// What the transformer made of a prompt: how good the masks would be, and what they are made
    /// from. The masks themselves cost as much again, which everything mode often saves.
    struct Answer {
        Tensor iou;        // [maskTokens], predicted
        Tensor maskTokens; // [maskTokens, C]
        ImageTokens image;
    };
    /// Sparse prompt tokens [N, C].
    Answer answer(const PictureTerms& picture, const Tensor& prompt) const;

    /// Low-resolution logits of the grid's first rows, [maskTokens, 4·gridRows, 4·columns].
    Tensor masks(const PictureTerms& picture, const Answer& answer, std::int64_t gridRows) const;

private:
    int gridSide_;
    Tensor outputTokens_; // the IoU token and the mask tokens, [1 + maskTokens, C]
    TwoWayTransformer transformer;
    Upsampling output_upscaling_0;
    LayerNorm output_upscaling_1;
    Upsampling output_upscaling_3;
    std::vector<MLP> output_hypernetworks_mlps;
    MLP iou_prediction_head;
};

} // namespace core::sam
