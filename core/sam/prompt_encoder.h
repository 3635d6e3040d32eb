#pragma once

#include <vector>

#include "core/prompt.h"
#include "core/sam/config.h"
#include "core/sam/layers.h"

namespace core::sam {

/// Random Fourier features of a position (Tancik et al. 2020).
struct PositionEmbeddingRandom {
    PositionEmbeddingRandom(const Parameters& p, int features);
    /// Positions in [0,1]², [N, 2] as (x, y) → [N, 2·features]
    Tensor forward(const Tensor& positions) const;
    /// The centres of a side×side grid's cells, row by row → [side², 2·features]
    Tensor grid(int side) const;

    Tensor positional_encoding_gaussian_matrix; // [2, features]
};

/// Points, box corners and masks as the decoder's tokens.
class PromptEncoder {
public:
    PromptEncoder(const Parameters& p, const SamConfig& config);

    /// Points and box, in model pixels → [N, C]. Points without a box are followed by one padding
    /// token; a box adds two, its corners. N is 0 for neither.
    Tensor sparse(const Prompt& prompt) const;

    /// What is added to the image's tokens for a mask prompt: logits [4·rows, 4·columns] → [rows ·
    /// columns, C]; and without one: a row for all, [1, C].
    Tensor dense(const Tensor& logits) const;
    const Tensor& denseWithoutMask() const { return no_mask_embed; }

    /// The positional encoding of the square's tokens, [G², C].
    const Tensor& densePositions() const { return densePositions_; }

private:
    int imageSide_;
    PositionEmbeddingRandom pe_layer;
    std::vector<Tensor> point_embeddings; // background, foreground, top-left, bottom-right; [1, C]
    Tensor not_a_point_embed, no_mask_embed; // [1, C]
    struct MaskDownscaling {
        MaskDownscaling(const Parameters& p, const SamConfig& config);
        PatchConv2d conv0;
        LayerNorm norm1;
        PatchConv2d conv3;
        LayerNorm norm4;
        PatchConv2d conv6;
    } mask_downscaling;
    Tensor densePositions_;
};

} // namespace core::sam
