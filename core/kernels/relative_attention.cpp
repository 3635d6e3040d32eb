#include "core/kernels/relative_attention.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include <ATen/ATen.h>
#include <omp.h>

#include "core/kernels/vector_padding.h"
#include "core/kernels/work_count.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/relative_attention.cpp"
#include <hwy/foreach_target.h>

#include "core/kernels/functions-inl.h"

#ifndef MASKWRIGHT_WINDOW_TASK
#define MASKWRIGHT_WINDOW_TASK

namespace core::kernels {

constexpr std::int64_t rowsTogether = 6; // rows of a product that share each loaded vector
constexpr std::int64_t queriesTogether = 96;
constexpr std::int64_t keysTogether = 256; // at least, unless the window has fewer

/// One head of a grid of tokens. Strides are in floats.
struct AttentionGrid {
    const float *q, *k, *v;           ///< of the first token
    const float *outsideK, *outsideV; ///< of a token beyond the grid
    float* out;
    std::int64_t height, width, depth;
    std::int64_t tokenStride, outStride; ///< tokens lie row by row
    const float *rowTerms, *columnTerms;
    std::int64_t rowTermsStride, columnTermsStride;
    std::int64_t windowRows, windowColumns;
};

/// Some queries of one window, counted row by row over those inside the grid.
struct WindowTask {
    AttentionGrid grid;
    std::int64_t top, left;
    std::int64_t firstQuery, queries;
};

/// One thread's memory.
class WindowScratch {
public:
    explicit WindowScratch(const AttentionGrid& grid)
        : paddedColumns(paddedToVectors(grid.windowColumns)),
          keyRows(std::min(grid.windowRows, (keysTogether + paddedColumns - 1) / paddedColumns)),
          keys(grid.depth * grid.windowRows * paddedColumns), values(keys.size()),
          queries(queriesTogether * grid.depth), sums(queries.size()),
          scores(queriesTogether * keyRows * paddedColumns),
          rowTerms(queriesTogether * grid.windowRows), columnTerms(queriesTogether * paddedColumns),
          products(queriesTogether * std::max(grid.rowTermsStride, grid.columnTermsStride)),
          largest(queriesTogether), totals(queriesTogether)
    {
    }

    /// `unit` tells windows and heads apart: false if the last one's keys and values are here yet.
    bool isNew(std::int64_t unit) { return std::exchange(unit_, unit) != unit; }

    std::int64_t paddedColumns;
    std::int64_t keyRows;               ///< of a window, that are looked at together
    std::vector<float> keys;            ///< per row of the window [D, paddedColumns]
    std::vector<float> values;          ///< per row of the window [paddedColumns, D]
    std::vector<float> queries, sums;   ///< [queries, D]
    std::vector<float> scores;          ///< [queries, keyRows · paddedColumns]
    std::vector<float> rowTerms;        ///< [queries, windowRows]
    std::vector<float> columnTerms;     ///< [queries, paddedColumns]
    std::vector<float> products;        ///< [queries, padded distances]
    std::vector<float> largest, totals; ///< of each query's scores, their exponentials

private:
    std::int64_t unit_ = -1;
};

} // namespace core::kernels

#endif

HWY_BEFORE_NAMESPACE();
namespace core::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Floats = hn::CappedTag<float, vectorPadding>;
using Vector = hn::Vec<Floats>;

constexpr std::int64_t vectorsTogether = manyRegisters ? 4 : 2; // they fill with rowsTogether

/// A small matrix product: c ← start + a b. a [rowsTogether, depth], b [depth, …].
struct Product {
    const float* a;
    const float* b;
    float* c;
    std::int64_t aStride, bStride, cStride, depth;
    const float* columns; ///< start: a row of its own for each row, or null for zeros,
    std::int64_t columnsStride;
    const float* rows; ///< plus one number for each row, or null
    std::int64_t rowsStride;
};

template <std::int64_t vectors> HWY_INLINE void multiplyColumns(const Product& p, std::int64_t n)
{
    const Floats f;
    const std::int64_t lanes = hn::Lanes(f);
    Vector sum[rowsTogether][vectors];
    HWY_UNROLL(6)
    for (std::int64_t r = 0; r < rowsTogether; ++r) {
        const Vector ofRow = p.rows ? hn::Set(f, p.rows[r * p.rowsStride]) : hn::Zero(f);
        HWY_UNROLL(4)
        for (std::int64_t v = 0; v < vectors; ++v)
            sum[r][v] =
                p.columns
                    ? hn::Add(ofRow, hn::LoadU(f, p.columns + r * p.columnsStride + n + v * lanes))
                    : ofRow;
    }
    for (std::int64_t d = 0; d < p.depth; ++d) {
        const float* const row = p.b + d * p.bStride + n;
        Vector b[vectors];
        HWY_UNROLL(4)
        for (std::int64_t v = 0; v < vectors; ++v)
            b[v] = hn::LoadU(f, row + v * lanes);
        HWY_UNROLL(6)
        for (std::int64_t r = 0; r < rowsTogether; ++r) {
            const Vector a = hn::Set(f, p.a[r * p.aStride + d]);
            HWY_UNROLL(4)
            for (std::int64_t v = 0; v < vectors; ++v)
                sum[r][v] = hn::MulAdd(a, b[v], sum[r][v]);
        }
    }
    HWY_UNROLL(6)
    for (std::int64_t r = 0; r < rowsTogether; ++r) {
        HWY_UNROLL(4)
        for (std::int64_t v = 0; v < vectors; ++v)
            hn::StoreU(sum[r][v], f, p.c + r * p.cStride + n + v * lanes);
    }
}

