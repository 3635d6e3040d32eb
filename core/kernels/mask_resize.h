#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/mask.h"

namespace core::kernels {

/// A mask at image size and what was counted while it was made.
struct ResizedMask {
    Mask mask;                        ///< logits > 0
    std::size_t aboveOffset = 0;      ///< pixels with logits > +offset
    std::size_t aboveMinusOffset = 0; ///< pixels with logits > −offset

    /// The reference's stability score; 1 for a mask that has no pixel at any of the thresholds.
    float stability() const;
};

/// Enlarges low-resolution logits to a picture and thresholds them, in one pass that stores nothing
/// but the mask, on this thread alone. Both of the reference's bilinear steps (logits → the model's
/// frame, crop, → image; align_corners = false) are linear, so their weights are multiplied
/// together once: every output column is a mix of four neighbouring logit columns, every output row
/// of four rows. Where all logits that are mixed lie on the same side of every threshold, nothing
/// is: that is most of a picture.
class MaskResizer {
public:
    /// `contentWidth`×`contentHeight`: the resized picture inside the model's frame.
    MaskResizer(int imageWidth, int imageHeight, int contentWidth, int contentHeight,
                int modelWidth, int modelHeight);

    /// `logits`: a quarter of the model frame's sides, row-major; only the first `usedRows` of them
    /// are looked at.
    ResizedMask operator()(const float* logits, float stabilityOffset = 1.0f) const;

    int usedRows() const;

private:
    class Work;

    /// Output sample i = Σ weights[i][t] · input[first[i] + t].
    struct Taps {
        static constexpr int count = 4;
        std::vector<std::int32_t> first;
        std::vector<float> weights;
    };
    static Taps composedTaps(int imageSide, int contentSide, int modelSide);

    int logitsWidth_;
    Taps columns_, rows_;
};

} // namespace core::kernels
