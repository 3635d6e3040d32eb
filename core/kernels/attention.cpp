#include "core/kernels/attention.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include <ATen/ATen.h>

#include "core/kernels/vector_padding.h"
#include "core/kernels/work_count.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/attention.cpp"
#include <hwy/foreach_target.h>

#include "core/kernels/functions-inl.h"

#ifndef MASKWRIGHT_ATTENTION_TASK
#define MASKWRIGHT_ATTENTION_TASK

namespace core::kernels {

/// Some query rows of one head. Every row is given by itself: those of a window lie apart.
struct AttentionTask {
    std::vector<const float*> q, k, v;
    std::vector<const float*> bias; ///< per query; noScore beyond the keys
    std::vector<float*> out;        ///< per query
    std::int64_t depth;
    float scale;
    std::int64_t queries() const { return std::int64_t(q.size()); }
    std::int64_t keys() const { return std::int64_t(k.size()); }
};

/// Scratch memory of one thread: keys transposed [D, paddedKeys], and a few rows of scores.
struct AttentionScratch {
    std::vector<float> keys, scores;
};

} // namespace core::kernels

#endif

HWY_BEFORE_NAMESPACE();
namespace core::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Floats = hn::CappedTag<float, vectorPadding>;
using Vector = hn::Vec<Floats>;

// Query rows that share each loaded key and value, and vectors of keys that share each query.
constexpr std::int64_t rowsAtOnce = manyRegisters ? 6 : 4;
constexpr std::int64_t keyVectors = manyRegisters ? 4 : 2;

void transposeKeys(const AttentionTask& task, std::int64_t padded, float* transposed)
{
    const std::int64_t keys = task.keys();
    for (std::int64_t d = 0; d < task.depth; ++d)
        std::fill(transposed + d * padded + keys, transposed + (d + 1) * padded, 0.0f);
    for (std::int64_t j = 0; j < keys; ++j) {
        const float* row = task.k[j];
        for (std::int64_t d = 0; d < task.depth; ++d)
            transposed[d * padded + j] = row[d];
    }
}

/// scores[r] = scale · q[r] kᵀ + bias[r], for some vectors of keys from key j on
template <std::int64_t rows, std::int64_t vectors>
void scoreTile(const AttentionTask& task, std::int64_t first, std::int64_t j, std::int64_t padded,
               const float* keys, float* scores)
{
    const Floats f;
    const std::int64_t lanes = hn::Lanes(f);
    const float* q[rows];
    Vector sums[rows][vectors];
    for (std::int64_t r = 0; r < rows; ++r) {
        q[r] = task.q[first + r];
        for (std::int64_t n = 0; n < vectors; ++n)
            sums[r][n] = hn::Zero(f);
    }
    for (std::int64_t d = 0; d < task.depth; ++d) {
        Vector key[vectors];
        for (std::int64_t n = 0; n < vectors; ++n)
            key[n] = hn::LoadU(f, keys + d * padded + j + n * lanes);
        for (std::int64_t r = 0; r < rows; ++r) {
            const Vector query = hn::Set(f, q[r][d]);
            for (std::int64_t n = 0; n < vectors; ++n)
                sums[r][n] = hn::MulAdd(query, key[n], sums[r][n]);
        }
    }
    const Vector scale = hn::Set(f, task.scale);
    for (std::int64_t r = 0; r < rows; ++r) {
        const float* const bias = task.bias[std::size_t(first + r)] + j;
        for (std::int64_t n = 0; n < vectors; ++n)
            hn::StoreU(hn::MulAdd(sums[r][n], scale, hn::LoadU(f, bias + n * lanes)), f,
                       scores + r * padded + j + n * lanes);
    }
}

template <std::int64_t rows>
void scoreRows(const AttentionTask& task, std::int64_t first, std::int64_t padded,
               const float* keys, float* scores)
{
    const std::int64_t lanes = hn::Lanes(Floats());
    std::int64_t j = 0;
    for (; j + keyVectors * lanes <= padded; j += keyVectors * lanes)
        scoreTile<rows, keyVectors>(task, first, j, padded, keys, scores);
    for (; j < padded; j += lanes)
        scoreTile<rows, 1>(task, first, j, padded, keys, scores);
}

/// scores ← exp(scores − max); returns their sum.
float exponentials(float* scores, std::int64_t padded)
{
    const Floats f;
    const std::int64_t lanes = hn::Lanes(f);
    Vector largest = hn::Set(f, noScore);
    for (std::int64_t j = 0; j < padded; j += lanes)
        largest = hn::Max(largest, hn::LoadU(f, scores + j));
    largest = hn::MaxOfLanes(f, largest);
    Vector sum = hn::Zero(f);
    for (std::int64_t j = 0; j < padded; j += lanes) {
        const Vector e = exponential(f, hn::Sub(hn::LoadU(f, scores + j), largest));
        hn::StoreU(e, f, scores + j);
        sum = hn::Add(sum, e);
    }
    return hn::GetLane(hn::SumOfLanes(f, sum));
}

