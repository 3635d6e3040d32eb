#include "ui/canvas.h"

#include <cmath>

#include <QGestureEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPainter>
#include <QPinchGesture>
#include <QPointingDevice>
#include <QWheelEvent>

#include "ui/box_tool.h"
#include "ui/mask_browser.h"
#include "ui/pick_tool.h"
#include "ui/point_tool.h"
#include "ui/prompt_marks.h"
#include "ui/theme.h"

namespace ui {

Canvas::Canvas(Session* session, QWidget* parent)
    : QWidget(parent), session_(session), layers_(*session), keyboardCursor_(*session),
      tool_(std::make_unique<PointTool>(*session))
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setContextMenuPolicy(Qt::PreventContextMenu); // the right button is for background points
    grabGesture(Qt::PinchGesture);
    describe();
    listenToSession();
    takePicture();
    updateCursor();
}

Canvas::~Canvas() = default;

void Canvas::describe()
{
    setObjectName(QStringLiteral("canvas"));
    setAccessibleName(tr("Picture"));
    setAccessibleDescription(
        tr("Click an object to get four candidate masks. Press K for a crosshair that the arrow "
           "keys move: Space sets a foreground point, Shift+Space a background point."));
    setWhatsThis(tr(
        "<p><b>Click</b> an object, <b>right-click</b> what does not belong to it, or "
        "<b>drag</b> a box around it. <b>Alt+click</b> a point to remove it, "
        "<b>double-click</b> to accept.</p>"
        "<p>The <b>wheel</b> zooms; drag with the <b>middle button</b> or with <b>Space</b> held "
        "to move the picture, or press <b>Shift</b> and an arrow key.</p>"
        "<p>Without a mouse: <b>K</b> shows a crosshair. Arrow keys move it (with <b>Ctrl</b> "
        "pixel by pixel), <b>Space</b> sets a foreground point, <b>Shift+Space</b> a background "
        "point, <b>Ctrl+Space</b> the two corners of a box.</p>"));
}

void Canvas::listenToSession()
{
    const auto repaint = [this] { update(); };
    const auto activeChanged = [this] {
        layers_.activeChanged();
        update();
    };
    const auto objectsChanged = [this] {
        layers_.objectsChanged();
        update();
    };
    connect(session_, &Session::imageLoaded, this, &Canvas::takePicture);
    connect(session_, &Session::imageStateChanged, this, [this] {
        if (session_->image().empty() && pyramid_.levelCount() > 0)
            takePicture();
        update();
    });
    connect(session_, &Session::promptChanged, this, activeChanged);
    connect(session_, &Session::candidatesReady, this, activeChanged);
    connect(session_, &Session::candidatesCleared, this, activeChanged);
    connect(session_, &Session::previewChanged, this, activeChanged);
    connect(session_, &Session::selectedCandidateChanged, this, activeChanged);
    connect(session_, &Session::waitingChanged, this, &Canvas::followWaiting);
    connect(session_, &Session::everythingFinished, this, [this](int masks) {
        if (masks > 0)
            setTool(ToolKind::Pick);
    });
    connect(session_->browser(), &MaskBrowser::shownChanged, this, [this] {
        layers_.waitingChanged();
        update();
    });
    for (const auto signal : {&MaskBrowser::chosenChanged, &MaskBrowser::hoveredChanged})
        connect(session_->browser(), signal, this, [this] {
            layers_.highlightChanged();
            update();
        });
    connect(session_, &Session::annotationChanged, this, objectsChanged);
    connect(session_, &Session::selectedObjectChanged, this, objectsChanged);
    connect(&pyramid_, &ImagePyramid::levelReady, this, [this] {
        layers_.pictureChanged();
        update();
    });
    connect(this, &Canvas::masksVisibleChanged, this, repaint);
}

void Canvas::takePicture()
{
    const core::Image& image = session_->image();
    tool_->cancel();
    panningAt_.reset();
    pyramid_.setImage(image);
    layers_.reset();
    changeView([&] { view_.setImageSize({image.width(), image.height()}); });
    setKeyboardCursorActive(false);
    updateCursor();
}

/// Masks that wait are for the pick tool; when the last has gone, the tool from before is back.
void Canvas::followWaiting()
{
    const bool wait = !session_->waitingMasks().empty();
    if (wait == masksWait_)
        return;
    masksWait_ = wait;
    if (wait)
        setTool(ToolKind::Pick);
    else if (toolKind_ == ToolKind::Pick)
        setTool(promptTool_);
}

// --- View ------------------------------------------------------------------------------------

template <typename Change> void Canvas::changeView(Change change)
{
    const double before = view_.scale();
    change();
    if (view_.scale() != before)
        Q_EMIT zoomChanged(view_.scale());
    update();
}

void Canvas::zoomBy(double factor, QPointF anchor)
{
    changeView([&] { view_.zoomTo(view_.scale() * factor, anchor); });
}

void Canvas::zoomToFit()
{
    changeView([this] { view_.fit(); });
}

void Canvas::zoomToActualSize()
{
    changeView([this] { view_.zoomTo(1, middle()); });
}