/// All `columns` of it, a multiple of vectorPadding.
void multiply(const Product& p, std::int64_t columns)
{
    const std::int64_t lanes = hn::Lanes(Floats());
    for (std::int64_t n = 0; n < columns;) {
        const std::int64_t left = (columns - n) / lanes;
        if constexpr (vectorsTogether == 4) {
            if (left >= 4 && left != 5) { // 5 are better halved than cut 4 + 1
                multiplyColumns<4>(p, n);
                n += 4 * lanes;
                continue;
            }
            if (left >= 3) {
                multiplyColumns<3>(p, n);
                n += 3 * lanes;
                continue;
            }
        }
        if (left >= 2) {
            multiplyColumns<2>(p, n);
            n += 2 * lanes;
        } else {
            multiplyColumns<1>(p, n);
            n += lanes;
        }
    }
}

void packKeysAndValues(const WindowTask& task, WindowScratch& scratch)
{
    const AttentionGrid& grid = task.grid;
    const std::int64_t padded = scratch.paddedColumns, depth = grid.depth;
    std::fill(scratch.keys.begin(), scratch.keys.end(), 0.0f);
    std::fill(scratch.values.begin(), scratch.values.end(), 0.0f);
    for (std::int64_t y = 0; y < grid.windowRows; ++y) {
        float* const keys = scratch.keys.data() + y * padded * depth;
        float* const values = scratch.values.data() + y * padded * depth;
        for (std::int64_t x = 0; x < grid.windowColumns; ++x) {
            const bool inside = task.top + y < grid.height && task.left + x < grid.width;
            const std::int64_t token =
                ((task.top + y) * grid.width + task.left + x) * grid.tokenStride;
            const float* const k = inside ? grid.k + token : grid.outsideK;
            const float* const v = inside ? grid.v + token : grid.outsideV;
            for (std::int64_t d = 0; d < depth; ++d)
                keys[d * padded + x] = k[d];
            std::copy(v, v + depth, values + x * depth);
        }
    }
}

/// The grid's row-by-row index of a query of the window.
std::int64_t tokenOf(const WindowTask& task, std::int64_t query)
{
    const std::int64_t columns = std::min(task.grid.windowColumns, task.grid.width - task.left);
    return (task.top + query / columns) * task.grid.width + task.left + query % columns;
}

/// products ← queries · terms, for all distances at once.
void multiplyTerms(WindowScratch& scratch, const float* terms, std::int64_t stride,
                   std::int64_t depth, std::int64_t rows)
{
    for (std::int64_t r = 0; r < rows; r += rowsTogether)
        multiply({scratch.queries.data() + r * depth, terms, scratch.products.data() + r * stride,
                  depth, stride, stride, depth, nullptr, 0, nullptr, 0},
                 stride);
}

/// Copies the queries, and makes their terms for each row and each column of keys.
void prepareQueries(const WindowTask& task, WindowScratch& scratch, std::int64_t first,
                    std::int64_t count, std::int64_t rows)
{
    const AttentionGrid& grid = task.grid;
    const std::int64_t depth = grid.depth, padded = scratch.paddedColumns;
    std::fill(scratch.queries.begin() + count * depth, scratch.queries.begin() + rows * depth,
              0.0f);
    for (std::int64_t i = 0; i < count; ++i)
        std::copy_n(grid.q + tokenOf(task, first + i) * grid.tokenStride, depth,
                    scratch.queries.data() + i * depth);

    const std::int64_t columns = std::min(grid.windowColumns, grid.width - task.left);
    std::fill(scratch.rowTerms.begin(), scratch.rowTerms.end(), 0.0f);
    multiplyTerms(scratch, grid.rowTerms, grid.rowTermsStride, depth, rows);
    for (std::int64_t i = 0; i < count; ++i)
        std::copy_n(scratch.products.data() + i * grid.rowTermsStride + grid.windowRows - 1 -
                        (first + i) / columns,
                    grid.windowRows, scratch.rowTerms.data() + i * grid.windowRows);
    std::fill(scratch.columnTerms.begin(), scratch.columnTerms.end(), noScore);
    multiplyTerms(scratch, grid.columnTerms, grid.columnTermsStride, depth, rows);
    for (std::int64_t i = 0; i < count; ++i)
        std::copy_n(scratch.products.data() + i * grid.columnTermsStride + grid.windowColumns - 1 -
                        (first + i) % columns,
                    grid.windowColumns, scratch.columnTerms.data() + i * padded);

    const float scale = 1.0f / std::sqrt(float(depth)); // the terms are of the unscaled query
    for (std::int64_t i = 0; i < count * depth; ++i)
        scratch.queries[std::size_t(i)] *= scale;
}

