#include "core/kernels/mask_resize.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/mask_resize.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

#ifndef MASKWRIGHT_MASK_ROW
#define MASKWRIGHT_MASK_ROW

namespace core::kernels {

/// One output row as a mix of four widened logit rows.
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

} // namespace core::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace core::kernels {

HWY_EXPORT(thresholdRow);

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

ResizedMask MaskResizer::operator()(const float* logits, float stabilityOffset) const
{
    const int width = int(columns_.first.size()), height = int(rows_.first.size());
    const int usedRows = rows_.first.back() + Taps::count;

    // Widen every logit row that is used to the picture's width.
    std::vector<float> widened(std::size_t(usedRows) * width);
#pragma omp parallel for schedule(static)
    for (int y = 0; y < usedRows; ++y) {
        const float* in = logits + std::size_t(y) * logitsWidth_;
        float* out = widened.data() + std::size_t(y) * width;
        const float* w = columns_.weights.data();
        for (int x = 0; x < width; ++x, w += Taps::count) {
            const float* s = in + columns_.first[x];
            out[x] = w[0] * s[0] + w[1] * s[1] + w[2] * s[2] + w[3] * s[3];
        }
    }

    // Mix four of them into each row of the picture, threshold and count.
    ResizedMask result;
    result.mask = Mask(width, height);
    const auto thresholdHere = HWY_DYNAMIC_DISPATCH(thresholdRow);
    std::size_t above = 0, aboveMinus = 0;
#pragma omp parallel for schedule(static) reduction(+ : above, aboveMinus)
    for (int y = 0; y < height; ++y) {
        MaskRowTask task;
        for (int t = 0; t < Taps::count; ++t) {
            task.rows[t] = widened.data() + std::size_t(rows_.first[y] + t) * width;
            task.weights[t] = rows_.weights[std::size_t(y) * Taps::count + t];
        }
        task.offset = stabilityOffset;
        task.width = std::size_t(width);
        task.out = result.mask.row(y);
        const MaskRowCounts counts = thresholdHere(task);
        above += counts.aboveOffset;
        aboveMinus += counts.aboveMinusOffset;
    }
    result.aboveOffset = above;
    result.aboveMinusOffset = aboveMinus;
    return result;
}

} // namespace core::kernels

#endif
