#include "core/kernels/mask_resize.h"

#include <algorithm>
#include <cmath>
#include <utility>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/mask_resize.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

#ifndef MASKWRIGHT_MASK_ROW
#define MASKWRIGHT_MASK_ROW

namespace core::kernels {

/// A part of an output row as a mix of four widened logit rows.
struct MaskRowTask {
    const float* rows[4];
    float weights[4];
    float offset;
    std::size_t width;
    std::uint8_t* out;
};

struct MaskRowCounts {
    std::size_t aboveOffset = 0, aboveMinusOffset = 0;
};

/// The smallest and largest of some logits.
struct LogitRange {
    float low, high;
};

} // namespace core::kernels

#endif

HWY_BEFORE_NAMESPACE();
namespace core::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

template <class D>
MaskRowCounts thresholdSpan(D f, const MaskRowTask& task, std::size_t x, std::size_t end)
{
    const hn::RebindToSigned<D> i;
    const hn::Rebind<std::uint8_t, D> bytes;
    const auto w0 = hn::Set(f, task.weights[0]), w1 = hn::Set(f, task.weights[1]);
    const auto w2 = hn::Set(f, task.weights[2]), w3 = hn::Set(f, task.weights[3]);
    const auto plus = hn::Set(f, task.offset), minus = hn::Set(f, -task.offset);
    MaskRowCounts counts;
    for (; x + hn::Lanes(f) <= end; x += hn::Lanes(f)) {
        auto value = hn::Mul(w0, hn::LoadU(f, task.rows[0] + x));
        value = hn::MulAdd(w1, hn::LoadU(f, task.rows[1] + x), value);
        value = hn::MulAdd(w2, hn::LoadU(f, task.rows[2] + x), value);
        value = hn::MulAdd(w3, hn::LoadU(f, task.rows[3] + x), value);
        const auto inside = hn::RebindMask(i, hn::Gt(value, hn::Zero(f)));
        hn::StoreU(hn::DemoteTo(bytes, hn::IfThenElseZero(inside, hn::Set(i, 1))), bytes,
                   task.out + x);
        counts.aboveOffset += hn::CountTrue(f, hn::Gt(value, plus));
        counts.aboveMinusOffset += hn::CountTrue(f, hn::Gt(value, minus));
    }
    return counts;
}

MaskRowCounts thresholdRow(const MaskRowTask& task)
{
    const hn::CappedTag<float, 16> wide;
    const hn::CappedTag<float, 1> single;
    const std::size_t whole = task.width / hn::Lanes(wide) * hn::Lanes(wide);
    const MaskRowCounts most = thresholdSpan(wide, task, 0, whole);
    const MaskRowCounts rest = thresholdSpan(single, task, whole, task.width);
    return {most.aboveOffset + rest.aboveOffset, most.aboveMinusOffset + rest.aboveMinusOffset};
}

/// Of at least four.
LogitRange rangeOf(const float* logits, std::size_t count)
{
    const hn::CappedTag<float, 4> f;
    const std::size_t last = count - hn::Lanes(f);
    auto low = hn::LoadU(f, logits + last), high = low;
    for (std::size_t x = 0; x < last; x += hn::Lanes(f)) {
        const auto some = hn::LoadU(f, logits + x);
        low = hn::Min(low, some);
        high = hn::Max(high, some);
    }
    return {hn::GetLane(hn::MinOfLanes(f, low)), hn::GetLane(hn::MaxOfLanes(f, high))};
}

} // namespace core::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace core::kernels {

HWY_EXPORT(thresholdRow);
HWY_EXPORT(rangeOf);

namespace {

int logitsSide(int modelSide)
{
    return modelSide / 4;
}

/// PyTorch's bilinear sampling, align_corners = false: which two input samples, how much of the
/// second.
struct Bilinear {
    int low, high;
    float share;
};

Bilinear bilinearAt(int i, int from, int to)
{
    const float position = std::max((float(i) + 0.5f) * (float(from) / float(to)) - 0.5f, 0.0f);
    const int low = std::min(int(position), from - 1);
    return {low, std::min(low + 1, from - 1), position - float(low)};
}

} // namespace

float ResizedMask::stability() const
{
    return aboveMinusOffset == 0 ? 1.0f : float(double(aboveOffset) / double(aboveMinusOffset));
}

MaskResizer::Taps MaskResizer::composedTaps(int imageSide, int contentSide, int modelSide)
{
    const int side = logitsSide(modelSide);
    Taps taps;
    taps.first.resize(std::size_t(imageSide));
    taps.weights.resize(std::size_t(imageSide) * Taps::count);
    for (int i = 0; i < imageSide; ++i) {
        const Bilinear outer = bilinearAt(i, contentSide, imageSide);
        const Bilinear a = bilinearAt(outer.low, side, modelSide);
        const Bilinear b = bilinearAt(outer.high, side, modelSide);
        const int first = std::min(a.low, side - Taps::count);
        float* weights = taps.weights.data() + std::size_t(i) * Taps::count;
        weights[a.low - first] += (1 - outer.share) * (1 - a.share);
        weights[a.high - first] += (1 - outer.share) * a.share;
        weights[b.low - first] += outer.share * (1 - b.share);
        weights[b.high - first] += outer.share * b.share;
        taps.first[i] = first;
    }
    return taps;
}

MaskResizer::MaskResizer(int imageWidth, int imageHeight, int contentWidth, int contentHeight,
                         int modelWidth, int modelHeight)
    : logitsWidth_(logitsSide(modelWidth)),
      columns_(composedTaps(imageWidth, contentWidth, modelWidth)),
      rows_(composedTaps(imageHeight, contentHeight, modelHeight))
{
}

