// The canvas: frames, zoom and pan, the hands, and that what it paints is the mask.
#include <cmath>
#include <memory>

#include <QWheelEvent>

#include "core/rle.h"
#include "tests/ui/sample_session.h"
#include "ui/canvas.h"

using namespace ui;

class TestCanvas : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void framesRoundTrip_data();
    void framesRoundTrip();
    void zoomKeepsThePixelUnderTheCursor();
    void fitShowsTheWholePicture();
    void panningNeverLosesThePicture();
    void pyramidHalvesThePicture();
    void clicksNameThePixelUnderThem_data();
    void clicksNameThePixelUnderThem();
    void buttonsAndShiftChooseTheKind();
    void clickOutsideThePictureIsIgnored();
    void dragMakesABoxWithinThePicture();
    void boxToolIgnoresClicks();
    void altClickRemovesTheNearestPoint();
    void doubleClickAcceptsOnce();
    void doubleClickAcceptsWhatWasShown();
    void middleAndSpaceDragOnlyPan();
    void crosshairPlacesPointsAndBoxes();
    void hoverAsksForAPreview();
    void candidateIsPaintedPixelForPixel();
    void objectsArePaintedPixelForPixel();

private:
    QPoint widgetPoint(QPoint pixel) const;
    void sendWheel(QPointF at, int units);
    void drag(Qt::MouseButton button, QPoint from, QPoint to);
    QImage grab() const;
    void compareWithMask(const core::Mask& mask, const QRect& except = {});

    std::unique_ptr<SampleSession> sample_;
    std::unique_ptr<Canvas> canvas_;
};

void TestCanvas::initTestCase()
{
    sample_ = std::make_unique<SampleSession>();
    QVERIFY(sample_->waitUntilReady());
}

void TestCanvas::init()
{
    canvas_ = std::make_unique<Canvas>(&sample_->session);
    canvas_->resize(600, 400);
    canvas_->show();
    QVERIFY(QTest::qWaitForWindowExposed(canvas_.get()));
}

void TestCanvas::cleanup()
{
    canvas_.reset();
    sample_->reset();
}

/// A widget position within the given pixel of the picture (shown at 100 % or larger).
QPoint TestCanvas::widgetPoint(QPoint pixel) const
{
    const QPointF corner = canvas_->view().toWidget(pixel);
    return {int(std::ceil(corner.x())), int(std::ceil(corner.y()))};
}

