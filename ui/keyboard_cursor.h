#pragma once

#include <optional>

#include <QPoint>

#include "ui/session.h"
#include "ui/viewport.h"

class QKeyEvent;
class QPainter;

namespace ui {

/// A crosshair on the canvas that the arrow keys move, for prompting without a mouse:
///   arrows         move by about ten screen pixels, with Ctrl by one image pixel
///   Space          foreground point, Shift + Space background point
///   Ctrl + Space   first and second corner of a box
class KeyboardCursor {
public:
    explicit KeyboardCursor(Session& session) : session_(session) {}

    bool isActive() const { return pixel_.has_value(); }
    QPoint pixel() const { return *pixel_; } ///< @pre isActive()
    void setActive(bool active, const Viewport& view);
    bool wants(const QKeyEvent& event) const;
    void keyPressed(const QKeyEvent& event, const Viewport& view); ///< @pre wants(event)
    void paint(QPainter& painter, const Viewport& view) const;

private:
    void move(QPoint step, QSize picture);
    void place(Qt::KeyboardModifiers modifiers);

    Session& session_;
    std::optional<QPoint> pixel_;
    std::optional<QPoint> corner_; // first corner of a box that waits for its second
};

} // namespace ui
