#pragma once

#include <cstdint>

#include <ATen/core/Tensor.h>

namespace core::sam {

/// Most pictures are not square, and a third or more of the model's square is empty. Its early
/// stages look at a small neighbourhood only, so far from the content they see nothing, and what
/// they make of nothing can be known beforehand: this is where that is worked out. Lengths and
/// positions are in tokens of 8 model pixels, along one axis, the content beginning at 0.

/// How far the content of so many pixels reaches, so that a token from there on sees none of it:
/// a token t of stage 0 sees the pixels 8·t − 15 to 8·t + 15 (3×3 kernels: two with stride 2 before
/// it, two with stride 1, one with stride 2).
std::int64_t reachOfPixels(std::int64_t pixels);

/// How far a change of the first `tokens` reaches after `blocks` blocks, which attend in windows
/// and then convolve 3×3.
std::int64_t reachOfTokens(std::int64_t tokens, int blocks, int window);

/// An empty picture of `length` tokens is a border, many equal periods and another border. So long
/// is the shortest picture with the same borders and one period.
std::int64_t sampleLength(std::int64_t length);

/// What an empty picture of rows × columns tokens becomes, from what the sample became: its first
/// wantedRows × wantedColumns. `stride` 2 when both have been down-sampled since (sample and
/// lengths then have half as many positions; the lengths are given in tokens all the same).
at::Tensor fromSample(const at::Tensor& sample, std::int64_t rows, std::int64_t columns,
                      std::int64_t wantedRows, std::int64_t wantedColumns, int stride);

} // namespace core::sam
