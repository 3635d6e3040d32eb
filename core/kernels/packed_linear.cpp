#include "core/kernels/packed_linear.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include <ATen/ATen.h>
#include <omp.h>
#include <sys/mman.h>

#include "core/kernels/bfloat16_products.h"
#include "core/kernels/linear_task.h"
#include "core/kernels/work_count.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/packed_linear.cpp"
#include <hwy/foreach_target.h>

#include "core/kernels/functions-inl.h"

HWY_BEFORE_NAMESPACE();
namespace core::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Floats = hn::CappedTag<float, 16>;
using Vector = hn::Vec<Floats>;
using Task = LinearTask<float>;

// The sums of a tile stay in registers while the input channels pass by: as many as there are, so
// that each loaded weight and each loaded input is used often. Half a panel takes a narrow tile.
constexpr std::int64_t wideVectors = manyRegisters ? 4 : 2, wideRows = 6;
constexpr std::int64_t narrowVectors = 2, narrowRows = manyRegisters ? 12 : 6;

template <Activation activation>
void finishRowsWith(const float* sums, std::int64_t rows, float* y, std::int64_t yStride,
                    std::int64_t columns, bool accumulate)
{
    const Floats f;
    const std::int64_t lanes = hn::Lanes(f);
    const auto finish = [&](const float* sum, float* to) {
        const Vector before = accumulate ? hn::LoadU(f, to) : hn::Zero(f);
        hn::StoreU(activated(f, activation, hn::Add(hn::Load(f, sum), before)), f, to);
    };
    for (; rows > 0; --rows, sums += panelWidth, y += yStride) {
        std::int64_t c = 0;
        for (; c + lanes <= columns; c += lanes)
            finish(sums + c, y + c);
        if (c < columns) {
            float last[panelWidth] = {};
            std::copy(y + c, y + columns, last);
            finish(sums + c, last);
            std::copy_n(last, columns - c, y + c);
        }
    }
}

void finishRows(const float* sums, std::int64_t rows, float* y, std::int64_t yStride,
                std::int64_t columns, bool accumulate, Activation activation)
{
    const auto finish = activation == Activation::Gelu   ? finishRowsWith<Activation::Gelu>
                        : activation == Activation::Relu ? finishRowsWith<Activation::Relu>
                                                         : finishRowsWith<Activation::None>;
    finish(sums, rows, y, yStride, columns, accumulate);
}

template <std::int64_t rows, std::int64_t vectors>
void multiplyTile(const Task& task, std::int64_t row, std::int64_t column)
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
    finishRows(kept[0], rows, y, task.yStride, columns, task.accumulate, task.activation);
}

/// The rows from `row` on, fewer than a whole tile.
template <std::int64_t rows, std::int64_t vectors>
void multiplyRest(const Task& task, std::int64_t row, std::int64_t column)
{
    if constexpr (rows > 0) {
        if (task.rows - row == rows)
            multiplyTile<rows, vectors>(task, row, column);
        else
            multiplyRest<rows - 1, vectors>(task, row, column);
    }
}

template <std::int64_t rows, std::int64_t vectors>
void multiplyColumns(const Task& task, std::int64_t column)
{
    std::int64_t row = 0;
    for (; row + rows <= task.rows; row += rows)
        multiplyTile<rows, vectors>(task, row, column);
    multiplyRest<rows - 1, vectors>(task, row, column);
}

void multiplyPanel(const Task& task)
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

HWY_EXPORT(finishRows);
HWY_EXPORT(multiplyPanel);

