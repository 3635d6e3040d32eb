#pragma once

#include <QRect>

#include "core/mask.h"
#include "ui/waiting_mask.h"

/// A rectangle as everything mode would have found it.
inline core::GeneratedMask foundRectangle(const QRect& rectangle, QSize picture, float iou = 0.9f,
                                          float stability = 0.95f)
{
    core::Mask mask(picture.width(), picture.height());
    for (int y = rectangle.top(); y <= rectangle.bottom(); ++y)
        for (int x = rectangle.left(); x <= rectangle.right(); ++x)
            mask.row(y)[x] = 1;
    core::GeneratedMask found;
    found.mask = core::encodeRle(mask);
    found.area = mask.area();
    found.box = mask.boundingBox();
    found.iou = iou;
    found.stability = stability;
    found.x = rectangle.center().x();
    found.y = rectangle.center().y();
    found.candidate = 2;
    found.cropBox = {0, 0, picture.width(), picture.height()};
    return found;
}
