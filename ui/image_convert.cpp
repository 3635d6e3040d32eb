#include "ui/image_convert.h"

namespace ui {

QImage toQImage(const core::Image& image)
{
    if (image.empty())
        return {};
    const auto release = [](void* keeper) { delete static_cast<core::Image*>(keeper); };
    return QImage(image.data(), image.width(), image.height(), qsizetype(image.width()) * 3,
                  QImage::Format_RGB888, release, new core::Image(image));
}

} // namespace ui
