#include "ui/pick_tool.h"

#include "ui/mask_browser.h"

namespace ui {

namespace {

bool extends(Qt::KeyboardModifiers modifiers)
{
    return modifiers & (Qt::ControlModifier | Qt::ShiftModifier);
}

} // namespace

void PickTool::hover(std::optional<QPoint> pixel)
{
    MaskBrowser& browser = *session_.browser();
    browser.setHovered(pixel ? browser.at(*pixel) : nullptr);
}

void PickTool::clicked(const ToolEvent& event)
{
    if (event.button != Qt::LeftButton)
        return;
    MaskBrowser& browser = *session_.browser();
    const WaitingMaskPtr mask = browser.at(event.view.pixelAt(event.widget));
    const bool more = extends(event.modifiers);
    if (mask || !more) // a missed Ctrl+click must not lose what is chosen
        browser.choose(mask, more);
}

void PickTool::boxDrawn(const core::Box& box, Qt::KeyboardModifiers modifiers)
{
    session_.browser()->chooseWithin(QRectF(QPointF(box.x0, box.y0), QPointF(box.x1, box.y1)),
                                     extends(modifiers));
}

void PickTool::doubleClicked(const ToolEvent&)
{
    session_.browser()->acceptChosen();
}

} // namespace ui
