#include "core/kernels/image_attention.h"

#include <vector>

#include <ATen/ATen.h>

#include "core/kernels/matrix_product.h"
#include "core/kernels/panel_scores.h"
#include "core/kernels/thread_team.h"
#include "core/kernels/vector_padding.h"
#include "core/kernels/work_count.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/image_update.cpp"
#include <hwy/foreach_target.h>

#include "core/kernels/products-inl.h"

#ifndef MASKWRIGHT_PANEL_LENGTHS
#define MASKWRIGHT_PANEL_LENGTHS

namespace core::kernels {

struct PanelLengths {
    const float* squares;
    const float* products; ///< [R, R]: doubled below the diagonal, zero above
    std::int64_t productsRow;
    const float* constants;
    const float* const* values;
    const float* const* outputs;
    std::int64_t updates;
    float share, eps; ///< 1 / channels
};

} // namespace core::kernels

#endif

HWY_BEFORE_NAMESPACE();
namespace core::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Floats = hn::CappedTag<float, vectorPadding>;
using Vector = hn::Vec<Floats>;

/// For each head: softmax over its tokens, of scores [H·T, 64]; all but the last token's →
/// weights [H·(T − 1), 64].
void softmaxOfTokens(float* scores, std::int64_t heads, std::int64_t tokens, float* weights)
{
    const Floats f;
    const std::int64_t lanes = hn::Lanes(f);
    for (std::int64_t h = 0; h < heads; ++h)
        for (std::int64_t p = 0; p < panelPositions; p += lanes) {
            float* const column = scores + h * tokens * panelPositions + p;
            Vector largest = hn::LoadU(f, column);
            for (std::int64_t t = 1; t < tokens; ++t)
                largest = hn::Max(largest, hn::LoadU(f, column + t * panelPositions));
            Vector sum = hn::Zero(f);
            for (std::int64_t t = 0; t < tokens; ++t) {
                float* const at = column + t * panelPositions;
                const Vector e = exponential(f, hn::Sub(hn::LoadU(f, at), largest));
                hn::StoreU(e, f, at);
                sum = hn::Add(sum, e);
            }
            const Vector share = hn::Div(hn::Set(f, 1.0f), sum);
            for (std::int64_t t = 0; t + 1 < tokens; ++t)
                hn::StoreU(hn::Mul(hn::LoadU(f, column + t * panelPositions), share), f,
                           weights + (h * (tokens - 1) + t) * panelPositions + p);
        }
}

/// |z|² at some positions from p on, of a panel.
void addLengths(const PanelScores& scores, const PanelLengths& task, const float* basis,
                const float* scale, std::int64_t p, Vector (&square)[tileVectors])
{
    const Floats f;
    const std::int64_t lanes = hn::Lanes(f), width = scores.width();
    // What V's rows and M have in common, twice: `ofRows` is without the factor σ.
    Vector ofRows[tileVectors];
    for (Vector& sum : ofRows)
        sum = hn::Zero(f);
    const auto addRows = [&](const float* rows, const auto& factors) HWY_ATTR {
        for (const auto& some : factors) {
            for (std::int64_t v = 0; v < tileVectors; ++v)
                ofRows[v] = hn::MulAdd(some[v], hn::LoadU(f, rows + p + v * lanes), ofRows[v]);
            rows += panelPositions;
        }
    };
    const std::int64_t others = scores.tokenCount - 1;
    const float* row = basis;
    for (std::int64_t i = 0; i < task.updates; ++i) {
        Vector constant[1][tileVectors];
        for (std::int64_t v = 0; v < tileVectors; ++v)
            constant[0][v] = hn::LoadU(f, task.constants + i * panelPositions + p + v * lanes);
        addProducts<1, tileVectors>(f, task.values[i] + others * width, width, 1,
                                    task.outputs[i] + p, panelPositions, width, constant);
        addRows(row, constant);
        row += panelPositions;
        for (std::int64_t h = 0; h < scores.heads; ++h) {
            const std::int64_t first = h * scores.depth;
            eachTile(others, [&](auto n, std::int64_t t) HWY_ATTR {
                Vector sums[n][tileVectors];
                for (auto& some : sums)
                    for (Vector& sum : some)
                        sum = hn::Zero(f);
                addProducts<n, tileVectors>(f, task.values[i] + t * width + first, width, 1,
                                            task.outputs[i] + first * panelPositions + p,
                                            panelPositions, scores.depth, sums);
                addRows(row + t * panelPositions, sums);
            });
            row += others * panelPositions;
        }
    }
    for (std::int64_t v = 0; v < tileVectors; ++v) {
        const Vector sigma = hn::LoadU(f, scale + p + v * lanes);
        const Vector ofM = hn::Mul(sigma, hn::LoadU(f, task.squares + p + v * lanes));
        square[v] = hn::Mul(sigma, hn::MulAdd(hn::Set(f, 2.0f), ofRows[v], ofM));
    }
    // And V's rows with each other.
    eachTile(scores.rows, [&](auto n, std::int64_t r) HWY_ATTR {
        Vector sums[n][tileVectors];
        for (auto& some : sums)
            for (Vector& sum : some)
                sum = hn::Zero(f);
        addProducts<n, tileVectors>(f, task.products + r * task.productsRow, task.productsRow, 1,
                                    basis + p, panelPositions, r + n, sums);
        for (std::int64_t i = 0; i < n; ++i)
            for (std::int64_t v = 0; v < tileVectors; ++v)
                square[v] = hn::MulAdd(
                    sums[i][v], hn::LoadU(f, basis + (r + i) * panelPositions + p + v * lanes),
                    square[v]);
    });
}

