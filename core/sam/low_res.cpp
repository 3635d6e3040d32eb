#include "core/sam/low_res.h"

#include <ATen/ATen.h>

namespace core::sam {

namespace {

constexpr std::int64_t perCell = 4;

at::Tensor resized(const at::Tensor& plane, std::int64_t side)
{
    return plane.size(0) == side
               ? plane
               : at::upsample_bilinear2d(plane.unsqueeze(0).unsqueeze(0), {side, side}, false)
                     .squeeze(0)
                     .squeeze(0);
}

} // namespace

LowResLogits toLowRes(const at::Tensor& logits, int cells)
{
    constexpr double outside = -10;
    const std::int64_t side = perCell * cells;
    const at::Tensor square =
        at::constant_pad_nd(logits, {0, side - logits.size(1), 0, side - logits.size(0)}, outside);
    const at::Tensor plane = resized(square, LowResLogits::side).contiguous();
    const float* const values = plane.data_ptr<float>();
    return {{values, values + plane.numel()}};
}

at::Tensor fromLowRes(const LowResLogits& lowRes, std::int64_t rows, std::int64_t columns,
                      int cells)
{
    constexpr std::int64_t side = LowResLogits::side;
    const at::Tensor plane =
        at::from_blob(const_cast<float*>(lowRes.values.data()), {side, side}, at::kFloat);
    return resized(plane, perCell * cells)
        .narrow(0, 0, perCell * rows)
        .narrow(1, 0, perCell * columns)
        .contiguous();
}

} // namespace core::sam
