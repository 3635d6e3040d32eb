#include "core/kernels/bfloat16_products.h"

// Highway 1.0.3 has no target for AVX512-BF16, so these are the instructions themselves.
#if defined(__x86_64__)

#include <algorithm>

#include <hwy/targets.h>
#include <immintrin.h>

#define MASKWRIGHT_BFLOAT16 __attribute__((target("avx512f,avx512bw,avx512vl,avx512bf16")))

namespace core::kernels {

namespace {

using Task = LinearTask<BFloat16Pair>;

constexpr std::int64_t lanes = 16;

/// The first `count` lanes, of which there may be none or more than there are.
__mmask16 firstLanes(std::int64_t count)
{
    return __mmask16((1u << std::clamp<std::int64_t>(count, 0, lanes)) - 1);
}

MASKWRIGHT_BFLOAT16 void roundToPairs(const float* from, std::int64_t count, BFloat16Pair* to)
{
    for (; count > 0; count -= 2 * lanes, from += 2 * lanes, to += lanes) {
        const __m512 first = _mm512_maskz_loadu_ps(firstLanes(count), from);
        const __m512 second = _mm512_maskz_loadu_ps(firstLanes(count - lanes), from + lanes);
        const auto pairs = (__m512i)_mm512_cvtne2ps_pbh(second, first);
        _mm512_mask_storeu_epi32(to, firstLanes((count + 1) / 2), pairs);
    }
}

// As in the float32 product, the sums of a tile stay in registers while the input passes by.
constexpr std::int64_t wideVectors = 4, wideRows = 6;
constexpr std::int64_t narrowVectors = 2, narrowRows = 12;
static_assert(wideVectors * lanes == panelWidth && narrowVectors * lanes == halfPanel);

template <std::int64_t rows, std::int64_t vectors>
MASKWRIGHT_BFLOAT16 void multiplyTile(const Task& task, std::int64_t row, FinishRows finishRows)
{
    const BFloat16Pair* const x = task.x + row * task.xStride;
    __m512 sums[rows][vectors];
    for (std::int64_t r = 0; r < rows; ++r) {
        for (std::int64_t v = 0; v < vectors; ++v)
            sums[r][v] = _mm512_loadu_ps(task.bias + v * lanes);
    }
    for (std::int64_t k = 0; k < task.in; ++k) {
        __m512bh weight[vectors];
        for (std::int64_t v = 0; v < vectors; ++v)
            weight[v] = (__m512bh)_mm512_load_si512(task.panel + (k * vectors + v) * lanes);
        for (std::int64_t r = 0; r < rows; ++r) {
            const auto input = (__m512bh)_mm512_set1_epi32(int(x[r * task.xStride + k]));
            for (std::int64_t v = 0; v < vectors; ++v)
                sums[r][v] = _mm512_dpbf16_ps(sums[r][v], input, weight[v]);
        }
    }
    float* const y = task.y + row * task.yStride;
    if (task.columns == vectors * lanes && !task.accumulate &&
        task.activation == Activation::None) {
        for (std::int64_t r = 0; r < rows; ++r) {
            for (std::int64_t v = 0; v < vectors; ++v)
                _mm512_storeu_ps(y + r * task.yStride + v * lanes, sums[r][v]);
        }
        return;
    }
    alignas(64) float kept[rows][panelWidth];
    for (std::int64_t r = 0; r < rows; ++r) {
        for (std::int64_t v = 0; v < vectors; ++v)
            _mm512_store_ps(kept[r] + v * lanes, sums[r][v]);
    }
    finishRows(kept[0], rows, y, task.yStride, task.columns, task.accumulate, task.activation);
}

/// The rows from `row` on, fewer than a whole tile.
template <std::int64_t rows, std::int64_t vectors>
void multiplyRest(const Task& task, std::int64_t row, FinishRows finishRows)
{
    if constexpr (rows > 0) {
        if (task.rows - row == rows)
            multiplyTile<rows, vectors>(task, row, finishRows);
        else
            multiplyRest<rows - 1, vectors>(task, row, finishRows);
    }
}

template <std::int64_t rows, std::int64_t vectors>
void multiplyRows(const Task& task, FinishRows finishRows)
{
    std::int64_t row = 0;
    for (; row + rows <= task.rows; row += rows)
        multiplyTile<rows, vectors>(task, row, finishRows);
    multiplyRest<rows - 1, vectors>(task, row, finishRows);
}

void multiplyPanel(const Task& task, FinishRows finishRows)
{
    if (task.width == panelWidth)
        multiplyRows<wideRows, wideVectors>(task, finishRows);
    else
        multiplyRows<narrowRows, narrowVectors>(task, finishRows);
}

} // namespace

const BFloat16Products* bfloat16Products()
{
    static constexpr BFloat16Products products{roundToPairs, multiplyPanel};
    const bool here =
        __builtin_cpu_supports("avx512bf16") && (hwy::SupportedTargets() & HWY_AVX3) != 0;
    return here ? &products : nullptr;
}

} // namespace core::kernels

#else

namespace core::kernels {

const BFloat16Products* bfloat16Products()
{
    return nullptr;
}

} // namespace core::kernels

#endif