void TestCanvas::sendWheel(QPointF at, int units)
{
    QWheelEvent event(at, canvas_->mapToGlobal(at), QPoint(), QPoint(0, units), Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(canvas_.get(), &event);
}

void TestCanvas::drag(Qt::MouseButton button, QPoint from, QPoint to)
{
    const auto send = [&](QEvent::Type type, QPoint at, Qt::MouseButton which,
                          Qt::MouseButtons held) {
        QMouseEvent event(type, at, canvas_->mapToGlobal(at), which, held, Qt::NoModifier);
        QApplication::sendEvent(canvas_.get(), &event);
    };
    send(QEvent::MouseButtonPress, from, button, button);
    send(QEvent::MouseMove, (from + to) / 2, Qt::NoButton, button);
    send(QEvent::MouseMove, to, Qt::NoButton, button);
    send(QEvent::MouseButtonRelease, to, button, Qt::NoButton);
}

QImage TestCanvas::grab() const
{
    return canvas_->grab().toImage().convertToFormat(QImage::Format_RGB32);
}

void TestCanvas::framesRoundTrip_data()
{
    QTest::addColumn<double>("scale");
    QTest::addColumn<double>("ratio");
    for (const double scale : {0.1, 0.4, 1.0, 3.7, 40.0})
        for (const double ratio : {1.0, 1.25, 2.0})
            QTest::addRow("%g at %g", scale, ratio) << scale << ratio;
}

void TestCanvas::framesRoundTrip()
{
    QFETCH(double, scale);
    QFETCH(double, ratio);
    Viewport view;
    view.setWidget({900, 700}, ratio);
    view.setImageSize({10000, 8000});
    view.zoomTo(scale, {321, 123});
    QCOMPARE(view.scale(), scale);
    for (const QPointF image : {QPointF(0, 0), QPointF(17.25, 9000.5), QPointF(9999, 1)}) {
        const QPointF back = view.toImage(view.toWidget(image));
        QVERIFY(QLineF(back, image).length() < 1e-6);
    }
    // One image pixel is `scale` screen pixels, which are scale / ratio widget pixels.
    const QPointF step = view.toWidget({101, 50}) - view.toWidget({100, 50});
    QVERIFY(std::abs(step.x() - scale / ratio) < 1e-9);
}

void TestCanvas::zoomKeepsThePixelUnderTheCursor()
{
    const QPointF cursor(211, 173);
    const QPointF image = canvas_->view().toImage(cursor);
    QSignalSpy zoomed(canvas_.get(), &Canvas::zoomChanged);
    const double fitted = canvas_->zoom();
    for (int i = 0; i < 9; ++i)
        sendWheel(cursor, 120);
    QCOMPARE(zoomed.count(), 9);
    QVERIFY(std::abs(canvas_->zoom() / fitted - 8) < 1e-9);
    QVERIFY(QLineF(canvas_->view().toImage(cursor), image).length() <= 1 / fitted);
    for (int i = 0; i < 9; ++i)
        sendWheel(cursor, -120);
    QVERIFY(QLineF(canvas_->view().toImage(cursor), image).length() <= 1 / fitted);
}

void TestCanvas::fitShowsTheWholePicture()
{
    canvas_->zoomToActualSize();
    QCOMPARE(canvas_->zoom(), 1.0);
    canvas_->zoomToFit();
    const QRectF shown(canvas_->view().toWidget({0, 0}),
                       canvas_->view().toWidget({SampleSession::width, SampleSession::height}));
    QVERIFY(QRectF(canvas_->rect()).contains(shown));
    QVERIFY(shown.width() > 0.9 * canvas_->width() || shown.height() > 0.9 * canvas_->height());
    canvas_->resize(400, 500); // stays fitted
    const QPointF corner = canvas_->view().toWidget({SampleSession::width, SampleSession::height});
    QVERIFY(QRectF(canvas_->rect()).contains(corner));
}

void TestCanvas::panningNeverLosesThePicture()
{
    for (int i = 0; i < 100; ++i)
        QTest::keyClick(canvas_.get(), Qt::Key_Right, Qt::ShiftModifier);
    QVERIFY(canvas_->view().pictureOnDevice().width() >= 40);
    for (int i = 0; i < 200; ++i)
        QTest::keyClick(canvas_.get(), Qt::Key_Up, Qt::ShiftModifier);
    QVERIFY(!canvas_->view().pictureOnDevice().isEmpty());
}

void TestCanvas::pyramidHalvesThePicture()
{
    constexpr int width = 2001, height = 1500;
    std::vector<std::uint8_t> pixels(std::size_t(width) * height * 3);
    for (std::size_t i = 0; i < pixels.size(); ++i)
        pixels[i] = std::uint8_t(i * 7 % 251);
    const core::Image image(width, height, pixels);
    ImagePyramid pyramid;
    pyramid.setImage(image);
    QCOMPARE(pyramid.levelCount(), 1);
    QTRY_COMPARE(pyramid.levelCount(), 3);
    const core::Image& half = pyramid.level(1);
    QCOMPARE(half.width(), 1001);
    QCOMPARE(half.height(), 750);
    const auto at = [&](int x, int y) { return int(image.row(y)[x * 3]); };
    for (int x = 0; x < 1000; ++x) {
        const int sum = at(2 * x, 8) + at(2 * x + 1, 8) + at(2 * x, 9) + at(2 * x + 1, 9);
        QCOMPARE(int(half.row(4)[x * 3]), (sum + 2) / 4);
    }
    QCOMPARE(int(half.row(4)[1000 * 3]), (at(2000, 8) + at(2000, 9) + 1) / 2);
    QCOMPARE(pyramid.levelFor(1), 0);
    QCOMPARE(pyramid.levelFor(0.5), 1);
    QCOMPARE(pyramid.levelFor(0.01), 2);
}

void TestCanvas::clicksNameThePixelUnderThem_data()
{
    QTest::addColumn<double>("scale");
    for (const double scale : {1.0, 1.5, 2.0, 8.0})
        QTest::addRow("%g", scale) << scale;
}

void TestCanvas::clicksNameThePixelUnderThem()
{
    QFETCH(double, scale);
    // Widget positions of events are whole, so a pixel must be at least one widget pixel large.
    const double ratio = canvas_->devicePixelRatioF();
    canvas_->zoomToActualSize();
    while (canvas_->zoom() < scale * ratio)
        canvas_->zoomIn();
    const QPoint pixel = canvas_->view().pixelAt(QPointF(canvas_->rect().center()));
    QTest::mouseClick(canvas_.get(), Qt::LeftButton, {}, widgetPoint(pixel));
    const std::vector<core::Point>& points = sample_->session.prompt().points;
    QCOMPARE(points.size(), std::size_t(1));
    QCOMPARE(points[0], (core::Point{float(pixel.x()), float(pixel.y()), true}));
}

void TestCanvas::buttonsAndShiftChooseTheKind()
{
    QTest::mouseClick(canvas_.get(), Qt::LeftButton, {}, widgetPoint({140, 160}));
    QTest::mouseClick(canvas_.get(), Qt::RightButton, {}, widgetPoint({20, 20}));
    QTest::mouseClick(canvas_.get(), Qt::LeftButton, Qt::ShiftModifier, widgetPoint({460, 20}));
    const std::vector<core::Point>& points = sample_->session.prompt().points;
    QCOMPARE(points.size(), std::size_t(3));
    QVERIFY(points[0].foreground);
    QVERIFY(!points[1].foreground);
    QVERIFY(!points[2].foreground);
}

void TestCanvas::clickOutsideThePictureIsIgnored()
{
    canvas_->zoomToFit();
    QTest::mouseClick(canvas_.get(), Qt::LeftButton, {}, QPoint(2, 2));
    QVERIFY(sample_->session.prompt().empty());
}

void TestCanvas::dragMakesABoxWithinThePicture()
{
    drag(Qt::LeftButton, widgetPoint({290, 70}), widgetPoint({420, 240}));
    QVERIFY(sample_->session.prompt().box);
    QVERIFY(sample_->session.prompt().points.empty());
    const core::Box box = *sample_->session.prompt().box;
    QVERIFY(std::abs(box.x0 - 290) <= 1 && std::abs(box.y0 - 70) <= 1);
    QVERIFY(std::abs(box.x1 - 420) <= 1.5 && std::abs(box.y1 - 240) <= 1.5);

    canvas_->zoomToFit(); // from far inside, upwards, out over the top-left corner
    drag(Qt::LeftButton, widgetPoint({200, 200}), QPoint(0, 0));
    const core::Box clamped = *sample_->session.prompt().box;
    QCOMPARE(clamped.x0, 0.f);
    QCOMPARE(clamped.y0, 0.f);
    QVERIFY(std::abs(clamped.x1 - 200) <= 1.5 && std::abs(clamped.y1 - 200) <= 1.5);
}

void TestCanvas::boxToolIgnoresClicks()
{
    canvas_->setTool(ToolKind::Box);
    QTest::mouseClick(canvas_.get(), Qt::LeftButton, {}, widgetPoint({140, 160}));
    QVERIFY(sample_->session.prompt().empty());
    drag(Qt::LeftButton, widgetPoint({60, 80}), widgetPoint({220, 240}));
    QVERIFY(sample_->session.prompt().box);
}

void TestCanvas::altClickRemovesTheNearestPoint()
{
    for (const QPoint pixel : {QPoint(100, 100), QPoint(140, 160), QPoint(300, 200)})
        QTest::mouseClick(canvas_.get(), Qt::RightButton, {}, widgetPoint(pixel));
    QCOMPARE(sample_->session.prompt().points.size(), std::size_t(3));
    const core::Point kept = sample_->session.prompt().points[2];
    const QPoint near = widgetPoint({140, 160}) + QPoint(5, 3);
    QTest::mouseClick(canvas_.get(), Qt::LeftButton, Qt::AltModifier, near);
    QCOMPARE(sample_->session.prompt().points.size(), std::size_t(2));
    QCOMPARE(sample_->session.prompt().points[1], kept);
    QTest::mouseClick(canvas_.get(), Qt::LeftButton, Qt::AltModifier, near); // nothing there now
    QCOMPARE(sample_->session.prompt().points.size(), std::size_t(2));
}

void TestCanvas::doubleClickAcceptsOnce()
{
    const QPoint at = widgetPoint({350, 150});
    QTest::mouseClick(canvas_.get(), Qt::LeftButton, {}, at);
    QTest::mouseDClick(canvas_.get(), Qt::LeftButton, {}, at);
    const std::vector<core::Object>& objects = sample_->session.annotation().objects;
    QTRY_COMPARE_WITH_TIMEOUT(objects.size(), std::size_t(1), SampleSession::patience);
    QCOMPARE(objects[0].prompt.points.size(), std::size_t(1));
    QVERIFY(sample_->session.prompt().empty());
}

void TestCanvas::doubleClickAcceptsWhatWasShown()
{
    QVERIFY(sample_->click(140, 160));
    const int chosen = (sample_->session.prediction()->best + 1) % 4;
    sample_->session.selectCandidate(chosen);
    const core::Rle shown =
        core::encodeRle(sample_->session.prediction()->candidates[std::size_t(chosen)].mask);
    const QPoint at = widgetPoint({150, 170});
    QTest::mouseClick(canvas_.get(), Qt::LeftButton, {}, at);
    QTest::mouseDClick(canvas_.get(), Qt::LeftButton, {}, at);
    const std::vector<core::Object>& objects = sample_->session.annotation().objects;
    QTRY_COMPARE_WITH_TIMEOUT(objects.size(), std::size_t(1), SampleSession::patience);
    QCOMPARE(objects[0].prompt.points.size(), std::size_t(1));
    QCOMPARE(objects[0].candidate, chosen);
    QVERIFY(objects[0].mask == shown);
}

void TestCanvas::middleAndSpaceDragOnlyPan()
{
    const QPoint from = canvas_->rect().center();
    const QPointF before = canvas_->view().toWidget({0, 0});
    drag(Qt::MiddleButton, from, from + QPoint(40, 30));
    QCOMPARE(canvas_->view().toWidget({0, 0}) - before, QPointF(40, 30));
    QTest::keyPress(canvas_.get(), Qt::Key_Space);
    drag(Qt::LeftButton, from, from - QPoint(40, 30));
    QTest::keyRelease(canvas_.get(), Qt::Key_Space);
    QCOMPARE(canvas_->view().toWidget({0, 0}), before);
    QVERIFY(sample_->session.prompt().empty());
}

void TestCanvas::crosshairPlacesPointsAndBoxes()
{
    canvas_->setKeyboardCursorActive(true);
    QTest::keyClick(canvas_.get(), Qt::Key_Space);
    QTest::keyClick(canvas_.get(), Qt::Key_Left, Qt::ControlModifier);
    QTest::keyClick(canvas_.get(), Qt::Key_Down, Qt::ControlModifier);
    QTest::keyClick(canvas_.get(), Qt::Key_Space, Qt::ShiftModifier);
    const std::vector<core::Point> points = sample_->session.prompt().points;
    QCOMPARE(points.size(), std::size_t(2));
    QVERIFY(points[0].foreground && !points[1].foreground);
    QCOMPARE(points[1].x, points[0].x - 1);
    QCOMPARE(points[1].y, points[0].y + 1);

    QTest::keyClick(canvas_.get(), Qt::Key_Space, Qt::ControlModifier);
    for (const Qt::Key key : {Qt::Key_Right, Qt::Key_Right, Qt::Key_Down, Qt::Key_Down})
        QTest::keyClick(canvas_.get(), key);
    QTest::keyClick(canvas_.get(), Qt::Key_Space, Qt::ControlModifier);
    const std::optional<core::Box> box = sample_->session.prompt().box;
    QVERIFY(box);
    QCOMPARE(box->x0, points[1].x);
    QCOMPARE(box->y0, points[1].y);
    QVERIFY(box->x1 > box->x0 + 10 && box->y1 > box->y0 + 10);
}

void TestCanvas::hoverAsksForAPreview()
{
    const QPoint at = widgetPoint({350, 150});
    QMouseEvent move(QEvent::MouseMove, at, canvas_->mapToGlobal(at), Qt::NoButton, Qt::NoButton,
                     Qt::NoModifier);
    QApplication::sendEvent(canvas_.get(), &move);
    QTRY_VERIFY_WITH_TIMEOUT(sample_->session.preview(), SampleSession::patience);
    QEvent leave(QEvent::Leave);
    QApplication::sendEvent(canvas_.get(), &leave);
    QTRY_VERIFY(!sample_->session.preview());
}

/// What differs between the canvas with and without masks must be the mask, no pixel more or less.
void TestCanvas::compareWithMask(const core::Mask& mask, const QRect& except)
{
    canvas_->setMasksVisible(true);
    const QImage with = grab();
    canvas_->setMasksVisible(false);
    const QImage without = grab();
    const QRect shown = canvas_->view().pictureOnDevice();
    const QPoint origin = canvas_->view().origin();
    int wrong = 0;
    for (int y = 0; y < with.height(); ++y)
        for (int x = 0; x < with.width(); ++x) {
            const QPoint pixel = QPoint(x, y) - origin;
            if (except.contains(pixel))
                continue;
            const bool expected = shown.contains(x, y) && mask.at(pixel.x(), pixel.y());
            wrong += (with.pixel(x, y) != without.pixel(x, y)) != expected;
        }
    QCOMPARE(wrong, 0);
}

void TestCanvas::candidateIsPaintedPixelForPixel()
{
    canvas_->zoomToActualSize();
    QVERIFY(sample_->click(140, 160));
    for (int i = 0; i < core::Prediction::candidateCount; ++i) {
        sample_->session.selectCandidate(i);
        const core::Mask& mask = sample_->session.prediction()->candidates[std::size_t(i)].mask;
        QVERIFY(mask.area() > 0);
        compareWithMask(mask, QRect(118, 138, 45, 45)); // the point mark hides some of it
    }
}

void TestCanvas::objectsArePaintedPixelForPixel()
{
    canvas_->zoomToActualSize();
    QVERIFY(sample_->click(140, 160));
    QVERIFY(sample_->accept());
    const core::Object& object = sample_->session.annotation().objects.at(0);
    const int id = object.id;
    const core::Mask mask = core::decodeRle(object.mask);
    QVERIFY(mask.area() > 0);
    sample_->session.selectObject(id);
    compareWithMask(mask);
    sample_->session.selectObject(0);
    compareWithMask(mask);
    sample_->session.setObjectVisible(id, false);
    compareWithMask(core::Mask(mask.width(), mask.height()));
}

QTEST_MAIN(TestCanvas)
#include "test_canvas.moc"
