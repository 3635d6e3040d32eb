#include "core/kernels/packed_conv.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "core/kernels/thread_team.h"

namespace core::kernels {

namespace {

/// Positions whose surroundings are written out together: those should stay in the cache.
constexpr std::int64_t together = 96;

/// What a position sees of three rows, [3, 3, in]; zeros beyond their ends.
void gather(const ThreeRows& rows, std::int64_t position, std::int64_t width, std::int64_t in,
            float* seen)
{
    const std::int64_t first = std::max<std::int64_t>(position - 1, 0);
    const std::int64_t past = std::min(position + 2, width);
    for (const float* const row : rows) {
        if (!row || past - first < 3)
            std::fill_n(seen, 3 * in, 0.0f);
        if (row)
            std::copy(row + first * in, row + past * in, seen + (first - position + 1) * in);
        seen += 3 * in;
    }
}

} // namespace

PackedConv::PackedConv(const at::Tensor& weight, const at::Tensor& bias, int stride,
                       Precision precision)
    : product_(weight.permute({0, 2, 3, 1}).flatten(1), bias, precision), in_(weight.size(1)),
      stride_(stride)
{
    TORCH_CHECK(weight.dim() == 4 && weight.size(2) == 3 && weight.size(3) == 3,
                "convolution: weight of shape ", weight.sizes());
}

at::Tensor PackedConv::operator()(const at::Tensor& x, Activation activation) const
{
    TORCH_CHECK(x.dim() == 3 && x.size(2) == in_ && x.is_contiguous(), "convolution: ", x.sizes(),
                " with ", in_, " channels");
    const std::int64_t height = x.size(0), width = x.size(1);
    at::Tensor y = at::empty(
        {(height + stride_ - 1) / stride_, (width + stride_ - 1) / stride_, out()}, x.options());
    const float* const from = x.data_ptr<float>();
    float* const to = y.data_ptr<float>();
    shareAmongCores(int(y.size(0)), [&](int i) {
        row(threeRows(from, i * stride_, height, width * in_), width, to + i * y.stride(0),
            activation);
    });
    return y;
}

void PackedConv::row(const ThreeRows& rows, std::int64_t width, float* y,
                     Activation activation) const
{
    const std::int64_t count = (width + stride_ - 1) / stride_, size = 9 * in_;
    const at::Tensor surroundings = at::empty({std::min(count, together), size});
    float* const seen = surroundings.data_ptr<float>();
    for (std::int64_t first = 0; first < count; first += together) {
        const std::int64_t positions = std::min(together, count - first);
        for (std::int64_t i = 0; i < positions; ++i)
            gather(rows, (first + i) * stride_, width, in_, seen + i * size);
        product_.rows(seen, size, y + first * out(), out(), positions, false, activation);
    }
}

} // namespace core::kernels
