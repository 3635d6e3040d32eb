#include "core/kernels/image_attention.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <ATen/ATen.h>

#include "core/kernels/matrix_product.h"
#include "core/kernels/thread_team.h"
#include "core/kernels/vector_padding.h"
#include "core/kernels/work_count.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/image_attention.cpp"
#include <hwy/foreach_target.h>

#include <hwy/cache_control.h>

#include "core/kernels/products-inl.h"

#ifndef MASKWRIGHT_IMAGE_TASKS
#define MASKWRIGHT_IMAGE_TASKS

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

/// A softmax that is not finished: relative to the largest score of these panels.
struct PartialSums {
    float* largest; ///< [H·T]
    float* total;   ///< [H·T]
    float* ofRows;  ///< [R, padded H·T]
    float* ofTerms; ///< [T, H·D]
};

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

/// Positions whose sums are in registers together.
HWY_INLINE std::int64_t tileWidth()
{
    return tileVectors * std::int64_t(hn::Lanes(Floats()));
}

/// The heads' part of the scores [H·T, 64]; what comes of the basis is to be added.
void scoreHeads(const PanelScores& task, float* scores)
{
    const Floats f;
    const std::int64_t lanes = hn::Lanes(f), width = task.width();
    for (std::int64_t p = 0; p < panelPositions; p += tileWidth())
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

/// Each row of scores [panels, stride, 64] ← exp(row − its largest).
void exponentials(float* scores, std::int64_t panels, std::int64_t rows, std::int64_t stride,
                  float* largest, float* total)
{
    const Floats f;
    const std::int64_t lanes = hn::Lanes(f), panel = stride * panelPositions;
    for (std::int64_t r = 0; r < rows; ++r) {
        float* const row = scores + r * panelPositions;
        Vector most = hn::Set(f, row[0]);
        for (std::int64_t i = 0; i < panels; ++i)
            for (std::int64_t p = 0; p < panelPositions; p += lanes)
                most = hn::Max(most, hn::LoadU(f, row + i * panel + p));
        most = hn::MaxOfLanes(f, most);
        Vector sum = hn::Zero(f);
        for (std::int64_t i = 0; i < panels; ++i)
            for (std::int64_t p = 0; p < panelPositions; p += lanes) {
                float* const at = row + i * panel + p;
                const Vector e = exponential(f, hn::Sub(hn::LoadU(f, at), most));
                hn::StoreU(e, f, at);
                sum = hn::Add(sum, e);
            }
        largest[r] = hn::GetLane(most);
        total[r] = hn::GetLane(hn::SumOfLanes(f, sum));
    }
}

/// rows [count, 64] → [64, count]; count a multiple of 4
void transposePanel(const float* rows, std::int64_t count, float* transposed)
{
#if HWY_TARGET == HWY_SCALAR
    for (std::int64_t r = 0; r < count; ++r)
        for (std::int64_t p = 0; p < panelPositions; ++p)
            transposed[p * count + r] = rows[r * panelPositions + p];
#else
    const hn::FixedTag<float, 4> f;
    for (std::int64_t r = 0; r < count; r += 4)
        for (std::int64_t p = 0; p < panelPositions; p += 4) {
            const float* const from = rows + r * panelPositions + p;
            const auto row0 = hn::LoadU(f, from), row1 = hn::LoadU(f, from + panelPositions);
            const auto row2 = hn::LoadU(f, from + 2 * panelPositions);
            const auto row3 = hn::LoadU(f, from + 3 * panelPositions);
            const auto low01 = hn::InterleaveLower(f, row0, row1);
            const auto low23 = hn::InterleaveLower(f, row2, row3);
            const auto high01 = hn::InterleaveUpper(f, row0, row1);
            const auto high23 = hn::InterleaveUpper(f, row2, row3);
            float* const to = transposed + p * count + r;
            hn::StoreU(hn::ConcatLowerLower(f, low23, low01), f, to);
            hn::StoreU(hn::ConcatUpperUpper(f, low23, low01), f, to + count);
            hn::StoreU(hn::ConcatLowerLower(f, high23, high01), f, to + 2 * count);
            hn::StoreU(hn::ConcatUpperUpper(f, high23, high01), f, to + 3 * count);
        }
#endif
}

/// rows [count, 64] ← each times `scale` [64]
void scalePanel(float* rows, std::int64_t count, const float* scale)
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

/// sums[t, h, d] = Σ over the panels of weights[h, t] · values[h, d]; weights [panels, stride, 64]
void sumHeads(const PanelScores& task, const float* weights, std::int64_t stride,
              const float* values, std::int64_t panels, float* sums)
{
    const Floats f;
    constexpr std::int64_t channels = 4;
    const std::int64_t lanes = hn::Lanes(f), width = task.width();
    for (std::int64_t h = 0; h < task.heads; ++h)
        for (std::int64_t d = h * task.depth; d < (h + 1) * task.depth; d += channels)
            eachTile<channels>(task.tokenCount, [&](auto n, std::int64_t t) HWY_ATTR {
                Vector partial[n][channels];
                for (auto& some : partial)
                    for (Vector& sum : some)
                        sum = hn::Zero(f);
                for (std::int64_t i = 0; i < panels; ++i) {
                    const float* const weight =
                        weights + (i * stride + h * task.tokenCount + t) * panelPositions;
                    const float* const value = values + (i * width + d) * panelPositions;
                    for (std::int64_t p = 0; p < panelPositions; p += lanes) {
                        Vector shares[n];
                        for (std::int64_t r = 0; r < n; ++r)
                            shares[r] = hn::LoadU(f, weight + r * panelPositions + p);
                        for (std::int64_t c = 0; c < channels; ++c) {
                            const Vector v = hn::LoadU(f, value + c * panelPositions + p);
                            for (std::int64_t r = 0; r < n; ++r)
                                partial[r][c] = hn::MulAdd(shares[r], v, partial[r][c]);
                        }
                    }
                }
                for (std::int64_t r = 0; r < n; ++r)
                    for (std::int64_t c = 0; c < channels; ++c)
                        sums[(t + r) * width + d + c] =
                            hn::GetLane(hn::SumOfLanes(f, partial[r][c]));
            });
}

/// For each head: softmax over its tokens, of scores [H·T, 64].
void softmaxOfTokens(float* scores, std::int64_t heads, std::int64_t tokens)
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
            for (std::int64_t t = 0; t < tokens; ++t) {
                float* const at = column + t * panelPositions;
                hn::StoreU(hn::Mul(hn::LoadU(f, at), share), f, at);
            }
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
    for (std::int64_t i = 0; i < task.updates; ++i) {
        const float* row = basis + i * (1 + scores.scoreRows()) * panelPositions;
        Vector constant[1][tileVectors];
        for (std::int64_t v = 0; v < tileVectors; ++v)
            constant[0][v] = hn::LoadU(f, task.constants + i * panelPositions + p + v * lanes);
        addRows(row, constant);
        row += panelPositions;
        for (std::int64_t h = 0; h < scores.heads; ++h) {
            const std::int64_t first = h * scores.depth;
            eachTile(scores.tokenCount, [&](auto n, std::int64_t t) HWY_ATTR {
                Vector sums[n][tileVectors];
                for (auto& some : sums)
                    for (Vector& sum : some)
                        sum = hn::Zero(f);
                addProducts<n, tileVectors>(f, task.values[i] + t * width + first, width, 1,
                                            task.outputs[i] + first * panelPositions + p,
                                            panelPositions, scores.depth, sums);
                addRows(row + t * panelPositions, sums);
            });
            row += scores.tokenCount * panelPositions;
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
    for (std::int64_t p = 0; p < panelPositions; p += tileWidth()) {
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

/// What `tokens` and `onRows` are to a token's scores, `rows` is here; result [count, 64].
void projectPanelHere(const PanelScores& task, std::int64_t count, float* result)
{
    const Floats f;
    const std::int64_t lanes = hn::Lanes(f);
    for (std::int64_t p = 0; p < panelPositions; p += tileWidth())
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
HWY_EXPORT(exponentials);
HWY_EXPORT(transposePanel);
HWY_EXPORT(scalePanel);
HWY_EXPORT(sumHeads);
HWY_EXPORT(softmaxOfTokens);
HWY_EXPORT(standardizePanel);
HWY_EXPORT(projectPanelHere);

namespace {

/// Panels whose weights a token's softmax takes together; parts are joined in one order, so that
/// the sums do not depend on the number of threads.
constexpr std::int64_t panelsPerPart = 8;

constexpr float nothing = -1e30f; ///< a score of no position

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

const float* panelOf(const at::Tensor& panels, std::int64_t i)
{
    return panels.data_ptr<float>() + i * panels.size(1) * panelPositions;
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

/// → scores [H·T, 64]
void scorePanel(const PanelScores& task, float* scores)
{
    HWY_DYNAMIC_DISPATCH(scoreHeads)(task, scores);
    multiply({task.onRows, task.onRowsRow, 1, task.basis, panelPositions, scores, panelPositions,
              task.scoreRows(), task.rows, panelPositions, true});
}

/// Positions behind the last one count for nothing.
void hideBehind(std::int64_t positions, float* scores, std::int64_t rows)
{
    for (std::int64_t r = 0; r < rows && positions < panelPositions; ++r)
        std::fill(scores + r * panelPositions + positions, scores + (r + 1) * panelPositions,
                  nothing);
}

/// The panels [begin, end).
void lookAtPart(const ImageState& image, const ScoreTerms& terms, const at::Tensor& values,
                std::int64_t begin, std::int64_t end, const PartialSums& sums)
{
    const PanelScores first = scoresOf(image, terms, begin);
    const std::int64_t rows = first.scoreRows(), padded = paddedToVectors(rows);
    const at::Tensor scratch = at::zeros({end - begin + 1, padded, panelPositions});
    float* const scores = scratch.data_ptr<float>();
    float* const transposed = scores + (end - begin) * padded * panelPositions;
    for (std::int64_t i = begin; i < end; ++i) {
        float* const here = scores + (i - begin) * padded * panelPositions;
        scorePanel(scoresOf(image, terms, i), here);
        hideBehind(image.positions - i * panelPositions, here, rows);
    }
    HWY_DYNAMIC_DISPATCH(exponentials)
    (scores, end - begin, rows, padded, sums.largest, sums.total);
    for (std::int64_t i = begin; i < end; ++i) {
        float* const here = scores + (i - begin) * padded * panelPositions;
        HWY_DYNAMIC_DISPATCH(transposePanel)(here, padded, transposed);
        multiply({panelOf(image.basis, i), panelPositions, 1, transposed, padded, sums.ofRows,
                  padded, image.rows, panelPositions, padded, i > begin});
        HWY_DYNAMIC_DISPATCH(scalePanel)
        (here, rows, image.scale.data_ptr<float>() + i * panelPositions);
    }
    HWY_DYNAMIC_DISPATCH(sumHeads)
    (first, scores, padded, panelOf(values, begin), end - begin, sums.ofTerms);
}

/// The parts' sums, each relative to its own largest score, as one.
class PartsOfImage {
public:
    PartsOfImage(std::int64_t parts, std::int64_t basisRows, std::int64_t tokens, int heads,
                 std::int64_t width)
        : parts_(parts), basisRows_(basisRows), tokens_(tokens), heads_(heads), width_(width),
          padded_(paddedToVectors(tokens * heads)),
          sums_(at::empty({parts, 2 * padded_ + basisRows * padded_ + tokens * width}))
    {
    }

    PartialSums part(std::int64_t i) const
    {
        float* const data = sums_.data_ptr<float>() + i * sums_.size(1);
        return {data, data + padded_, data + 2 * padded_, data + (2 + basisRows_) * padded_};
    }

    AttentionSums joined() const
    {
        const std::vector<float> shares = partShares();
        AttentionSums sums{at::zeros({basisRows_, padded_}), at::zeros({tokens_, width_})};
        float* const ofRows = sums.ofRows.data_ptr<float>();
        float* const ofTerms = sums.ofTerms.data_ptr<float>();
        const std::int64_t depth = width_ / heads_;
        for (std::int64_t i = 0; i < parts_; ++i) {
            const PartialSums one = part(i);
            const float* const share = shares.data() + i * padded_;
            for (std::int64_t r = 0; r < basisRows_ * padded_; r += padded_)
                for (std::int64_t n = 0; n < padded_; ++n)
                    ofRows[r + n] += share[n] * one.ofRows[r + n];
            for (std::int64_t t = 0; t < tokens_; ++t)
                for (std::int64_t c = 0; c < width_; ++c)
                    ofTerms[t * width_ + c] +=
                        share[c / depth * tokens_ + t] * one.ofTerms[t * width_ + c];
        }
        return sums;
    }

private:
    /// What each part counts for each row's softmax, [parts, padded].
    std::vector<float> partShares() const
    {
        std::vector<float> shares(std::size_t(parts_ * padded_));
        for (std::int64_t n = 0; n < tokens_ * heads_; ++n) {
            float largest = nothing;
            for (std::int64_t i = 0; i < parts_; ++i)
                largest = std::max(largest, part(i).largest[n]);
            float total = 0;
            for (std::int64_t i = 0; i < parts_; ++i) {
                float& share = shares[std::size_t(i * padded_ + n)];
                share = std::exp(part(i).largest[n] - largest);
                total += share * part(i).total[n];
            }
            for (std::int64_t i = 0; i < parts_; ++i)
                shares[std::size_t(i * padded_ + n)] /= total;
        }
        return shares;
    }

    std::int64_t parts_, basisRows_, tokens_;
    int heads_;
    std::int64_t width_, padded_;
    at::Tensor sums_;
};

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

} // namespace

AttentionSums lookAtImage(const ImageState& image, const ScoreTerms& scores,
                          const at::Tensor& values)
{
    check(image, scores);
    const std::int64_t panels = panelCount(image.positions), width = scores.tokens.size(1);
    TORCH_CHECK(hasPanels(values, panels, width), "image attention: values ", values.sizes());
    const std::int64_t rows = scores.onRows.size(0);
    countMultiplications(panels * panelPositions * scores.tokens.numel() *
                         (scores.positions.defined() ? 3 : 2));
    const std::int64_t parts = (panels + panelsPerPart - 1) / panelsPerPart;
    const PartsOfImage sums(parts, image.rows, scores.tokens.size(0), scores.heads, width);
    shareAmongCores(int(parts), [&](int i) {
        lookAtPart(image, scores, values, i * panelsPerPart,
                   std::min(panels, (i + 1) * panelsPerPart), sums.part(i));
    });
    return sums.joined();
}

void lookAtTokens(ImageState& image, const ScoreTerms& scores, const LengthTerms& lengths)
{
    check(image, scores);
    const std::int64_t panels = panelCount(image.positions), width = scores.tokens.size(1);
    const std::int64_t rows = scores.onRows.size(0), before = image.rows - rows;
    const auto updates = std::int64_t(lengths.values.size());
    TORCH_CHECK(before >= 0 && image.rows == updates * (1 + rows) &&
                    lengths.outputs.size() == lengths.values.size() &&
                    hasPanels(lengths.constants, panels, updates) &&
                    lengths.squares.is_contiguous() &&
                    lengths.squares.numel() == panels * panelPositions,
                "image attention: ", image.rows, " rows, ", lengths.constants.sizes());
    countMultiplications(
        panels * panelPositions *
        (image.rows * (image.rows + 1) / 2 +
         scores.tokens.numel() * ((scores.positions.defined() ? 2 : 1) + updates)));
    const at::Tensor products = lowerHalf(lengths.products, image.rows);
    shareAmongCores(int(panels), [&](int i) {
        PanelScores task = scoresOf(image, scores, i);
        float* const basis = image.basis.data_ptr<float>() + i * image.basis.stride(0);
        float* const weights = basis + before * panelPositions;
        task.rows = before;
        scorePanel(task, weights);
        HWY_DYNAMIC_DISPATCH(softmaxOfTokens)(weights, task.heads, task.tokenCount);

        std::vector<const float*> values, outputs;
        for (std::size_t n = 0; n < lengths.values.size(); ++n) {
            TORCH_CHECK(lengths.values[n].is_contiguous() &&
                            lengths.values[n].sizes() == scores.tokens.sizes() &&
                            hasPanels(lengths.outputs[n], panels, width),
                        "image attention: update ", lengths.outputs[n].sizes());
            values.push_back(lengths.values[n].data_ptr<float>());
            outputs.push_back(panelOf(lengths.outputs[n], i));
        }
        task.rows = image.rows;
        HWY_DYNAMIC_DISPATCH(standardizePanel)
        (task,
         {lengths.squares.data_ptr<float>() + i * panelPositions, products.data_ptr<float>(),
          products.size(1), panelOf(lengths.constants, i), values.data(), outputs.data(), updates,
          1.0f / float(lengths.channels), float(lengths.eps)},
         basis, image.scale.data_ptr<float>() + i * panelPositions);
    });
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