namespace {

/// Rows that are multiplied by one panel after the other, so that they stay in the cache: many
/// enough that fetching the panels does not count.
constexpr std::int64_t stripRows = 96;

/// Less is not worth waking another thread for, which sleeps longer when the machine is busy.
constexpr std::int64_t worthSharing = 4'000'000;

/// Rows this far apart share few places in the first-level cache, and push each other out.
template <typename Element> bool collides(std::int64_t stride)
{
    return stride * std::int64_t(sizeof(Element)) % 2048 == 0;
}

/// The weight [out, in] as panels [in / group, width, group] one after the other, with zeros for
/// columns that do not exist.
template <typename Number, std::int64_t group>
at::Tensor packed(const at::Tensor& weight, std::int64_t columns)
{
    // Input channels at a time, so that reads and writes stay in the cache.
    constexpr std::int64_t together = 64;
    const std::int64_t out = weight.size(0), in = weight.size(1);
    at::Tensor result = at::empty({columns * in}, weight.options());
    const Number* const from = weight.data_ptr<Number>();
    Number* const to = result.data_ptr<Number>();
#pragma omp parallel for schedule(static)
    for (std::int64_t panel = 0; panel < columns; panel += panelWidth) {
        const std::int64_t width = std::min(panelWidth, columns - panel);
        Number* const start = to + panel * in;
        for (std::int64_t first = 0; first < in; first += together) {
            const std::int64_t end = std::min(first + together, in);
            for (std::int64_t c = 0; c < width; ++c) {
                const Number* const row = from + (panel + c) * in;
                for (std::int64_t k = first; k < end; ++k)
                    start[(k / group * width + c) * group + k % group] =
                        panel + c < out ? row[k] : Number(0.0f);
            }
        }
    }
    return result;
}

at::Tensor packedPairs(const at::Tensor& weight, std::int64_t columns)
{
    const at::Tensor rounded = weight.to(at::kBFloat16);
    const at::Tensor even = at::constant_pad_nd(rounded, {0, weight.size(1) % 2});
    return packed<at::BFloat16, 2>(even.contiguous(), columns);
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

struct PackedLinear::Scratch {
    std::vector<float> spread;
    std::vector<BFloat16Pair> pairs;
};

PackedLinear::PackedLinear(const at::Tensor& weight, const at::Tensor& bias, Precision precision)
    : in_(weight.size(1)), out_(weight.size(0)),
      columns_((out_ + halfPanel - 1) / halfPanel * halfPanel),
      bfloat16_(precision == Precision::BFloat16 ? bfloat16Products() : nullptr),
      panels_(bfloat16_ ? packedPairs(weight, columns_)
                        : packed<float, 1>(weight.contiguous(), columns_)),
      bias_(at::zeros({columns_}))
{
    TORCH_CHECK(bfloat16_ || precision == Precision::Float32, "no bfloat16 products here");
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
    Scratch scratch;
    for (std::int64_t first = 0; first < count; first += stripRows)
        multiplyStrip({x + first * xStride, y + first * yStride, xStride, yStride,
                       std::min(stripRows, count - first), 0, columns_, accumulate, activation},
                      scratch);
}

void PackedLinear::multiplyStrip(const Strip& strip, Scratch& scratch) const
{
    if (bfloat16_) {
        const std::int64_t pairs = (in_ + 1) / 2;
        const std::int64_t stride = collides<BFloat16Pair>(pairs) ? pairs + 16 : pairs;
        scratch.pairs.resize(std::size_t(stripRows * stride));
        for (std::int64_t row = 0; row < strip.rows; ++row)
            bfloat16_->roundToPairs(strip.x + row * strip.xStride, in_,
                                    scratch.pairs.data() + row * stride);
        eachPanel(strip, scratch.pairs.data(), stride, pairs,
                  [&, finish = HWY_DYNAMIC_DISPATCH(finishRows)](const auto& task) {
                      bfloat16_->multiplyPanel(task, finish);
                  });
    } else if (collides<float>(strip.xStride) && strip.end - strip.begin > panelWidth) {
        const std::int64_t stride = in_ + 16;
        scratch.spread.resize(std::size_t(stripRows * stride));
        for (std::int64_t row = 0; row < strip.rows; ++row)
            std::copy_n(strip.x + row * strip.xStride, in_, scratch.spread.data() + row * stride);
        eachPanel(strip, scratch.spread.data(), stride, in_, HWY_DYNAMIC_DISPATCH(multiplyPanel));
    } else {
        eachPanel(strip, strip.x, strip.xStride, in_, HWY_DYNAMIC_DISPATCH(multiplyPanel));
    }
}

template <typename Element, typename Multiply>
void PackedLinear::eachPanel(const Strip& strip, const Element* x, std::int64_t xStride,
                             std::int64_t in, const Multiply& multiply) const
{
    LinearTask<Element> task;
    task.x = x;
    task.xStride = xStride;
    task.yStride = strip.yStride;
    task.rows = strip.rows;
    task.in = in;
    task.accumulate = strip.accumulate;
    task.activation = strip.activation;
    for (std::int64_t column = strip.begin; column < strip.end; column += panelWidth) {
        task.panel = static_cast<const Element*>(panels_.data_ptr()) + column * in;
        task.bias = bias_.data_ptr<float>() + column;
        task.y = strip.y + column;
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
    const std::int64_t work = rows * in_ * out_;
    const bool shared = work > worthSharing && omp_get_max_threads() > 1;
    // Few rows are divided among the cores by the weight's columns.
    const std::int64_t share = strips > 1 || !shared ? columns_ : panelWidth;
    const std::int64_t shares = (columns_ + share - 1) / share;
    countMultiplications(work);
    const float* const xData = x.data_ptr<float>();
    float* const yData = y.data_ptr<float>();
#pragma omp parallel if (shared)
    {
        Scratch scratch;
#pragma omp for schedule(dynamic)
        for (std::int64_t i = 0; i < strips * shares; ++i) {
            const std::int64_t first = i / shares * stripRows, begin = i % shares * share;
            multiplyStrip({xData + first * in_, yData + first * out_, in_, out_,
                           std::min(stripRows, rows - first), begin,
                           std::min(begin + share, columns_), accumulate, activation},
                          scratch);
        }
    }
}

} // namespace core::kernels

#endif
