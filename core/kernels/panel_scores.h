#pragma once

#include <cstdint>

#include "core/kernels/image_attention.h"

/// What both directions of attention (image_attention.h) do to one panel, on this thread alone.
namespace core::kernels {

/// The scores of one panel.
struct PanelScores {
    std::int64_t tokenCount, heads, depth, rows;
    const float* tokens;
    const float* onRows;
    std::int64_t onRowsRow;
    const float* terms;
    const float* positions; ///< or null
    const float* basis;
    const float* scale;
    std::int64_t width() const { return heads * depth; }
    std::int64_t scoreRows() const { return heads * tokenCount; }
};

/// @throws c10::Error where the shapes do not fit together.
void check(const ImageState& image, const ScoreTerms& scores);

/// Whether that is contiguous, [count, channels, 64].
bool hasPanels(const at::Tensor& panels, std::int64_t count, std::int64_t channels);

/// The first of a panel's floats.
float* panelOf(const at::Tensor& panels, std::int64_t panel);

PanelScores scoresOf(const ImageState& image, const ScoreTerms& scores, std::int64_t panel);

/// → scores [H·T, 64]
void scorePanel(const PanelScores& task, float* scores);

/// rows [count, 64] ← each times `scale` [64]
void scalePanel(float* rows, std::int64_t count, const float* scale);

} // namespace core::kernels
