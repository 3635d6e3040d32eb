#include "core/kernels/packed_linear.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include <ATen/ATen.h>
#include <sys/mman.h>

#include "core/kernels/work_count.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/packed_linear.cpp"
#include <hwy/foreach_target.h>

#include "core/kernels/functions-inl.h"

#ifndef MASKWRIGHT_LINEAR_TASK
#define MASKWRIGHT_LINEAR_TASK

namespace core::kernels {

/// Columns of the weight that lie together. Only the last panel may be half as wide.
constexpr std::int64_t panelWidth = 64, halfPanel = panelWidth / 2;

/// Some rows times one panel. Strides are in floats from one row to the next.
struct LinearTask {
    const float* x;
    const float* panel; ///< [in, width]
    const float* bias;  ///< [width]
    float* y;
    std::int64_t xStride, yStride;
    std::int64_t rows, in;
    std::int64_t width;   ///< of the panel: panelWidth or halfPanel
    std::int64_t columns; ///< of them exist
    bool accumulate;
    Activation activation;
};

} // namespace core::kernels

#endif

HWY_BEFORE_NAMESPACE();
namespace core::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Floats = hn::CappedTag<float, 16>;
using Vector = hn::Vec<Floats>;

// The sums of a tile stay in registers while the input channels pass by: as many as there are, so
// that each loaded weight and each loaded input is used often. Half a panel takes a narrow tile.
constexpr std::int64_t wideVectors = manyRegisters ? 4 : 2, wideRows = 6;
constexpr std::int64_t narrowVectors = 2, narrowRows = manyRegisters ? 12 : 6;

/// What the sums become, a row at a time: added to what was there, through the activation.
void finishRow(const LinearTask& task, float* sums, float* y, std::int64_t columns)
{
    const Floats f;
    const std::int64_t lanes = hn::Lanes(f);
    alignas(64) float before[panelWidth] = {};
    if (task.accumulate)
        std::copy_n(y, columns, before);
    for (std::int64_t c = 0; c < columns; c += lanes) {
        const Vector sum = hn::Add(hn::Load(f, sums + c), hn::Load(f, before + c));
        hn::Store(activated(f, task.activation, sum), f, sums + c);
    }
    std::copy_n(sums, columns, y);
}

template <std::int64_t rows, std::int64_t vectors>
void multiplyTile(const LinearTask& task, std::int64_t row, std::int64_t column)
{
    const Floats f;
    const std::int64_t lanes = hn::Lanes(f);
    const float* const x = task.x + row * task.xStride;
    const float* const panel = task.panel + column;
    Vector sums[rows][vectors];
    for (std::int64_t r = 0; r < rows; ++r) {
        for (std::int64_t v = 0; v < vectors; ++v)
            sums[r][v] = hn::LoadU(f, task.bias + column + v * lanes);
    }
    for (std::int64_t k = 0; k < task.in; ++k) {
        Vector weight[vectors];
        for (std::int64_t v = 0; v < vectors; ++v)
            weight[v] = hn::Load(f, panel + k * task.width + v * lanes);
        for (std::int64_t r = 0; r < rows; ++r) {
            const Vector input = hn::Set(f, x[r * task.xStride + k]);
            for (std::int64_t v = 0; v < vectors; ++v)
                sums[r][v] = hn::MulAdd(input, weight[v], sums[r][v]);
        }
    }
    float* const y = task.y + row * task.yStride + column;
    const std::int64_t columns = std::min(vectors * lanes, task.columns - column);
    if (columns == vectors * lanes && !task.accumulate && task.activation == Activation::None) {
        for (std::int64_t r = 0; r < rows; ++r) {
            for (std::int64_t v = 0; v < vectors; ++v)
                hn::StoreU(sums[r][v], f, y + r * task.yStride + v * lanes);
        }
        return;
    }
    alignas(64) float kept[rows][panelWidth];
    for (std::int64_t r = 0; r < rows; ++r) {
        for (std::int64_t v = 0; v < vectors; ++v)
            hn::Store(sums[r][v], f, kept[r] + v * lanes);
    }
    for (std::int64_t r = 0; r < rows; ++r)
        finishRow(task, kept[r], y + r * task.yStride, columns);
}