/// scores ← exp(scores − the largest so far); what was summed up before is brought to the same
/// scale.
void exponentiate(WindowScratch& scratch, std::int64_t query, std::int64_t keys, std::int64_t depth)
{
    const Floats f;
    const std::int64_t lanes = hn::Lanes(f);
    float* const scores = scratch.scores.data() + query * keys;
    Vector most = hn::Set(f, scratch.largest[std::size_t(query)]);
    for (std::int64_t j = 0; j < keys; j += lanes)
        most = hn::Max(most, hn::LoadU(f, scores + j));
    most = hn::MaxOfLanes(f, most);
    Vector sum = hn::Zero(f);
    for (std::int64_t j = 0; j < keys; j += lanes) {
        const Vector e = exponential(f, hn::Sub(hn::LoadU(f, scores + j), most));
        hn::StoreU(e, f, scores + j);
        sum = hn::Add(sum, e);
    }

    const float now = hn::GetLane(most), before = scratch.largest[std::size_t(query)];
    float& total = scratch.totals[std::size_t(query)];
    if (now != before) {
        const float share = std::exp(before - now);
        float* const sums = scratch.sums.data() + query * depth;
        for (std::int64_t d = 0; d < depth; d += lanes)
            hn::StoreU(hn::Mul(hn::LoadU(f, sums + d), hn::Set(f, share)), f, sums + d);
        total *= share;
        scratch.largest[std::size_t(query)] = now;
    }
    total += hn::GetLane(hn::SumOfLanes(f, sum));
}

/// Lets the prepared queries look at some rows of keys.
void attendKeys(const AttentionGrid& grid, WindowScratch& scratch, std::int64_t firstRow,
                std::int64_t keyRows, std::int64_t rows)
{
    const std::int64_t padded = scratch.paddedColumns, keys = keyRows * padded, depth = grid.depth;
    for (std::int64_t y = 0; y < keyRows; ++y)
        for (std::int64_t r = 0; r < rows; r += rowsTogether)
            multiply({scratch.queries.data() + r * depth,
                      scratch.keys.data() + (firstRow + y) * padded * depth,
                      scratch.scores.data() + r * keys + y * padded, depth, padded, keys, depth,
                      scratch.columnTerms.data() + r * padded, padded,
                      scratch.rowTerms.data() + r * grid.windowRows + firstRow + y,
                      grid.windowRows},
                     padded);
    for (std::int64_t r = 0; r < rows; ++r)
        exponentiate(scratch, r, keys, depth);
    for (std::int64_t r = 0; r < rows; r += rowsTogether)
        multiply({scratch.scores.data() + r * keys,
                  scratch.values.data() + firstRow * padded * depth,
                  scratch.sums.data() + r * depth, keys, depth, depth, keys,
                  scratch.sums.data() + r * depth, depth, nullptr, 0},
                 depth);
}

void writeAnswers(const WindowTask& task, const WindowScratch& scratch, std::int64_t first,
                  std::int64_t count)
{
    const Floats f;
    const std::int64_t depth = task.grid.depth;
    for (std::int64_t i = 0; i < count; ++i) {
        float* const out = task.grid.out + tokenOf(task, first + i) * task.grid.outStride;
        const Vector share = hn::Set(f, 1.0f / scratch.totals[std::size_t(i)]);
        for (std::int64_t d = 0; d < depth; d += std::int64_t(hn::Lanes(f)))
            hn::StoreU(hn::Mul(hn::LoadU(f, scratch.sums.data() + i * depth + d), share), f,
                       out + d);
    }
}

