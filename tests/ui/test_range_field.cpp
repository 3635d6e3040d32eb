#include <cmath>

#include <QSignalSpy>
#include <QTest>

#include "ui/range_field.h"
#include "ui/range_slider.h"

using namespace ui;

class TestRangeField : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void handlesAtTheirEndsSetNoLimit();
    void aHandleThatStaysKeepsItsExactLimit();
    void logarithmicMiddleIsTheGeometricMean();
    void oneValueCannotBeFiltered();
    void mouseDragsTheNearestHandle();
    void handlesDoNotPassEachOther();
    void keysMoveTheHandleInFocus();
};

void TestRangeField::handlesAtTheirEndsSetNoLimit()
{
    RangeField field("IoU", RangeField::Scale::Linear, 2);
    field.setEnds(0.8, 1.0);
    QVERIFY(field.range() == MaskFilter::Range());
    field.slider()->setValues(RangeSlider::steps / 2, RangeSlider::steps);
    QVERIFY(std::abs(field.range().least - 0.9) < 1e-9);
    QVERIFY(std::isinf(field.range().most));
    field.slider()->setValues(0, RangeSlider::steps);
    QVERIFY(field.range() == MaskFilter::Range());
}

void TestRangeField::aHandleThatStaysKeepsItsExactLimit()
{
    RangeField field("IoU", RangeField::Scale::Linear, 2);
    field.setEnds(0, 1);
    field.setRange({1.0 / 3, 2.0 / 3}); // between two steps of the slider
    field.slider()->setValues(field.slider()->lower(), 900);
    QCOMPARE(field.range().least, 1.0 / 3);
    QVERIFY(std::abs(field.range().most - 0.9) < 1e-9);
}

void TestRangeField::logarithmicMiddleIsTheGeometricMean()
{
    RangeField field("Area", RangeField::Scale::Logarithmic, 0);
    field.setEnds(100, 1'000'000);
    field.slider()->setValues(RangeSlider::steps / 2, RangeSlider::steps);
    QVERIFY(std::abs(field.range().least - 10'000) < 1e-6);
    field.setRange({1000, 100'000});
    QCOMPARE(field.slider()->lower(), RangeSlider::steps / 4);
    QCOMPARE(field.slider()->upper(), RangeSlider::steps * 3 / 4);
}

void TestRangeField::oneValueCannotBeFiltered()
{
    RangeField field("IoU", RangeField::Scale::Linear, 2);
    field.setEnds(0.9, 0.9);
    QVERIFY(!field.slider()->isEnabled());
    field.setEnds(0.9, 0.95);
    QVERIFY(field.slider()->isEnabled());
}

void TestRangeField::mouseDragsTheNearestHandle()
{
    RangeSlider slider;
    slider.resize(215, 22);
    slider.show();
    QSignalSpy changed(&slider, &RangeSlider::valuesChanged);
    QTest::mousePress(&slider, Qt::LeftButton, {}, QPoint(8, 11));
    QTest::mouseMove(&slider, QPoint(57, 11));
    QTest::mouseRelease(&slider, Qt::LeftButton, {}, QPoint(57, 11));
    QVERIFY(std::abs(slider.lower() - 250) < 15);
    QCOMPARE(slider.upper(), RangeSlider::steps);
    QVERIFY(changed.count() > 0);
    QTest::mousePress(&slider, Qt::LeftButton, {}, QPoint(157, 11)); // beside the upper one
    QVERIFY(std::abs(slider.upper() - 750) < 15);
    QVERIFY(std::abs(slider.lower() - 250) < 15);
}

void TestRangeField::handlesDoNotPassEachOther()
{
    RangeSlider slider;
    slider.resize(215, 22);
    slider.show();
    slider.setValues(400, 600);
    QTest::mousePress(&slider, Qt::LeftButton, {}, QPoint(87, 11));
    QTest::mouseMove(&slider, QPoint(200, 11));
    QCOMPARE(slider.lower(), 600);
    QCOMPARE(slider.upper(), 600);
}

void TestRangeField::keysMoveTheHandleInFocus()
{
    RangeSlider slider;
    slider.show();
    QVERIFY(QTest::qWaitForWindowActive(&slider));
    slider.setFocus(Qt::TabFocusReason);
    QTest::keyClick(&slider, Qt::Key_PageUp);
    QTest::keyClick(&slider, Qt::Key_Right);
    QCOMPARE(slider.lower(), 110);
    QTest::keyClick(&slider, Qt::Key_Tab);
    QTest::keyClick(&slider, Qt::Key_Left);
    QCOMPARE(slider.lower(), 110);
    QCOMPARE(slider.upper(), 990);
    QTest::keyClick(&slider, Qt::Key_Home);
    QCOMPARE(slider.upper(), 110);
}

QTEST_MAIN(TestRangeField)
#include "test_range_field.moc"
