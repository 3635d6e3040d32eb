#pragma once

#include <ATen/core/Tensor.h>

#include "core/image.h"
#include "core/prompt.h"
#include "core/segmenter.h"

namespace core::sam {

/// How a picture lies before the model: resized so that its longer side fills that of the model's
/// square, in the top-left corner. The only code that knows the model frame.
struct ModelFrame {
    ModelFrame(int imageWidth, int imageHeight, const InputOptions& input);

    int imageWidth, imageHeight;     ///< image frame, pixels
    int contentWidth, contentHeight; ///< of the resized picture, model pixels (at least 1)
    int width, height;               ///< of all that the model sees: the square or whole cells

    /// Image pixels → model pixels; each side has its own ratio, because each was rounded by
    /// itself.
    Point toModel(const Point& image) const;
    Box toModel(const Box& image) const;
};

/// The picture as the encoder wants it: resized, normalised with ImageNet's statistics, zeros to
/// the right and below. → [height, width, 3]
at::Tensor preprocess(const Image& image, const ModelFrame& frame);

} // namespace core::sam
