#pragma once

#include <map>
#include <optional>

#include <QImage>
#include <QPalette>

#include "ui/image_pyramid.h"
#include "ui/mask_renderer.h"
#include "ui/mosaic_renderer.h"
#include "ui/picture_renderer.h"
#include "ui/session.h"
#include "ui/viewport.h"

namespace ui {

/// What the canvas shows below the prompt marks, as sheets at screen resolution: the picture, the
/// objects, the masks that wait, those of them that are chosen or pointed at, and the pending
/// candidate or hover preview. Each is painted again only when something on it has changed, so a
/// moving mouse repaints the cheapest one alone.
class CanvasLayers {
public:
    explicit CanvasLayers(const Session& session) : session_(session) {}

    void reset(); ///< another picture: nothing of the last one may be seen again
    void pictureChanged() { pictureValid_ = false; }
    void objectsChanged() { objectsValid_ = false; }
    void waitingChanged() { waitingValid_ = highlightValid_ = false; }
    void highlightChanged() { highlightValid_ = false; }
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
    void paintWaiting();
    void paintHighlight();
    void paintActive(bool sameView);
    const RowRuns& runsOf(const core::Object& object);
    void forgetRemovedObjects();
    MaskStyle objectStyle(const core::Object& object) const;
    MaskStyle activeStyle(bool preview) const;

    const Session& session_;
    Viewport view_; // of the sheets
    QImage picture_, objects_, waiting_, highlight_, active_;
    bool pictureValid_ = false, objectsValid_ = false, waitingValid_ = false,
         highlightValid_ = false, activeValid_ = false;
    bool objectsEmpty_ = true, waitingEmpty_ = true, highlightEmpty_ = true, activeEmpty_ = true;
    QColor backdrop_;
    std::map<int, CachedRuns> runs_; // by object id
    PictureRenderer pictureRenderer_;
    MaskRenderer maskRenderer_;
    MosaicRenderer mosaicRenderer_;
};

} // namespace ui
