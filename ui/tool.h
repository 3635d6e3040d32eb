#pragma once

#include <optional>

#include <QPointF>
#include <QRectF>
#include <Qt>

#include "ui/session.h"
#include "ui/viewport.h"

class QPainter;

namespace ui {

/// A mouse event as a tool sees it.
struct ToolEvent {
    QPointF widget;
    Qt::MouseButton button = Qt::NoButton;
    Qt::KeyboardModifiers modifiers;
    const Viewport& view;
};

/// Turns the mouse on the canvas into the session's verbs. A tool decides what a click and a drag
/// mean; telling the two apart is the same for all and done here.
class Tool {
public:
    explicit Tool(Session& session) : session_(session) {}
    virtual ~Tool() = default;

    void press(const ToolEvent& event);
    void move(const ToolEvent& event);
    void release(const ToolEvent& event);
    void doubleClick(const ToolEvent& event);
    /// The mouse rests on this pixel of the picture; empty when it is elsewhere or not to be
    /// heeded.
    virtual void hover(std::optional<QPoint> pixel);
    /// Forgets a press or drag that is under way.
    void cancel();
    bool isPressed() const { return pressed_.has_value(); }

    /// The box being drawn, image frame, within the picture.
    const std::optional<QRectF>& rubberBand() const { return rubberBand_; }
    /// Drawn over everything; `pointer` is where the mouse rests, widget frame.
    virtual void paint(QPainter& painter, const Viewport& view,
                       std::optional<QPointF> pointer) const;

protected:
    virtual void clicked(const ToolEvent& event) = 0;
    virtual void boxDrawn(const core::Box& box, Qt::KeyboardModifiers modifiers);
    virtual void doubleClicked(const ToolEvent& event);

    Session& session_;

private:
    struct Press {
        QPointF widget;
        QPointF image;
        Qt::MouseButton button;
    };
    std::optional<Press> pressed_;
    std::optional<QRectF> rubberBand_;
};

} // namespace ui
