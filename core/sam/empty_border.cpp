#include "core/sam/empty_border.h"

#include <vector>

#include <ATen/ATen.h>

namespace core::sam {

namespace {

// The border's influence reaches over two windows of 7 and a convolution; the period is one that
// windows of 7 and a stride of 2 share.
constexpr std::int64_t before = 28, period = 14, after = 16;

/// For the first `wanted` positions of a picture, where they are found in the sample.
at::Tensor indices(std::int64_t length, std::int64_t wanted, int stride)
{
    const std::int64_t sample = sampleLength(length), skipped = length - sample;
    std::vector<std::int64_t> result;
    for (std::int64_t i = 0; i < wanted; ++i) {
        const std::int64_t token = i * stride;
        if (token < before)
            result.push_back(i);
        else if (token >= skipped + before + period)
            result.push_back(i - skipped / stride);
        else
            result.push_back((before + (token - before) % period) / stride);
    }
    return at::tensor(result, at::kLong);
}

} // namespace

std::int64_t reachOfPixels(std::int64_t pixels)
{
    return (pixels + 15 + 7) / 8;
}

std::int64_t reachOfTokens(std::int64_t tokens, int blocks, int window)
{
    for (int i = 0; i < blocks; ++i)
        tokens = (tokens + window - 1) / window * window + 1;
    return tokens;
}

std::int64_t sampleLength(std::int64_t length)
{
    constexpr std::int64_t shortest = before + period + after;
    return length < shortest ? length : shortest + (length - shortest) % period;
}

at::Tensor fromSample(const at::Tensor& sample, std::int64_t rows, std::int64_t columns,
                      std::int64_t wantedRows, std::int64_t wantedColumns, int stride)
{
    return sample.index_select(0, indices(rows, wantedRows, stride))
        .index_select(1, indices(columns, wantedColumns, stride));
}

} // namespace core::sam
