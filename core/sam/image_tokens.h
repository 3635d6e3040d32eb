#pragma once

#include <vector>

#include "core/sam/layers.h"

/// The image's side of the two-way transformer, [P, C] with P = 4096 positions, without ever
/// writing it out.
///
/// All that a prompt does to the image's tokens X is: a layer adds what each position sees of the
/// T prompt tokens, A U with A [P, T·H] attention weights and U [T·H, C], and normalises. A layer
/// norm centres the channels (Π), scales each position (s) and each channel (Γ = diag γ) and adds
/// β:
///     X ← s ∘ (X + 1 bᵀ + A U) Π Γ + 1 βᵀ.
/// So X always has the form, with a handful of basis vectors B [R, P] and rows V [R, C],
///     X = σ ∘ M + Bᵀ V,
/// where M ← M Π Γ depends on the picture alone, σ ← s ∘ σ, B ← [s ∘ B; s ∘ Aᵀ; 1] and
/// V ← [(V + b) Π Γ; U Π Γ; β]. What attention wants of X are projections to W = C / 2 channels,
/// X Wᵀ = σ ∘ (M Wᵀ) + Bᵀ (V Wᵀ): M Wᵀ is made once per picture (PictureTerms), V Wᵀ has few rows.
/// A prompt's work is two fifths of the textbook's; the result is the same up to rounding.
namespace core::sam {

/// A linear map of the image's tokens to W channels, without bias.
struct ImageProjection {
    Tensor weight;    // [W, C]
    Tensor positions; // [W, G²]: a square's positional encoding (and the bias) seen through it; may
                      // be undefined

    Tensor operator()(const Tensor& rows) const; // [N, C] → [W, N]
};

/// What one layer makes of a picture, for every prompt alike: its M seen through each projection.
struct LayerTerms {
    Tensor keys, values;                 // [W, P], of the tokens' attention to the image
    Tensor queries;                      // [W, P], of the image's attention to the tokens
    Tensor keyPositions, queryPositions; // [W, P], of the positions seen through the same
    // Of M Π, for the layer norm:
    Tensor squares;              // [P], |m|²
    Tensor constants;            // [layer + 1, P], products with V's rows that no token changes
    std::vector<Tensor> updates; // layer + 1 times [W, P]: seen through each update's output
};

/// What a prompt of one picture starts from.
struct PictureTerms {
    Tensor everywhere; // [1, C]: a row that is added at every position
    std::vector<LayerTerms> layers;
    Tensor keys, values, keyPositions; // [W, P], of the final attention to the image
    Tensor upscaled;                   // [P, …]: seen through the first upsampling
    std::int64_t rows = 0;             // of the picture's grid, for who knows of one
};

/// The image's tokens as one prompt has changed them.
class ImageTokens {
public:
    /// `tokenCount` T of the prompt, `layers` that will change the image.
    ImageTokens(const PictureTerms& picture, int tokenCount, int heads, int layers);

    /// Queries [T, W] with the image's keys (or the other way round): scores [T·H, P] ← q · (x +
    /// e). `terms` and `positions` [W, P]: M and e through the same projection.
    void scores(Tensor& scores, const Tensor& q, const ImageProjection& projection,
                const Tensor& terms, const Tensor& positions) const;

    /// Σ_p weights · (x through the projection): [T, W]. Changes the weights, [T·H, P].
    Tensor weightedSum(Tensor& weights, const ImageProjection& projection,
                       const Tensor& terms) const;

    /// Where the weights Aᵀ [T·H, P] of the next update are to be written.
    Tensor nextWeights();

    /// X ← norm(X + A U + bias): `values` v [T, W] of which each head's part becomes a row of U
    /// through `output` [C, W].
    void update(const Tensor& values, const Tensor& output, const Tensor& bias,
                const LayerNorm& norm, const LayerTerms& terms);

    /// X Wᵀ + bias, [P, N], where `terms` [P, N] is M Wᵀ; weight [N, C].
    Tensor project(const Tensor& terms, const Tensor& weight, const Tensor& bias) const;

private:
    Tensor basis() const; // [R, P]
    Tensor updateRows(const Tensor& values, const Tensor& output) const;
    int rowsPerLayer() const { return 1 + tokenCount_ * heads_; }

    int tokenCount_, heads_;
    Tensor buffer_; // of the basis: R grows by rowsPerLayer() with each update
    Tensor rows_;  // V, [R, C]: per layer one that is constant, then those of an update; a constant
    Tensor scale_; // σ, [P]
    std::vector<Tensor> values_; // of the updates so far
};

/// Rows minus their mean, X Π.
Tensor centred(const Tensor& rows);

} // namespace core::sam
