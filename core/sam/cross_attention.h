#pragma once

#include "core/sam/image_tokens.h"
#include "core/sam/layers.h"

/// Attention between a prompt's tokens [T, C] and the image's, whose positional encoding is
/// known when the model is loaded, [G², C] for a square. What depends on the picture alone comes
/// from PictureTerms.
namespace core::sam {

/// Tokens look at the image.
struct TokenToImageAttention {
    TokenToImageAttention(const Parameters& p, int channels, int width, int heads,
                          const Tensor& imagePositions);
    /// tokens ← tokens + attention(q, image at its positions, image); q [T, C]; keyTerms and
    /// valueTerms (panels) are M through `keys` and `values`, keyPositions the positions.
    void addTo(Tensor& tokens, const Tensor& q, const ImageTokens& image, const Tensor& keyTerms,
               const Tensor& keyPositions, const Tensor& valueTerms) const;

    int heads;
    Linear q_proj;
    ImageProjection keys;   // k_proj; its bias adds the same to all scores of a softmax: not needed
    ImageProjection values; // v_proj
    Tensor valueBias;       // [W]
    Linear out_proj;
};

/// The image looks at the tokens.
struct ImageToTokenAttention {
    ImageToTokenAttention(const Parameters& p, int channels, int width, int heads,
                          const Tensor& imagePositions);
    /// image ← norm(image + attention(image at its positions, k, v)); k, v [T, C]
    void update(ImageTokens& image, const Tensor& k, const Tensor& v, const LayerNorm& norm,
                const LayerTerms& terms) const;

    int heads;
    ImageProjection queries; // q_proj
    Linear k_proj, v_proj;
    Tensor output, outputBias; // out_proj: [C, W], [C]
};

} // namespace core::sam
