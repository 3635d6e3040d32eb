#pragma once

#include <map>
#include <optional>

#include <QImage>
#include <QPalette>

#include "ui/image_pyramid.h"
#include "ui/mask_renderer.h"
#include "ui/picture_renderer.h"
#include "ui/session.h"
#include "ui/viewport.h"

namespace ui {

/// What the canvas shows below the prompt marks, as three sheets at screen resolution: the picture,
/// the objects, and the pending candidate or hover preview. Each is painted again only when
/// something on it has changed, so a moving mouse repaints the cheapest one alone.
class CanvasLayers {
public:
    explicit CanvasLayers(const Session& session) : session_(session) {}

    void reset(); ///< another picture: nothing of the last one may be seen again
    void pictureChanged() { pictureValid_ = false; }
    void objectsChanged() { objectsValid_ = false; }
    void activeChanged() { activeValid_ = false; }

    void paint(QPainter& painter, const ImagePyramid& pyramid, const Viewport& view,
               const QPalette& palette, bool masksVisible);

private:
    struct CachedRuns {
        core::Rle mask; // what they were made from: an undone id can come back with another mask
        RowRuns runs;
    };

    void paintPicture(const ImagePyramid& pyramid, const QPalette& palette);
    void paintObjects();
    void paintActive(bool sameView);
    const RowRuns& runsOf(const core::Object& object);
    void forgetRemovedObjects();
    MaskStyle objectStyle(const core::Object& object) const;
    MaskStyle activeStyle(bool preview) const;

    const Session& session_;
    Viewport view_; // of the sheets
    QImage picture_, objects_, active_;
    bool pictureValid_ = false, objectsValid_ = false, activeValid_ = false;
    bool objectsEmpty_ = true, activeEmpty_ = true;
    QColor backdrop_;
    std::map<int, CachedRuns> runs_; // by object id
    PictureRenderer pictureRenderer_;
    MaskRenderer maskRenderer_;
};

} // namespace ui
