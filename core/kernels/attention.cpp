#include "core/kernels/attention.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include <ATen/ATen.h>

#include "core/kernels/work_count.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/attention.cpp"
#include <hwy/foreach_target.h>

#include "core/kernels/functions-inl.h"

#ifndef MASKWRIGHT_ATTENTION_TASK
#define MASKWRIGHT_ATTENTION_TASK

namespace core::kernels {

/// Some query rows of one head. Strides are in floats from one row to the next.
struct AttentionTask {
    const float* q;
    const float* k;
    const float* v;
    const float* bias; ///< row of the first query, or null
    float* out;
    std::int64_t qStride, kStride, vStride, biasStride, outStride;
    std::int64_t queries, keys, depth;
    float scale;
};

/// Scratch memory of one thread: keys transposed [D, paddedKeys], and a few rows of scores.
struct AttentionScratch {
    std::vector<float> keys, scores;
};

constexpr std::int64_t attentionPadding = 16; // floats in the widest vector that is used
constexpr std::int64_t rowsAtOnce = 4;        // query rows that share each loaded key and value

inline std::int64_t paddedToVector(std::int64_t n)
{
    return (n + attentionPadding - 1) / attentionPadding * attentionPadding;
}

} // namespace core::kernels

#endif

HWY_BEFORE_NAMESPACE();
namespace core::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Floats = hn::CappedTag<float, attentionPadding>;
using Vector = hn::Vec<Floats>;

void transposeKeys(const AttentionTask& task, std::int64_t padded, float* transposed)
{
    for (std::int64_t d = 0; d < task.depth; ++d)
        std::fill(transposed + d * padded + task.keys, transposed + (d + 1) * padded, 0.0f);
    for (std::int64_t j = 0; j < task.keys; ++j) {
        const float* row = task.k + j * task.kStride;
        for (std::int64_t d = 0; d < task.depth; ++d)
            transposed[d * padded + j] = row[d];
    }
}

/// scores[r] = scale · q[r] kᵀ + bias[r]
template <std::int64_t rows>
void scoreRows(const AttentionTask& task, std::int64_t first, std::int64_t padded,
               const float* keys, float* scores)
{
    const Floats f;
    const std::int64_t lanes = hn::Lanes(f);
    const Vector scale = hn::Set(f, task.scale);
    for (std::int64_t j = 0; j < padded; j += lanes) {
        Vector sum[rows];
        for (std::int64_t r = 0; r < rows; ++r)
            sum[r] = hn::Zero(f);
        for (std::int64_t d = 0; d < task.depth; ++d) {
            const Vector key = hn::LoadU(f, keys + d * padded + j);
            for (std::int64_t r = 0; r < rows; ++r)
                sum[r] =
                    hn::MulAdd(hn::Set(f, task.q[(first + r) * task.qStride + d]), key, sum[r]);
        }
        for (std::int64_t r = 0; r < rows; ++r) {
            Vector score = hn::Mul(sum[r], scale);
            if (task.bias)
                score = hn::Add(score, hn::LoadU(f, task.bias + (first + r) * task.biasStride + j));
            hn::StoreU(score, f, scores + r * padded + j);
        }
    }
}

/// scores ← exp(scores − max); returns their sum. What lies beyond `keys` becomes 0.
float exponentials(float* scores, std::int64_t keys, std::int64_t padded)
{
    const Floats f;
    const std::int64_t lanes = hn::Lanes(f);
    std::fill(scores + keys, scores + padded, -1e30f);
    Vector largest = hn::Set(f, -1e30f);
    for (std::int64_t j = 0; j < padded; j += lanes)
        largest = hn::Max(largest, hn::LoadU(f, scores + j));
    largest = hn::MaxOfLanes(f, largest);
    Vector sum = hn::Zero(f);
    for (std::int64_t j = 0; j < padded; j += lanes) {
        const Vector e = exponential(f, hn::Sub(hn::LoadU(f, scores + j), largest));
        hn::StoreU(e, f, scores + j);
        sum = hn::Add(sum, e);
    }
    std::fill(scores + keys, scores + padded, 0.0f);
    return hn::GetLane(hn::SumOfLanes(f, sum));
}

/// out[r] = scores[r] v / total[r]
template <std::int64_t rows>
void weighValues(const AttentionTask& task, std::int64_t first, std::int64_t padded,
                 const float* scores, const float* totals)
{
    const Floats f;
    const std::int64_t lanes = hn::Lanes(f);
    for (std::int64_t d = 0; d < task.depth; d += lanes) {
        Vector sum[rows];
        for (std::int64_t r = 0; r < rows; ++r)
            sum[r] = hn::Zero(f);
        for (std::int64_t j = 0; j < task.keys; ++j) {
            const Vector value = hn::LoadU(f, task.v + j * task.vStride + d);
            for (std::int64_t r = 0; r < rows; ++r)
                sum[r] = hn::MulAdd(hn::Set(f, scores[r * padded + j]), value, sum[r]);
        }
        for (std::int64_t r = 0; r < rows; ++r)
            hn::StoreU(hn::Div(sum[r], hn::Set(f, totals[r])), f,
                       task.out + (first + r) * task.outStride + d);
    }
}