void Canvas::zoomIn()
{
    zoomBy(std::sqrt(2.0), middle());
}

void Canvas::zoomOut()
{
    zoomBy(std::sqrt(0.5), middle());
}

void Canvas::setMasksVisible(bool visible)
{
    if (masksVisible_ == visible)
        return;
    masksVisible_ = visible;
    if (picksUnseen()) {
        tool_->cancel();
        hoverAt(std::nullopt);
    }
    Q_EMIT masksVisibleChanged(visible);
}

void Canvas::setTool(ToolKind kind)
{
    if (kind == ToolKind::Pick)
        setMasksVisible(true); // what is not seen cannot be picked
    if (toolKind_ == kind)
        return;
    hoverAt(std::nullopt);
    toolKind_ = kind;
    if (kind != ToolKind::Pick)
        promptTool_ = kind;
    switch (kind) {
    case ToolKind::Point:
        tool_ = std::make_unique<PointTool>(*session_);
        break;
    case ToolKind::Box:
        tool_ = std::make_unique<BoxTool>(*session_);
        break;
    case ToolKind::Pick:
        tool_ = std::make_unique<PickTool>(*session_);
        break;
    }
    updateCursor();
    update();
    Q_EMIT toolChanged(kind);
}

void Canvas::setKeyboardCursorActive(bool active)
{
    const bool before = keyboardCursor_.isActive();
    keyboardCursor_.setActive(active, view_);
    if (keyboardCursor_.isActive())
        setFocus(); // its keys come here
    update();
    if (keyboardCursor_.isActive() != before)
        Q_EMIT keyboardCursorActiveChanged(!before);
}

// --- Mouse -----------------------------------------------------------------------------------

ToolEvent Canvas::toolEvent(const QMouseEvent& event) const
{
    return {event.position(), event.button(), event.modifiers(), view_};
}

void Canvas::mousePressEvent(QMouseEvent* event)
{
    if (panningAt_ || session_->image().empty())
        return;
    const bool withSpace = spaceHeld_ && event->button() == Qt::LeftButton;
    if (event->button() == Qt::MiddleButton || withSpace) {
        tool_->cancel();
        panningAt_ = event->position();
        updateCursor();
    } else if (!picksUnseen()) {
        tool_->press(toolEvent(*event));
    }
}

void Canvas::mouseMoveEvent(QMouseEvent* event)
{
    pointer_ = event->position();
    if (panningAt_) {
        const QPointF delta = event->position() - *panningAt_;
        panningAt_ = event->position();
        changeView([&] { view_.panBy(delta); });
        return;
    }
    tool_->move(toolEvent(*event));
    if (event->buttons() == Qt::NoButton)
        hoverAt(event->position());
    if (tool_->rubberBand() || toolKind_ == ToolKind::Box)
        update();
}

void Canvas::mouseReleaseEvent(QMouseEvent* event)
{
    if (!panningAt_) {
        tool_->release(toolEvent(*event));
        update();
    } else if (event->button() == Qt::MiddleButton || event->button() == Qt::LeftButton) {
        panningAt_.reset();
        updateCursor();
    }
}

void Canvas::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::MiddleButton || spaceHeld_)
        mousePressEvent(event);
    else if (!session_->image().empty() && !picksUnseen())
        tool_->doubleClick(toolEvent(*event));
}

void Canvas::leaveEvent(QEvent*)
{
    pointer_.reset();
    hoverAt(std::nullopt);
    update();
}

void Canvas::hoverAt(std::optional<QPointF> widget)
{
    std::optional<QPoint> pixel;
    if (widget && !spaceHeld_ && !picksUnseen() && view_.contains(view_.pixelAt(*widget)))
        pixel = view_.pixelAt(*widget);
    tool_->hover(pixel);
}

void Canvas::wheelEvent(QWheelEvent* event)
{
    event->accept();
    const bool touchpad = event->pointingDevice()->type() == QInputDevice::DeviceType::TouchPad;
    const bool zooms =
        !touchpad || event->pixelDelta().isNull() || (event->modifiers() & Qt::ControlModifier);
    if (!zooms) {
        changeView([&] { view_.panBy(event->pixelDelta()); });
        return;
    }
    constexpr double unitsPerDoubling = 360; // three notches of a usual wheel
    const QPoint turn = event->angleDelta();
    const int units = turn.y() != 0 ? turn.y() : turn.x(); // Alt turns the wheel sideways
    zoomBy(std::exp2(units / unitsPerDoubling), event->position());
}

bool Canvas::pinch(QGestureEvent* event)
{
    const auto* gesture = static_cast<QPinchGesture*>(event->gesture(Qt::PinchGesture));
    if (!gesture)
        return false;
    tool_->cancel();
    const QPointF anchor = mapFromGlobal(gesture->hotSpot());
    changeView([&] { view_.panBy(gesture->centerPoint() - gesture->lastCenterPoint()); });
    zoomBy(gesture->scaleFactor(), anchor);
    return true;
}

bool Canvas::nativePinch(QNativeGestureEvent* event)
{
    if (event->gestureType() != Qt::ZoomNativeGesture)
        return false;
    zoomBy(1 + event->value(), event->position());
    return true;
}