/// The rows from `row` on, fewer than a whole tile.
template <std::int64_t rows, std::int64_t vectors>
void multiplyRest(const LinearTask& task, std::int64_t row, std::int64_t column)
{
    if constexpr (rows > 0) {
        if (task.rows - row == rows)
            multiplyTile<rows, vectors>(task, row, column);
        else
            multiplyRest<rows - 1, vectors>(task, row, column);
    }
}

template <std::int64_t rows, std::int64_t vectors>
void multiplyColumns(const LinearTask& task, std::int64_t column)
{
    std::int64_t row = 0;
    for (; row + rows <= task.rows; row += rows)
        multiplyTile<rows, vectors>(task, row, column);
    multiplyRest<rows - 1, vectors>(task, row, column);
}

void multiplyPanel(const LinearTask& task)
{
    const std::int64_t lanes = hn::Lanes(Floats());
    std::int64_t column = 0;
    for (; column + wideVectors * lanes <= task.width; column += wideVectors * lanes)
        multiplyColumns<wideRows, wideVectors>(task, column);
    for (; column < task.width; column += narrowVectors * lanes)
        multiplyColumns<narrowRows, narrowVectors>(task, column);
}

} // namespace core::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace core::kernels {

HWY_EXPORT(multiplyPanel);

namespace {

/// Rows that are multiplied by one panel after the other, so that they stay in the cache: many
/// enough that fetching the panels does not count.
constexpr std::int64_t stripRows = 96;

/// Less is not worth waking another thread for.
constexpr std::int64_t worthSharing = 1'000'000;

/// Rows this far apart share few places in the first-level cache, and push each other out.
bool collides(std::int64_t stride)
{
    return stride * std::int64_t(sizeof(float)) % 2048 == 0;
}

/// The weight [out, in] as panels [in, width] one after the other, with zeros for columns that do
/// not exist.
at::Tensor packed(const at::Tensor& weight, std::int64_t columns)
{
    // Input channels at a time, so that reads and writes stay in the cache.
    constexpr std::int64_t together = 64;
    const std::int64_t out = weight.size(0), in = weight.size(1);
    at::Tensor result = at::empty({columns * in});
    const float* const from = weight.data_ptr<float>();
    float* const to = result.data_ptr<float>();
#pragma omp parallel for schedule(static)
    for (std::int64_t panel = 0; panel < columns; panel += panelWidth) {
        const std::int64_t width = std::min(panelWidth, columns - panel);
        float* const start = to + panel * in;
        for (std::int64_t first = 0; first < in; first += together) {
            const std::int64_t end = std::min(first + together, in);
            for (std::int64_t c = 0; c < width; ++c) {
                const float* const row = from + (panel + c) * in;
                for (std::int64_t k = first; k < end; ++k)
                    start[k * width + c] = panel + c < out ? row[k] : 0.0f;
            }
        }
    }
    return result;
}

/// Most weights are pages of a mapped file. Once packed they are not looked at again, so the system
/// may use their memory for something else; in a large model that is gigabytes. Memory of
/// LibTorch's own is left alone: it would be written to the swap space, only to be freed.
void leaveToTheSystem(const at::Tensor& weight)
{
#ifdef MADV_PAGEOUT
    if (weight.storage().allocator())
        return;
    constexpr std::uintptr_t page = 4096;
    const auto begin = reinterpret_cast<std::uintptr_t>(weight.data_ptr<float>());
    const std::uintptr_t first = (begin + page - 1) / page * page;
    const std::uintptr_t last = (begin + weight.nbytes()) / page * page;
    if (weight.nbytes() > (1 << 20))
        madvise(reinterpret_cast<void*>(first), last - first, MADV_PAGEOUT); // where it can
#endif
}

} // namespace