void attendWindow(const WindowTask& task, WindowScratch& scratch, std::int64_t unit)
{
    if (scratch.isNew(unit))
        packKeysAndValues(task, scratch);
    const std::int64_t end = task.firstQuery + task.queries;
    for (std::int64_t first = task.firstQuery; first < end; first += queriesTogether) {
        const std::int64_t count = std::min(queriesTogether, end - first);
        const std::int64_t rows = (count + rowsTogether - 1) / rowsTogether * rowsTogether;
        prepareQueries(task, scratch, first, count, rows);
        std::fill(scratch.sums.begin(), scratch.sums.end(), 0.0f);
        std::fill(scratch.largest.begin(), scratch.largest.end(), noScore);
        std::fill(scratch.totals.begin(), scratch.totals.end(), 0.0f);
        for (std::int64_t y = 0; y < task.grid.windowRows; y += scratch.keyRows)
            attendKeys(task.grid, scratch, y, std::min(scratch.keyRows, task.grid.windowRows - y),
                       rows);
        writeAnswers(task, scratch, first, count);
    }
}

} // namespace core::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace core::kernels {

HWY_EXPORT(attendWindow);

namespace {

/// Queries in one task: many, so that packing a head's keys does not count; not all, so that all
/// cores get some.
constexpr std::int64_t queriesPerTask = 4 * queriesTogether;

/// [2·n − 1, D] → [D, 2·n − 1 and padding], the order reversed: a query's terms for the keys 0, 1,
/// … then stand one after another.
at::Tensor reversedTable(const at::Tensor& table)
{
    TORCH_CHECK(table.dim() == 2 && table.size(0) % 2 == 1 && table.scalar_type() == at::kFloat,
                "relative positions: ", table.sizes());
    const std::int64_t padding = paddedToVectors(table.size(0)) - table.size(0);
    return at::constant_pad_nd(table.flip(0).t(), {0, padding}).contiguous();
}

} // namespace

RelativePositions::RelativePositions(const at::Tensor& rowTable, const at::Tensor& columnTable)
    : rows((rowTable.size(0) + 1) / 2), columns((columnTable.size(0) + 1) / 2),
      rowTerms(reversedTable(rowTable)), columnTerms(reversedTable(columnTable))
{
}

at::Tensor relativeAttention(const at::Tensor& qkv, const at::Tensor& outside, int heads,
                             const RelativePositions& positions)
{
    const std::int64_t channels = qkv.size(-1) / 3;
    AttentionGrid grid;
    grid.depth = channels / heads;
    TORCH_CHECK(qkv.dim() == 3 && qkv.is_contiguous() && qkv.scalar_type() == at::kFloat &&
                    outside.is_contiguous() && outside.numel() == 3 * channels &&
                    3 * channels == qkv.size(2) && grid.depth * heads == channels &&
                    grid.depth % vectorPadding == 0 && positions.rowTerms.size(0) == grid.depth &&
                    positions.columnTerms.size(0) == grid.depth,
                "attention: ", qkv.sizes(), " for ", heads, " heads");
    at::Tensor out = at::empty({qkv.size(0), qkv.size(1), channels}, qkv.options());
    grid.height = qkv.size(0);
    grid.width = qkv.size(1);
    grid.tokenStride = 3 * channels;
    grid.outStride = channels;
    grid.rowTerms = positions.rowTerms.data_ptr<float>();
    grid.columnTerms = positions.columnTerms.data_ptr<float>();
    grid.rowTermsStride = positions.rowTerms.size(1);
    grid.columnTermsStride = positions.columnTerms.size(1);
    grid.windowRows = positions.rows;
    grid.windowColumns = positions.columns;

    // Tasks of one window and head follow each other.
    std::vector<WindowTask> tasks;
    std::vector<std::int64_t> units;
    std::int64_t unit = 0;
    for (std::int64_t top = 0; top < grid.height; top += grid.windowRows)
        for (std::int64_t left = 0; left < grid.width; left += grid.windowColumns) {
            const std::int64_t queries = std::min(grid.windowRows, grid.height - top) *
                                         std::min(grid.windowColumns, grid.width - left);
            countMultiplications(2 * queries * grid.windowRows * grid.windowColumns * channels);
            for (int h = 0; h < heads; ++h, ++unit) {
                grid.q = qkv.data_ptr<float>() + h * grid.depth;
                grid.k = grid.q + channels;
                grid.v = grid.k + channels;
                grid.outsideK = outside.data_ptr<float>() + channels + h * grid.depth;
                grid.outsideV = grid.outsideK + channels;
                grid.out = out.data_ptr<float>() + h * grid.depth;
                for (std::int64_t first = 0; first < queries; first += queriesPerTask) {
                    tasks.push_back(
                        {grid, top, left, first, std::min(queriesPerTask, queries - first)});
                    units.push_back(unit);
                }
            }
        }

    const auto attendHere = HWY_DYNAMIC_DISPATCH(attendWindow);
    const auto threads = std::size_t(omp_get_max_threads());
    std::vector<WindowScratch> scratch(threads, WindowScratch(grid));
#pragma omp parallel for schedule(static)
    for (std::size_t i = 0; i < tasks.size(); ++i)
        attendHere(tasks[i], scratch[std::size_t(omp_get_thread_num())], units[i]);
    return out;
}

} // namespace core::kernels

#endif
