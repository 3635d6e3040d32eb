#pragma once

#include <QImage>

#include "core/image.h"

namespace ui {

/// The same pixels as a QImage, without copying: they live as long as any copy of the QImage does.
/// Read-only; painting into it makes Qt copy first.
QImage toQImage(const core::Image& image);

} // namespace ui