/// out[r] = scores[r] v / total[r], for some vectors of channels from channel d on
template <std::int64_t rows, std::int64_t vectors>
void valueTile(const AttentionTask& task, std::int64_t first, std::int64_t d, std::int64_t padded,
               const float* scores, const float* totals)
{
    const Floats f;
    const std::int64_t lanes = hn::Lanes(f), keys = task.keys();
    Vector sums[rows][vectors];
    for (std::int64_t r = 0; r < rows; ++r) {
        for (std::int64_t n = 0; n < vectors; ++n)
            sums[r][n] = hn::Zero(f);
    }
    for (std::int64_t j = 0; j < keys; ++j) {
        Vector value[vectors];
        for (std::int64_t n = 0; n < vectors; ++n)
            value[n] = hn::LoadU(f, task.v[j] + d + n * lanes);
        for (std::int64_t r = 0; r < rows; ++r) {
            const Vector share = hn::Set(f, scores[r * padded + j]);
            for (std::int64_t n = 0; n < vectors; ++n)
                sums[r][n] = hn::MulAdd(share, value[n], sums[r][n]);
        }
    }
    for (std::int64_t r = 0; r < rows; ++r) {
        const Vector whole = hn::Set(f, 1.0f / totals[r]);
        for (std::int64_t n = 0; n < vectors; ++n)
            hn::StoreU(hn::Mul(sums[r][n], whole), f, task.out[first + r] + d + n * lanes);
    }
}

template <std::int64_t rows>
void attendRows(const AttentionTask& task, std::int64_t first, std::int64_t padded,
                const float* keys, float* scores)
{
    scoreRows<rows>(task, first, padded, keys, scores);
    float totals[rows];
    for (std::int64_t r = 0; r < rows; ++r)
        totals[r] = exponentials(scores + r * padded, padded);
    const std::int64_t lanes = hn::Lanes(Floats());
    std::int64_t d = 0;
    for (; d + 2 * lanes <= task.depth; d += 2 * lanes)
        valueTile<rows, 2>(task, first, d, padded, scores, totals);
    for (; d < task.depth; d += lanes)
        valueTile<rows, 1>(task, first, d, padded, scores, totals);
}

/// The rows that are left, fewer than go together.
template <std::int64_t rows = rowsAtOnce - 1>
void attendRest(const AttentionTask& task, std::int64_t first, std::int64_t padded,
                const float* keys, float* scores)
{
    if (task.queries() - first == rows)
        attendRows<rows>(task, first, padded, keys, scores);
    else if constexpr (rows > 1)
        attendRest<rows - 1>(task, first, padded, keys, scores);
}

void attend(const AttentionTask& task, AttentionScratch& scratch)
{
    const std::int64_t padded = paddedToVectors(task.keys());
    scratch.keys.resize(std::size_t(task.depth * padded));
    scratch.scores.resize(std::size_t(rowsAtOnce * padded));
    transposeKeys(task, padded, scratch.keys.data());
    std::int64_t row = 0;
    for (; row + rowsAtOnce <= task.queries(); row += rowsAtOnce)
        attendRows<rowsAtOnce>(task, row, padded, scratch.keys.data(), scratch.scores.data());
    if (row < task.queries())
        attendRest(task, row, padded, scratch.keys.data(), scratch.scores.data());
}

} // namespace core::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace core::kernels {

HWY_EXPORT(attend);

namespace {

/// Queries in one task: large enough that transposing the keys does not count, small enough that
/// all cores get some.
constexpr std::int64_t queriesPerTask = 256;

/// A few tokens among themselves are not worth waking another thread for.
constexpr std::int64_t worthSharing = 2'000'000;

/// Calls prepare(i, task) and attends, for i in [0, count).
template <typename Prepare>
void attendAll(std::int64_t count, std::int64_t work, const Prepare& prepare)
{
    countMultiplications(work);
    const auto attendHere = HWY_DYNAMIC_DISPATCH(attend);
#pragma omp parallel if (work > worthSharing)
    {
        AttentionTask task;
        AttentionScratch scratch;
#pragma omp for schedule(static)
        for (std::int64_t i = 0; i < count; ++i) {
            prepare(i, task);
            attendHere(task, scratch);
        }
    }
}

void requireRows(const at::Tensor& x, const char* name)
{
    TORCH_CHECK(x.dim() == 4 && x.scalar_type() == at::kFloat && x.stride(3) == 1 &&
                    x.size(3) % vectorPadding == 0,
                "attention: ", name, " of shape ", x.sizes());
}

/// The rows of batch entry b and head h.
template <typename Pointer>
void setRows(std::vector<Pointer>& rows, const at::Tensor& x, std::int64_t b, std::int64_t h,
             std::int64_t first, std::int64_t count)
{
    rows.resize(std::size_t(count));
    float* const data = x.data_ptr<float>() + b * x.stride(0) + h * x.stride(2);
    for (std::int64_t i = 0; i < count; ++i)
        rows[std::size_t(i)] = data + (first + i) * x.stride(1);
}

} // namespace

