#include "core/kernels/panel_scores.h"

#include <ATen/ATen.h>

#include "core/kernels/matrix_product.h"
#include "core/kernels/vector_padding.h"
#include "core/kernels/work_count.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/panel_scores.cpp"
#include <hwy/foreach_target.h>

#include <hwy/cache_control.h>

#include "core/kernels/products-inl.h"

HWY_BEFORE_NAMESPACE();
namespace core::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Floats = hn::CappedTag<float, vectorPadding>;
using Vector = hn::Vec<Floats>;

/// The heads' part of the scores [H·T, 64]; what comes of the basis is to be added.
void scoreHeads(const PanelScores& task, float* scores)
{
    const Floats f;
    const std::int64_t lanes = hn::Lanes(f), width = task.width();
    for (std::int64_t p = 0; p < panelPositions; p += tileWidth(Floats()))
        for (std::int64_t h = 0; h < task.heads; ++h) {
            const std::int64_t channel = h * task.depth * panelPositions + p;
            eachTile(task.tokenCount, [&](auto n, std::int64_t t) HWY_ATTR {
                const float* const tokens = task.tokens + t * width + h * task.depth;
                Vector sums[n][tileVectors];
                for (auto& some : sums)
                    for (Vector& sum : some)
                        sum = hn::Zero(f);
                addProducts<n, tileVectors>(f, tokens, width, 1, task.terms + channel,
                                            panelPositions, task.depth, sums);
                for (std::int64_t v = 0; v < tileVectors; ++v) {
                    const Vector scale = hn::LoadU(f, task.scale + p + v * lanes);
                    for (auto& some : sums)
                        some[v] = hn::Mul(some[v], scale);
                }
                if (task.positions)
                    addProducts<n, tileVectors>(f, tokens, width, 1, task.positions + channel,
                                                panelPositions, task.depth, sums);
                float* const rows = scores + (h * task.tokenCount + t) * panelPositions + p;
                for (std::int64_t r = 0; r < n; ++r)
                    for (std::int64_t v = 0; v < tileVectors; ++v)
                        hn::StoreU(sums[r][v], f, rows + r * panelPositions + v * lanes);
            });
        }
}

/// rows [count, 64] ← each times `scale` [64]
void scaleRows(float* rows, std::int64_t count, const float* scale)
{
    const Floats f;
    const std::int64_t lanes = hn::Lanes(f);
    for (std::int64_t p = 0; p < panelPositions; p += lanes) {
        const Vector factor = hn::LoadU(f, scale + p);
        for (std::int64_t r = 0; r < count; ++r) {
            float* const at = rows + r * panelPositions + p;
            hn::StoreU(hn::Mul(hn::LoadU(f, at), factor), f, at);
        }
    }
}

/// What `tokens` and `onRows` are to a token's scores, `rows` is here; result [count, 64].
void projectPanelHere(const PanelScores& task, std::int64_t count, float* result)
{
    const Floats f;
    const std::int64_t lanes = hn::Lanes(f);
    for (std::int64_t p = 0; p < panelPositions; p += tileWidth(Floats()))
        eachTile(count, [&](auto n, std::int64_t row) HWY_ATTR {
            // The processor does not fetch the next rows by itself: it looks no further than a
            // page.
            for (std::int64_t r = 0; r < n; ++r)
                for (std::int64_t v = 0; v < tileVectors; ++v)
                    hwy::Prefetch(task.terms + (row + n + r) * panelPositions + p + v * lanes);
            Vector sums[n][tileVectors];
            for (std::int64_t r = 0; r < n; ++r)
                for (std::int64_t v = 0; v < tileVectors; ++v)
                    sums[r][v] = hn::Mul(
                        hn::LoadU(f, task.scale + p + v * lanes),
                        hn::LoadU(f, task.terms + (row + r) * panelPositions + p + v * lanes));
            addProducts<n, tileVectors>(f, task.onRows + row * task.onRowsRow, task.onRowsRow, 1,
                                        task.basis + p, panelPositions, task.rows, sums);
            for (std::int64_t r = 0; r < n; ++r)
                for (std::int64_t v = 0; v < tileVectors; ++v)
                    hn::StoreU(sums[r][v], f, result + (row + r) * panelPositions + p + v * lanes);
        });
}

} // namespace core::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace core::kernels {

HWY_EXPORT(scoreHeads);
HWY_EXPORT(scaleRows);
HWY_EXPORT(projectPanelHere);

bool hasPanels(const at::Tensor& panels, std::int64_t count, std::int64_t channels)
{
    return panels.dim() == 3 && panels.is_contiguous() && panels.size(0) == count &&
           panels.size(1) == channels && panels.size(2) == panelPositions;
}

void check(const ImageState& image, const ScoreTerms& scores)
{
    const std::int64_t panels = panelCount(image.positions), width = scores.tokens.size(1);
    TORCH_CHECK(image.basis.is_contiguous() && image.basis.size(0) == panels &&
                    image.basis.size(1) >= image.rows && image.scale.is_contiguous() &&
                    image.scale.numel() == panels * panelPositions,
                "image attention: ", image.basis.sizes(), " for ", image.positions);
    TORCH_CHECK(scores.tokens.is_contiguous() && width % (4 * scores.heads) == 0 &&
                    scores.onRows.stride(1) == 1 &&
                    scores.onRows.size(0) == scores.tokens.size(0) * scores.heads &&
                    hasPanels(scores.terms, panels, width) &&
                    (!scores.positions.defined() || hasPanels(scores.positions, panels, width)),
                "image attention: ", scores.tokens.sizes(), " with ", scores.terms.sizes());
}

float* panelOf(const at::Tensor& panels, std::int64_t panel)
{
    return panels.data_ptr<float>() + panel * panels.size(1) * panelPositions;
}

PanelScores scoresOf(const ImageState& image, const ScoreTerms& scores, std::int64_t panel)
{
    return {scores.tokens.size(0),
            scores.heads,
            scores.tokens.size(1) / scores.heads,
            image.rows,
            scores.tokens.data_ptr<float>(),
            scores.onRows.data_ptr<float>(),
            scores.onRows.stride(0),
            panelOf(scores.terms, panel),
            scores.positions.defined() ? panelOf(scores.positions, panel) : nullptr,
            panelOf(image.basis, panel),
            image.scale.data_ptr<float>() + panel * panelPositions};
}

void scorePanel(const PanelScores& task, float* scores)
{
    HWY_DYNAMIC_DISPATCH(scoreHeads)(task, scores);
    multiply({task.onRows, task.onRowsRow, 1, task.basis, panelPositions, scores, panelPositions,
              task.scoreRows(), task.rows, panelPositions, true});
}

void scalePanel(float* rows, std::int64_t count, const float* scale)
{
    HWY_DYNAMIC_DISPATCH(scaleRows)(rows, count, scale);
}

void projectPanel(const ImageState& image, std::int64_t panel, const float* terms,
                  const float* rows, std::int64_t stride, std::int64_t count, float* result)
{
    countMultiplications(count * image.rows * panelPositions);
    PanelScores task{};
    task.rows = image.rows;
    task.onRows = rows;
    task.onRowsRow = stride;
    task.terms = terms;
    task.basis = panelOf(image.basis, panel);
    task.scale = image.scale.data_ptr<float>() + panel * panelPositions;
    HWY_DYNAMIC_DISPATCH(projectPanelHere)(task, count, result);
}

} // namespace core::kernels

#endif
