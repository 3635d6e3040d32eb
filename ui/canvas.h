#pragma once

#include <memory>
#include <optional>

#include <QPointF>
#include <QWidget>

#include "ui/canvas_layers.h"
#include "ui/image_pyramid.h"
#include "ui/keyboard_cursor.h"
#include "ui/session.h"
#include "ui/tool.h"
#include "ui/viewport.h"

class QGestureEvent;
class QNativeGestureEvent;

namespace ui {

enum class ToolKind { Point, Box, Pick };

/// The picture with its objects, pending candidate and prompt, and the hands on it. Shows what the
/// session has; mouse and keys become the session's verbs through the current tool.
class Canvas : public QWidget {
    Q_OBJECT
    Q_PROPERTY(bool masksVisible READ masksVisible WRITE setMasksVisible NOTIFY masksVisibleChanged)
public:
    explicit Canvas(Session* session, QWidget* parent = nullptr);
    ~Canvas() override;

    const Viewport& view() const { return view_; }
    double zoom() const { return view_.scale(); } ///< screen pixels per image pixel; 1 is 100 %
    bool masksVisible() const { return masksVisible_; }
    ToolKind tool() const { return toolKind_; }
    bool keyboardCursorActive() const { return keyboardCursor_.isActive(); }
    QSize sizeHint() const override { return {960, 640}; }
    QSize minimumSizeHint() const override { return {160, 120}; }

public Q_SLOTS:
    void setMasksVisible(bool visible);
    void setTool(ui::ToolKind kind);
    void setKeyboardCursorActive(bool active);
    void zoomToFit();
    void zoomToActualSize(); ///< one image pixel per screen pixel
    void zoomIn();
    void zoomOut();

Q_SIGNALS:
    void zoomChanged(double scale);
    void masksVisibleChanged(bool visible);
    void toolChanged(ui::ToolKind kind);
    void keyboardCursorActiveChanged(bool active);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void listenToSession();
    void describe();
    void takePicture();
    void followWaiting();
    template <typename Change> void changeView(Change change);
    void zoomBy(double factor, QPointF anchor);
    QPointF middle() const { return QRectF(rect()).center(); }
    void hoverAt(std::optional<QPointF> widget);
    ToolEvent toolEvent(const QMouseEvent& event) const;
    bool panKeyPressed(const QKeyEvent& event);
    void showPixel(QPoint pixel);
    bool pinch(QGestureEvent* event);
    bool nativePinch(QNativeGestureEvent* event);
    void updateCursor();
    bool picksUnseen() const { return toolKind_ == ToolKind::Pick && !masksVisible_; }
    void paintEmptyState(QPainter& painter);

    Session* session_;
    Viewport view_;
    ImagePyramid pyramid_;
    CanvasLayers layers_;
    KeyboardCursor keyboardCursor_;
    std::unique_ptr<Tool> tool_;
    ToolKind toolKind_ = ToolKind::Point;
    ToolKind promptTool_ = ToolKind::Point; // to go back to when no masks wait any more
    bool masksWait_ = false;
    bool masksVisible_ = true;
    std::optional<QPointF> pointer_;   // where the mouse rests, widget frame
    std::optional<QPointF> panningAt_; // last position of a pan under way
    bool spaceHeld_ = false;
};

} // namespace ui