template <std::int64_t rows>
void attendRows(const AttentionTask& task, std::int64_t first, std::int64_t padded,
                const float* keys, float* scores)
{
    scoreRows<rows>(task, first, padded, keys, scores);
    float totals[rows];
    for (std::int64_t r = 0; r < rows; ++r)
        totals[r] = exponentials(scores + r * padded, task.keys, padded);
    weighValues<rows>(task, first, padded, scores, totals);
}

void attend(const AttentionTask& task, AttentionScratch& scratch)
{
    const std::int64_t padded = paddedToVector(task.keys);
    scratch.keys.resize(std::size_t(task.depth * padded));
    scratch.scores.resize(std::size_t(rowsAtOnce * padded));
    transposeKeys(task, padded, scratch.keys.data());
    std::int64_t row = 0;
    for (; row + rowsAtOnce <= task.queries; row += rowsAtOnce)
        attendRows<rowsAtOnce>(task, row, padded, scratch.keys.data(), scratch.scores.data());
    for (; row < task.queries; ++row)
        attendRows<1>(task, row, padded, scratch.keys.data(), scratch.scores.data());
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

void requireRows(const at::Tensor& x, const char* name)
{
    TORCH_CHECK(x.dim() == 4 && x.scalar_type() == at::kFloat && x.stride(3) == 1 &&
                    x.size(3) % attentionPadding == 0,
                "attention: ", name, " of shape ", x.sizes());
}

} // namespace

at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, float scale,
                     const at::Tensor& bias)
{
    requireRows(q, "q");
    requireRows(k, "k");
    requireRows(v, "v");
    const std::int64_t batch = q.size(0), queries = q.size(1), heads = q.size(2), depth = q.size(3);
    const std::int64_t keys = k.size(1);
    TORCH_CHECK(!bias.defined() ||
                    (bias.is_contiguous() && bias.size(0) == heads && bias.size(1) == queries &&
                     bias.size(2) == paddedToVector(keys)),
                "attention: bias of shape ", bias.sizes());
    at::Tensor out = at::empty({batch, queries, heads * depth}, q.options());

    const float* qData = q.data_ptr<float>();
    const float* kData = k.data_ptr<float>();
    const float* vData = v.data_ptr<float>();
    const float* biasData = bias.defined() ? bias.data_ptr<float>() : nullptr;
    float* outData = out.data_ptr<float>();
    const auto attendHere = HWY_DYNAMIC_DISPATCH(attend);
    const std::int64_t blocks = (queries + queriesPerTask - 1) / queriesPerTask;
    const std::int64_t tasks = batch * heads * blocks;

    // A few tokens among themselves are not worth waking another thread for.
    const std::int64_t work = 2 * batch * heads * queries * keys * depth;
    countMultiplications(work);
    const bool shared = work > 2'000'000;
#pragma omp parallel if (shared)
    {
        AttentionScratch scratch;
#pragma omp for schedule(static)
        for (std::int64_t i = 0; i < tasks; ++i) {
            const std::int64_t b = i / (heads * blocks), h = i / blocks % heads;
            const std::int64_t first = i % blocks * queriesPerTask;
            AttentionTask task;
            task.q = qData + b * q.stride(0) + first * q.stride(1) + h * q.stride(2);
            task.k = kData + b * k.stride(0) + h * k.stride(2);
            task.v = vData + b * v.stride(0) + h * v.stride(2);
            task.biasStride = paddedToVector(keys);
            task.bias = biasData ? biasData + (h * queries + first) * task.biasStride : nullptr;
            task.out = outData + (b * queries + first) * heads * depth + h * depth;
            task.qStride = q.stride(1);
            task.kStride = k.stride(1);
            task.vStride = v.stride(1);
            task.outStride = heads * depth;
            task.queries = std::min(queriesPerTask, queries - first);
            task.keys = keys;
            task.depth = depth;
            task.scale = scale;
            attendHere(task, scratch);
        }
    }
    return out;
}

at::Tensor padBias(const at::Tensor& bias)
{
    const std::int64_t padding = paddedToVector(bias.size(2)) - bias.size(2);
    return at::constant_pad_nd(bias, {0, padding}).contiguous();
}

} // namespace core::kernels

#endif
