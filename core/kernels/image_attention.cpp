#include "core/kernels/image_attention.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>

#include "core/kernels/matrix_product.h"
#include "core/kernels/panel_scores.h"
#include "core/kernels/thread_team.h"
#include "core/kernels/vector_padding.h"
#include "core/kernels/work_count.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/image_attention.cpp"
#include <hwy/foreach_target.h>

#include "core/kernels/products-inl.h"

#ifndef MASKWRIGHT_PARTIAL_SUMS
#define MASKWRIGHT_PARTIAL_SUMS

namespace core::kernels {

/// A softmax that is not finished: relative to the largest score of these panels.
struct PartialSums {
    float* largest; ///< [H·T]
    float* total;   ///< [H·T]
    float* ofRows;  ///< [R, padded H·T]
    float* ofTerms; ///< [T, H·D]
};

} // namespace core::kernels

#endif

HWY_BEFORE_NAMESPACE();
namespace core::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Floats = hn::CappedTag<float, vectorPadding>;
using Vector = hn::Vec<Floats>;

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

} // namespace core::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace core::kernels {

HWY_EXPORT(exponentials);
HWY_EXPORT(transposePanel);
HWY_EXPORT(sumHeads);

namespace {

/// Panels whose weights a token's softmax takes together; parts are joined in one order, so that
/// the sums do not depend on the number of threads.
constexpr std::int64_t panelsPerPart = 8;

constexpr float nothing = -1e30f; ///< a score of no position

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
    const at::Tensor scratch = at::empty({end - begin + 1, padded, panelPositions});
    float* const scores = scratch.data_ptr<float>();
    float* const transposed = scores + (end - begin) * padded * panelPositions;
    for (std::int64_t i = begin; i < end; ++i) {
        float* const here = scores + (i - begin) * padded * panelPositions;
        scorePanel(scoresOf(image, terms, i), here);
        hideBehind(image.positions - i * panelPositions, here, rows);
        std::fill(here + rows * panelPositions, here + padded * panelPositions, 0.0f);
    }
    HWY_DYNAMIC_DISPATCH(exponentials)
    (scores, end - begin, rows, padded, sums.largest, sums.total);
    for (std::int64_t i = begin; i < end; ++i) {
        float* const here = scores + (i - begin) * padded * panelPositions;
        HWY_DYNAMIC_DISPATCH(transposePanel)(here, padded, transposed);
        multiply({panelOf(image.basis, i), panelPositions, 1, transposed, padded, sums.ofRows,
                  padded, image.rows, panelPositions, padded, i > begin});
        scalePanel(here, rows, image.scale.data_ptr<float>() + i * panelPositions);
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

} // namespace

AttentionSums lookAtImage(const ImageState& image, const ScoreTerms& scores,
                          const at::Tensor& values)
{
    check(image, scores);
    const std::int64_t panels = panelCount(image.positions), width = scores.tokens.size(1);
    TORCH_CHECK(hasPanels(values, panels, width), "image attention: values ", values.sizes());
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

} // namespace core::kernels

#endif