/// `scores.rows` are the basis' rows, the new ones as well.
void standardizePanel(const PanelScores& scores, const PanelLengths& task, float* basis,
                      float* scale)
{
    const Floats f;
    const std::int64_t lanes = hn::Lanes(f);
    alignas(64) float factors[panelPositions];
    for (std::int64_t p = 0; p < panelPositions; p += tileWidth(Floats())) {
        Vector square[tileVectors];
        addLengths(scores, task, basis, scale, p, square);
        for (std::int64_t v = 0; v < tileVectors; ++v) {
            const Vector variance = hn::MulAdd(hn::Max(square[v], hn::Zero(f)),
                                               hn::Set(f, task.share), hn::Set(f, task.eps));
            const Vector s = hn::Div(hn::Set(f, 1.0f), hn::Sqrt(variance));
            hn::Store(s, f, factors + p + v * lanes);
        }
    }
    scalePanel(basis, scores.rows, factors);
    scalePanel(scale, 1, factors);
}

} // namespace core::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace core::kernels {

HWY_EXPORT(softmaxOfTokens);
HWY_EXPORT(standardizePanel);

namespace {

/// Half of a symmetric matrix [n, n or more] is enough for xᵀ A x: doubled below the diagonal, zero
/// above.
at::Tensor lowerHalf(const at::Tensor& products, std::int64_t n)
{
    at::Tensor half = at::zeros({n, n});
    for (std::int64_t r = 0; r < n; ++r) {
        const float* const from = products.data_ptr<float>() + r * products.stride(0);
        float* const to = half.data_ptr<float>() + r * n;
        for (std::int64_t k = 0; k < r; ++k)
            to[k] = 2 * from[k];
        to[r] = from[r];
    }
    return half;
}

void updatePanel(ImageState& image, const ScoreTerms& scores, const LengthTerms& lengths,
                 const at::Tensor& products, std::int64_t panel)
{
    PanelScores task = scoresOf(image, scores, panel);
    float* const basis = panelOf(image.basis, panel);
    task.rows = image.rows - task.heads * (task.tokenCount - 1);
    const at::Tensor all = at::empty({task.scoreRows(), panelPositions});
    scorePanel(task, all.data_ptr<float>());
    HWY_DYNAMIC_DISPATCH(softmaxOfTokens)
    (all.data_ptr<float>(), task.heads, task.tokenCount, basis + task.rows * panelPositions);

    std::vector<const float*> values, outputs;
    for (std::size_t i = 0; i < lengths.values.size(); ++i) {
        values.push_back(lengths.values[i].data_ptr<float>());
        outputs.push_back(panelOf(lengths.outputs[i], panel));
    }
    task.rows = image.rows;
    HWY_DYNAMIC_DISPATCH(standardizePanel)
    (task,
     {lengths.squares.data_ptr<float>() + panel * panelPositions, products.data_ptr<float>(),
      products.size(1), panelOf(lengths.constants, panel), values.data(), outputs.data(),
      std::int64_t(values.size()), 1.0f / float(lengths.channels), float(lengths.eps)},
     basis, image.scale.data_ptr<float>() + panel * panelPositions);
}

void checkLengths(const ImageState& image, const ScoreTerms& scores, const LengthTerms& lengths)
{
    const std::int64_t panels = panelCount(image.positions), width = scores.tokens.size(1);
    const auto updates = std::int64_t(lengths.values.size());
    TORCH_CHECK(image.rows == updates * (1 + scores.heads * (scores.tokens.size(0) - 1)) &&
                    std::int64_t(lengths.outputs.size()) == updates &&
                    lengths.products.size(0) >= image.rows && lengths.products.stride(1) == 1 &&
                    hasPanels(lengths.constants, panels, updates) &&
                    lengths.squares.is_contiguous() &&
                    lengths.squares.numel() == panels * panelPositions,
                "image attention: ", image.rows, " rows, ", lengths.constants.sizes());
    for (std::int64_t i = 0; i < updates; ++i)
        TORCH_CHECK(lengths.values[i].is_contiguous() &&
                        lengths.values[i].sizes() == scores.tokens.sizes() &&
                        hasPanels(lengths.outputs[i], panels, width),
                    "image attention: update ", lengths.outputs[i].sizes());
}

} // namespace

void lookAtTokens(ImageState& image, const ScoreTerms& scores, const LengthTerms& lengths)
{
    check(image, scores);
    checkLengths(image, scores, lengths);
    const std::int64_t panels = panelCount(image.positions);
    const auto updates = std::int64_t(lengths.values.size());
    countMultiplications(
        panels * panelPositions *
        (image.rows * (image.rows + 1) / 2 +
         scores.tokens.numel() * ((scores.positions.defined() ? 2 : 1) + updates)));
    const at::Tensor products = lowerHalf(lengths.products, image.rows);
    shareAmongCores(int(panels), [&](int i) { updatePanel(image, scores, lengths, products, i); });
}

} // namespace core::kernels

#endif
