#pragma once

#include <vector>

#include "core/kernels/image_attention.h"
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
/// V ← [(V + b) Π Γ; U Π Γ; β]. A head's weights in A add up to 1, so that its last token needs no
/// row of its own: what it brings goes into the constant row, and the other rows of U are relative
/// to it. What attention wants of X are projections to W = C / 2 channels,
/// X Wᵀ = σ ∘ (M Wᵀ) + Bᵀ (V Wᵀ): M Wᵀ is made once per picture (PictureTerms), V Wᵀ has few rows.
/// A prompt's work is two fifths of the textbook's; the result is the same up to rounding.
///
/// All [P, …] are kept in panels (kernels/matrix_product.h), so that what a prompt does to 64
/// positions is done at once.
namespace core::sam {

/// A linear map of the image's tokens to W channels, without bias.
struct ImageProjection {
    Tensor weight;    // [W, C]
    Tensor positions; // panels [⌈G² / 64⌉, W, 64]: a square's positional encoding (and the bias)
                      // seen through it; may be undefined

    Tensor operator()(const Tensor& panels) const; // [n, C, 64] → [n, W, 64]
};

/// What one layer makes of a picture, for every prompt alike: its M seen through each projection,
/// [n, W, 64] for n panels.
struct LayerTerms {
    Tensor keys, values;                 // of the tokens' attention to the image
    Tensor queries;                      // of the image's attention to the tokens
    Tensor keyPositions, queryPositions; // of the positions seen through the same; undefined in the
                                         // first layer: σ is 1 there, so they are in the above
    // Of M Π, for the layer norm:
    Tensor squares;              // [n, 64], |m|²
    Tensor constants;            // [n, layer + 1, 64], products with V's rows that no token changes
    std::vector<Tensor> updates; // layer + 1 times [n, W, 64]: seen through each update's output
};

/// What a prompt of one picture starts from.
struct PictureTerms {
    std::int64_t positions = 0; // P
    Tensor everywhere;          // [1, C]: a row that is added at every position
    std::vector<LayerTerms> layers;
    Tensor keys, values, keyPositions; // [n, W, 64], of the final attention to the image
    Tensor upscaled;                   // [n, …, 64]: seen through the first upsampling
    std::int64_t rows = 0;             // of the picture's grid, for who knows of one
};

/// The image's tokens as one prompt has changed them.
class ImageTokens {
public:
    /// `tokenCount` T of the prompt, `layers` that will change the image.
    ImageTokens(const PictureTerms& picture, int tokenCount, int heads, int layers);

    /// What tokens with queries q [N, W] see of the image: softmax(q · (x + e)) x, where x + e is
    /// seen through `keys` and x through `values`; `keyTerms`, `keyPositions` and `valueTerms` are
    /// M and e through the same. → [N, W]
    Tensor seenBy(const Tensor& q, const ImageProjection& keys, const Tensor& keyTerms,
                  const Tensor& keyPositions, const ImageProjection& values,
                  const Tensor& valueTerms) const;

    /// X ← norm(X + A U + bias), where A = softmax((x + e) · k) over the tokens' keys k [T, W],
    /// with x + e seen through `queries`, and each head's part of the tokens' `values` [T, W]
    /// becomes a row of U through `output` [C, W].
    void update(const Tensor& k, const ImageProjection& queries, const Tensor& values,
                const Tensor& output, const Tensor& bias, const LayerNorm& norm,
                const LayerTerms& terms);

    /// V seen through a weight [N, C] with bias [N], [N, R or more].
    Tensor rowsThrough(const Tensor& weight, const Tensor& bias) const;

    /// X Wᵀ + bias for one panel and `count` of the weight's rows from `first` on, [count, 64];
    /// `terms` [n, N, 64] is M Wᵀ, `rows` is rowsThrough(W, bias). On this thread alone.
    void project(std::int64_t panel, const Tensor& terms, const Tensor& rows, std::int64_t first,
                 std::int64_t count, float* result) const;

    std::int64_t positions() const { return state_.positions; }

private:
    std::int64_t updateRows() const { return std::int64_t(tokenCount_ - 1) * heads_; }
    Tensor onRows(const Tensor& tokens, const Tensor& weight) const;
    void addRow(const Tensor& row);
    void addUpdate(const Tensor& values, const Tensor& output);

    int tokenCount_, heads_;
    kernels::ImageState state_; // σ and B, whose R grows by 1 + (T − 1)·H with each update
    Tensor rows_; // Vᵀ, [C, R or more]: per layer a row of V that is constant, then those of an
                  // update; a constant
    std::vector<Tensor> values_; // of the updates so far, relative to the last token's
};

} // namespace core::sam