// --- Keys ------------------------------------------------------------------------------------

bool Canvas::event(QEvent* event)
{
    switch (event->type()) {
    case QEvent::ShortcutOverride:
        // While the crosshair is up, its keys come here and not to the window's shortcuts.
        if (keyboardCursor_.wants(*static_cast<QKeyEvent*>(event))) {
            event->accept();
            return true;
        }
        break;
    case QEvent::Gesture:
        return pinch(static_cast<QGestureEvent*>(event));
    case QEvent::NativeGesture:
        return nativePinch(static_cast<QNativeGestureEvent*>(event));
    default:
        break;
    }
    return QWidget::event(event);
}

void Canvas::keyPressEvent(QKeyEvent* event)
{
    if (keyboardCursor_.wants(*event)) {
        keyboardCursor_.keyPressed(*event, view_);
        showPixel(keyboardCursor_.pixel());
        update();
    } else if (event->key() == Qt::Key_Space) {
        if (!event->isAutoRepeat()) {
            spaceHeld_ = true;
            hoverAt(std::nullopt);
            updateCursor();
        }
    } else if (!panKeyPressed(*event)) {
        QWidget::keyPressEvent(event);
    }
}

bool Canvas::panKeyPressed(const QKeyEvent& event)
{
    constexpr double step = 60; // logical pixels
    if (!(event.modifiers() & Qt::ShiftModifier))
        return false;
    QPointF delta;
    switch (event.key()) {
    case Qt::Key_Left:
        delta = {step, 0};
        break;
    case Qt::Key_Right:
        delta = {-step, 0};
        break;
    case Qt::Key_Up:
        delta = {0, step};
        break;
    case Qt::Key_Down:
        delta = {0, -step};
        break;
    default:
        return false;
    }
    changeView([&] { view_.panBy(delta); });
    return true;
}

void Canvas::keyReleaseEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Space && spaceHeld_) {
        if (!event->isAutoRepeat()) {
            spaceHeld_ = false;
            updateCursor();
        }
        return;
    }
    QWidget::keyReleaseEvent(event);
}

void Canvas::focusOutEvent(QFocusEvent* event)
{
    spaceHeld_ = false; // its release would go elsewhere
    updateCursor();
    QWidget::focusOutEvent(event);
}

/// Pans as little as needed to bring a pixel into view.
void Canvas::showPixel(QPoint pixel)
{
    constexpr double margin = 24;
    const QPointF at = view_.toWidget(QPointF(pixel) + QPointF(0.5, 0.5));
    const QPointF wanted(qBound(margin, at.x(), std::max(margin, width() - margin)),
                         qBound(margin, at.y(), std::max(margin, height() - margin)));
    if (!QRectF(rect()).contains(at))
        changeView([&] { view_.panBy(wanted - at); });
}

void Canvas::updateCursor()
{
    if (panningAt_)
        setCursor(Qt::ClosedHandCursor);
    else if (spaceHeld_)
        setCursor(Qt::OpenHandCursor);
    else if (session_->image().empty())
        unsetCursor();
    else
        setCursor(toolKind_ == ToolKind::Pick ? Qt::ArrowCursor : Qt::CrossCursor);
}

// --- Painting --------------------------------------------------------------------------------

void Canvas::resizeEvent(QResizeEvent*)
{
    changeView([this] { view_.setWidget(size(), devicePixelRatioF()); });
}

void Canvas::paintEvent(QPaintEvent*)
{
    if (view_.pixelRatio() != devicePixelRatioF()) // moved to another screen
        view_.setWidget(size(), devicePixelRatioF());
    QPainter painter(this);
    if (pyramid_.levelCount() == 0) {
        paintEmptyState(painter);
        return;
    }
    layers_.paint(painter, pyramid_, view_, palette(), masksVisible_);
    paintPrompt(painter, session_->prompt(), view_);
    tool_->paint(painter, view_, pointer_);
    keyboardCursor_.paint(painter, view_);
}

void Canvas::paintEmptyState(QPainter& painter)
{
    painter.fillRect(rect(), theme::canvasBackdrop(palette()));
    const bool loading = session_->imageState() == ImageState::Loading;
    painter.setPen(palette().color(QPalette::PlaceholderText));
    const QRect area = rect().adjusted(16, 16, -16, -16);
    if (loading) {
        painter.drawText(area, Qt::AlignCenter | Qt::TextWordWrap, tr("Reading the picture…"));
        return;
    }
    constexpr int side = 48;
    const QString hint = tr("Drop a picture here, or press Ctrl+O to open one.");
    const QRect text = painter.boundingRect(area, Qt::AlignCenter | Qt::TextWordWrap, hint);
    theme::icon(QStringLiteral("picture"))
        .paint(&painter, QRect(area.center().x() - side / 2, text.top() - side - 12, side, side),
               Qt::AlignCenter, QIcon::Disabled);
    painter.drawText(area, Qt::AlignCenter | Qt::TextWordWrap, hint);
}

} // namespace ui
