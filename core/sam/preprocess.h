#pragma once

#include <ATen/core/Tensor.h>

#include "core/image.h"
#include "core/prompt.h"

namespace core::sam {

/// How a picture lies in the model's square: resized so that its longer side fills it, in the
/// top-left corner. The only code that knows the model frame.
struct ModelFrame {
    ModelFrame(int imageWidth, int imageHeight, int side);

    int imageWidth, imageHeight;     ///< image frame, pixels
    int contentWidth, contentHeight; ///< of the resized picture, model pixels (at least 1)
    int side;                        ///< of the square, model pixels

    /// Image pixels → model pixels; each side has its own ratio, because each was rounded by
    /// itself.
    Point toModel(const Point& image) const;
    Box toModel(const Box& image) const;
};

/// The picture as the encoder wants it: resized, normalised with ImageNet's statistics, zeros to
/// the right and below. → [side, side, 3]
at::Tensor preprocess(const Image& image, const ModelFrame& frame);

} // namespace core::sam