at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, float scale)
{
    requireRows(q, "q");
    requireRows(k, "k");
    requireRows(v, "v");
    const std::int64_t batch = q.size(0), queries = q.size(1), heads = q.size(2), depth = q.size(3);
    const std::int64_t keys = k.size(1);
    const at::Tensor out = at::empty({batch, queries, heads, depth}, q.options());
    const std::int64_t blocks = (queries + queriesPerTask - 1) / queriesPerTask;
    const std::int64_t work = 2 * batch * heads * queries * keys * depth;
    std::vector<float> noBias(std::size_t(paddedToVectors(keys)), noScore);
    std::fill_n(noBias.begin(), keys, 0.0f);
    attendAll(batch * heads * blocks, work, [&](std::int64_t i, AttentionTask& task) {
        const std::int64_t b = i / (heads * blocks), h = i / blocks % heads;
        const std::int64_t first = i % blocks * queriesPerTask;
        const std::int64_t count = std::min(queriesPerTask, queries - first);
        setRows(task.q, q, b, h, first, count);
        setRows(task.k, k, b, h, 0, keys);
        setRows(task.v, v, b, h, 0, keys);
        setRows(task.out, out, b, h, first, count);
        task.bias.assign(std::size_t(count), noBias.data());
        task.depth = depth;
        task.scale = scale;
    });
    return out.view({batch, queries, heads * depth});
}

at::Tensor windowAttention(const at::Tensor& qkv, const std::vector<WindowPart>& parts,
                           const at::Tensor& padding, std::int64_t window, float scale,
                           const at::Tensor& bias)
{
    TORCH_CHECK(qkv.dim() == 3 && qkv.is_contiguous() && qkv.size(2) % (3 * vectorPadding) == 0,
                "window attention: qkv of shape ", qkv.sizes());
    const std::int64_t heads = qkv.size(1), depth = qkv.size(2) / 3, positions = window * window;
    TORCH_CHECK(padding.is_contiguous() && padding.numel() == heads * 3 * depth &&
                    bias.is_contiguous() && bias.size(0) == heads && bias.size(1) == positions &&
                    bias.size(2) == paddedToVectors(positions),
                "window attention: ", padding.sizes(), ", ", bias.sizes());
    std::vector<std::int64_t> first{0};
    for (const WindowPart& part : parts)
        first.push_back(first.back() + part.height * part.width);
    TORCH_CHECK(qkv.size(0) == first.back(), "window attention: ", qkv.sizes());

    const at::Tensor out = at::empty({qkv.size(0), heads * depth}, qkv.options());
    const auto windows = std::int64_t(parts.size());
    const std::int64_t work = 2 * qkv.size(0) * positions * heads * depth;
    const float* const tokens = qkv.data_ptr<float>();
    const float* const beyond = padding.data_ptr<float>();
    const float* const biases = bias.data_ptr<float>();
    const std::int64_t biasStride = bias.size(2);
    float* const answers = out.data_ptr<float>();
    // One head after the other, so that its bias stays in the cache.
    attendAll(heads * windows, work, [&](std::int64_t i, AttentionTask& task) {
        const std::int64_t h = i / windows;
        const WindowPart& part = parts[std::size_t(i % windows)];
        std::int64_t token = first[std::size_t(i % windows)];
        for (auto* const rows : {&task.q, &task.k, &task.v, &task.bias})
            rows->clear();
        task.out.clear();
        task.depth = depth;
        task.scale = scale;
        for (std::int64_t n = 0; n < positions; ++n) {
            const bool inside = n / window < part.height && n % window < part.width;
            const float* const row =
                (inside ? tokens + token * heads * 3 * depth : beyond) + h * 3 * depth;
            task.k.push_back(row + depth);
            task.v.push_back(row + 2 * depth);
            if (!inside)
                continue;
            task.q.push_back(row);
            task.bias.push_back(biases + (h * positions + n) * biasStride);
            task.out.push_back(answers + (token * heads + h) * depth);
            ++token;
        }
    });
    return out;
}

at::Tensor padBias(const at::Tensor& bias)
{
    const std::int64_t padding = paddedToVectors(bias.size(2)) - bias.size(2);
    return at::constant_pad_nd(bias, {0, padding}, noScore).contiguous();
}

} // namespace core::kernels

#endif