PackedLinear::PackedLinear(const at::Tensor& weight, const at::Tensor& bias)
    : in_(weight.size(1)), out_(weight.size(0)),
      columns_((out_ + halfPanel - 1) / halfPanel * halfPanel),
      panels_(packed(weight.contiguous(), columns_)), bias_(at::zeros({columns_}))
{
    if (bias.defined())
        bias_.narrow(0, 0, out_).copy_(bias);
    if (weight.is_contiguous())
        leaveToTheSystem(weight);
}

at::Tensor PackedLinear::operator()(const at::Tensor& x, Activation activation) const
{
    TORCH_CHECK(x.size(-1) == in_, "linear: ", x.sizes(), " times ", in_);
    std::vector<std::int64_t> shape = x.sizes().vec();
    shape.back() = out_;
    at::Tensor y = at::empty(shape, x.options());
    run(x.contiguous(), y, false, activation);
    return y;
}

void PackedLinear::addTo(at::Tensor& sum, const at::Tensor& x, Activation activation) const
{
    TORCH_CHECK(x.size(-1) == in_ && sum.size(-1) == out_ && sum.is_contiguous() &&
                    sum.numel() / out_ == x.numel() / in_,
                "linear: ", x.sizes(), " into ", sum.sizes());
    run(x.contiguous(), sum, true, activation);
}

void PackedLinear::rows(const float* x, std::int64_t xStride, float* y, std::int64_t yStride,
                        std::int64_t count, bool accumulate, Activation activation) const
{
    countMultiplications(count * in_ * out_);
    std::vector<float> spread;
    for (std::int64_t first = 0; first < count; first += stripRows) {
        const std::int64_t together = std::min(stripRows, count - first);
        multiplyStrip(x + first * xStride, xStride, y + first * yStride, yStride, together, 0,
                      columns_, accumulate, activation, spread);
    }
}

void PackedLinear::multiplyStrip(const float* x, std::int64_t xStride, float* y,
                                 std::int64_t yStride, std::int64_t count, std::int64_t begin,
                                 std::int64_t end, bool accumulate, Activation activation,
                                 std::vector<float>& spread) const
{
    LinearTask task;
    task.x = x;
    task.xStride = xStride;
    task.yStride = yStride;
    task.rows = count;
    task.in = in_;
    task.accumulate = accumulate;
    task.activation = activation;
    if (collides(xStride) && end - begin > panelWidth) {
        task.xStride = in_ + 16;
        spread.resize(std::size_t(stripRows * task.xStride));
        for (std::int64_t row = 0; row < count; ++row)
            std::copy_n(x + row * xStride, in_, spread.data() + row * task.xStride);
        task.x = spread.data();
    }
    const auto multiply = HWY_DYNAMIC_DISPATCH(multiplyPanel);
    for (std::int64_t column = begin; column < end; column += panelWidth) {
        task.panel = panels_.data_ptr<float>() + column * in_;
        task.bias = bias_.data_ptr<float>() + column;
        task.y = y + column;
        task.width = std::min(panelWidth, columns_ - column);
        task.columns = std::min(task.width, out_ - column);
        multiply(task);
    }
}

void PackedLinear::run(const at::Tensor& x, at::Tensor& y, bool accumulate,
                       Activation activation) const
{
    const std::int64_t rows = x.numel() / in_;
    const std::int64_t strips = (rows + stripRows - 1) / stripRows;
    // Few rows are divided among the cores by the weight's columns.
    const std::int64_t share = strips > 1 ? columns_ : panelWidth;
    const std::int64_t shares = (columns_ + share - 1) / share;
    const std::int64_t work = rows * in_ * out_;
    countMultiplications(work);
    const float* const xData = x.data_ptr<float>();
    float* const yData = y.data_ptr<float>();
#pragma omp parallel if (work > worthSharing)
    {
        std::vector<float> spread;
#pragma omp for schedule(dynamic)
        for (std::int64_t i = 0; i < strips * shares; ++i) {
            const std::int64_t first = i / shares * stripRows, begin = i % shares * share;
            multiplyStrip(xData + first * in_, in_, yData + first * out_, out_,
                          std::min(stripRows, rows - first), begin,
                          std::min(begin + share, columns_), accumulate, activation, spread);
        }
    }
}

} // namespace core::kernels

#endif