int MaskResizer::usedRows() const
{
    return rows_.first.back() + Taps::count;
}

/// The work on one mask. Blocks of an output row's columns are looked at for all output rows that
/// mix the same four logit rows.
class MaskResizer::Work {
public:
    Work(const MaskResizer& resizer, const float* logits, float offset)
        : resizer_(resizer), logits_(logits), offset_(offset),
          width_(int(resizer.columns_.first.size())), height_(int(resizer.rows_.first.size())),
          blocks_((width_ + blockWidth - 1) / blockWidth), usedRows_(resizer.usedRows()),
          ranges_(std::size_t(usedRows_) * blocks_), widened_(std::size_t(Taps::count) * width_),
          widenedRow_(std::size_t(Taps::count) * blocks_, -1)
    {
    }

    ResizedMask run()
    {
        findRanges();
        result_.mask = Mask(width_, height_);
        const std::vector<std::int32_t>& first = resizer_.rows_.first;
        for (int y = 0, end; y < height_; y = end) {
            for (end = y + 1; end < height_ && first[end] == first[y];)
                ++end;
            for (int block = 0; block < blocks_; ++block)
                fill(y, end, block);
        }
        return std::move(result_);
    }

private:
    static constexpr int blockWidth = 64;

    int begin(int block) const { return block * blockWidth; }
    int end(int block) const { return std::min(width_, (block + 1) * blockWidth); }

    /// Of the logits in each row that a block's columns mix.
    void findRanges()
    {
        const auto rangeHere = HWY_DYNAMIC_DISPATCH(rangeOf);
        const std::int32_t* const first = resizer_.columns_.first.data();
        for (int block = 0; block < blocks_; ++block) {
            const int from = first[begin(block)], to = first[end(block) - 1] + Taps::count;
            for (int row = 0; row < usedRows_; ++row)
                ranges_[std::size_t(row) * blocks_ + block] =
                    rangeHere(logits_ + std::size_t(row) * resizer_.logitsWidth_ + from,
                              std::size_t(to - from));
        }
    }

    /// Rows [y, yEnd), which mix the same logits.
    void fill(int y, int yEnd, int block)
    {
        const int first = resizer_.rows_.first[y];
        LogitRange range = ranges_[std::size_t(first) * blocks_ + block];
        for (int t = 1; t < Taps::count; ++t) {
            const LogitRange other = ranges_[std::size_t(first + t) * blocks_ + block];
            range = {std::min(range.low, other.low), std::max(range.high, other.high)};
        }
        // A mix lies between what is mixed, but for rounding.
        const float slack = 1e-5f * std::max(std::abs(range.low), std::abs(range.high));
        if (range.high + slack < -offset_)
            return; // the mask is zero already
        if (range.low - slack > offset_)
            fillInside(y, yEnd, block);
        else
            fillMixed(y, yEnd, block);
    }

    void fillInside(int y, int yEnd, int block)
    {
        const int count = end(block) - begin(block);
        for (int row = y; row < yEnd; ++row)
            std::fill_n(result_.mask.row(row) + begin(block), count, std::uint8_t(1));
        result_.aboveOffset += std::size_t(yEnd - y) * count;
        result_.aboveMinusOffset += std::size_t(yEnd - y) * count;
    }

    void fillMixed(int y, int yEnd, int block)
    {
        const int first = resizer_.rows_.first[y];
        MaskRowTask task;
        task.offset = offset_;
        task.width = std::size_t(end(block) - begin(block));
        for (int t = 0; t < Taps::count; ++t)
            task.rows[t] = widened(first + t, block);
        for (int row = y; row < yEnd; ++row) {
            std::copy_n(resizer_.rows_.weights.data() + std::size_t(row) * Taps::count,
                        int(Taps::count), task.weights);
            task.out = result_.mask.row(row) + begin(block);
            const MaskRowCounts counts = HWY_DYNAMIC_DISPATCH(thresholdRow)(task);
            result_.aboveOffset += counts.aboveOffset;
            result_.aboveMinusOffset += counts.aboveMinusOffset;
        }
    }

    /// A block of a logit row, widened to the picture's columns. The last four rows are kept.
    const float* widened(int row, int block)
    {
        const int slot = row % Taps::count;
        float* const out = widened_.data() + std::size_t(slot) * width_;
        int& kept = widenedRow_[std::size_t(slot) * blocks_ + block];
        if (kept != row) {
            kept = row;
            const float* const in = logits_ + std::size_t(row) * resizer_.logitsWidth_;
            for (int x = begin(block); x < end(block); ++x) {
                const float* const w =
                    resizer_.columns_.weights.data() + std::size_t(x) * Taps::count;
                const float* const s = in + resizer_.columns_.first[x];
                out[x] = w[0] * s[0] + w[1] * s[1] + w[2] * s[2] + w[3] * s[3];
            }
        }
        return out + begin(block);
    }

    const MaskResizer& resizer_;
    const float* logits_;
    float offset_;
    int width_, height_, blocks_, usedRows_;
    std::vector<LogitRange> ranges_; // [usedRows, blocks]
    std::vector<float> widened_;     // [4, width]
    std::vector<int> widenedRow_;    // [4, blocks]: which row that is
    ResizedMask result_;
};

ResizedMask MaskResizer::operator()(const float* logits, float stabilityOffset) const
{
    return Work(*this, logits, stabilityOffset).run();
}

} // namespace core::kernels

#endif
