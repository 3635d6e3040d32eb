#include "ui/canvas_layers.h"

#include <algorithm>
#include <cmath>

#include <QPainter>

#include "ui/mask_browser.h"
#include "ui/theme.h"

namespace ui {

namespace {

/// Makes `sheet` a cleared image of the view's size, keeping its memory when it fits.
void clearSheet(QImage& sheet, const Viewport& view)
{
    if (sheet.size() != view.deviceSize())
        sheet = QImage(view.deviceSize(), QImage::Format_ARGB32_Premultiplied);
    sheet.setDevicePixelRatio(view.pixelRatio());
    sheet.fill(Qt::transparent);
}

QColor translucent(QColor color, double alpha)
{
    color.setAlphaF(float(alpha));
    return color;
}

int linePixels(double logical, const Viewport& view)
{
    return std::max(1, int(std::lround(logical * view.pixelRatio())));
}

} // namespace

void CanvasLayers::paint(QPainter& painter, const ImagePyramid& pyramid, const Viewport& view,
                         const QPalette& palette, bool masksVisible)
{
    const bool sameView = view == view_;
    if (!sameView || theme::canvasBackdrop(palette) != backdrop_) {
        view_ = view;
        backdrop_ = theme::canvasBackdrop(palette);
        pictureValid_ = objectsValid_ = waitingValid_ = highlightValid_ = activeValid_ = false;
    }
    if (!pictureValid_)
        paintPicture(pyramid, palette);
    painter.drawImage(0, 0, picture_);
    if (!masksVisible)
        return;
    if (!objectsValid_)
        paintObjects();
    if (!waitingValid_)
        paintWaiting();
    if (!highlightValid_)
        paintHighlight();
    if (!activeValid_)
        paintActive(sameView);
    for (const auto& [empty, sheet] :
         {std::pair(objectsEmpty_, &objects_), std::pair(waitingEmpty_, &waiting_),
          std::pair(highlightEmpty_, &highlight_), std::pair(activeEmpty_, &active_)})
        if (!empty)
            painter.drawImage(0, 0, *sheet);
}

void CanvasLayers::reset()
{
    pictureValid_ = objectsValid_ = waitingValid_ = highlightValid_ = activeValid_ = false;
    activeEmpty_ = true;
    runs_.clear();
}

void CanvasLayers::paintPicture(const ImagePyramid& pyramid, const QPalette& palette)
{
    pictureValid_ = true;
    if (picture_.size() != view_.deviceSize())
        picture_ = QImage(view_.deviceSize(), QImage::Format_RGB32);
    picture_.setDevicePixelRatio(view_.pixelRatio());
    picture_.fill(theme::canvasBackdrop(palette));
    pictureRenderer_.render(pyramid, view_, picture_);
}

void CanvasLayers::paintObjects()
{
    objectsValid_ = true;
    objectsEmpty_ = true;
    forgetRemovedObjects();
    for (const core::Object& object : session_.annotation().objects) {
        if (!object.visible)
            continue;
        if (objectsEmpty_)
            clearSheet(objects_, view_);
        objectsEmpty_ = false;
        maskRenderer_.paint(runsOf(object), view_, objectStyle(object), objects_);
    }
}

void CanvasLayers::paintWaiting()
{
    waitingValid_ = true;
    const WaitingMasks& shown = session_.browser()->shown();
    waitingEmpty_ = shown.empty();
    if (waitingEmpty_)
        return;
    clearSheet(waiting_, view_);
    mosaicRenderer_.paint(shown, view_, {0.36, 0.95, {}, linePixels(1, view_)}, waiting_);
}

void CanvasLayers::paintHighlight()
{
    highlightValid_ = true;
    const WaitingMasks chosen = session_.browser()->chosen();
    const WaitingMaskPtr& hovered = session_.browser()->hovered();
    highlightEmpty_ = chosen.empty() && !hovered;
    if (highlightEmpty_)
        return;
    clearSheet(highlight_, view_);
    mosaicRenderer_.paint(chosen, view_, {0.5, 1, Qt::white, linePixels(2, view_)}, highlight_);
    if (hovered) {
        const QColor color(hovered->color.r, hovered->color.g, hovered->color.b);
        maskRenderer_.paint(hovered->runs, view_,
                            {translucent(color, 0.5), Qt::white, linePixels(1.5, view_),
                             QColor(0, 0, 0, 150), linePixels(1, view_)},
                            highlight_);
    }
}

void CanvasLayers::paintActive(bool sameView)
{
    activeValid_ = true;
    const bool answerUnderWay = !session_.prompt().empty() && !session_.prediction();
    if (answerUnderWay && sameView)
        return; // what is there stays until the answer comes, so that the mask does not flicker
    activeEmpty_ = true;
    const core::Candidate* candidate = nullptr;
    bool preview = false;
    if (const core::Prediction* prediction = session_.prediction()) {
        candidate = &prediction->candidates[std::size_t(session_.selectedCandidate())];
    } else if (session_.prompt().empty()) {
        candidate = session_.preview();
        preview = true;
    }
    if (!candidate || candidate->mask.empty())
        return;
    activeEmpty_ = false;
    clearSheet(active_, view_);
    maskRenderer_.paint(candidate->mask, view_, activeStyle(preview), active_);
}

const RowRuns& CanvasLayers::runsOf(const core::Object& object)
{
    const auto found = runs_.find(object.id);
    if (found != runs_.end() && found->second.mask == object.mask)
        return found->second.runs;
    const auto made =
        runs_.insert_or_assign(object.id, CachedRuns{object.mask, RowRuns(object.mask)});
    return made.first->second.runs;
}

void CanvasLayers::forgetRemovedObjects()
{
    const std::vector<core::Object>& objects = session_.annotation().objects;
    std::erase_if(runs_, [&](const auto& entry) {
        return std::none_of(objects.begin(), objects.end(),
                            [&](const core::Object& object) { return object.id == entry.first; });
    });
}

MaskStyle CanvasLayers::objectStyle(const core::Object& object) const
{
    const QColor color(object.color.r, object.color.g, object.color.b);
    if (object.id != session_.selectedObject())
        return {translucent(color, 0.34), color, linePixels(1.5, view_), {}, 0};
    return {translucent(color, 0.5), Qt::white, linePixels(1.5, view_), color,
            linePixels(2.5, view_)};
}

MaskStyle CanvasLayers::activeStyle(bool preview) const
{
    const QColor color = theme::pendingColor();
    if (preview)
        return {translucent(color, 0.26), translucent(color, 0.9), linePixels(1.5, view_), {}, 0};
    return {translucent(color, 0.4), Qt::white, linePixels(1.25, view_), color,
            linePixels(2, view_)};
}

} // namespace ui
