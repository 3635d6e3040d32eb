#include <QTest>

#include "core/box_nms.h"

namespace {

using Indices = std::vector<std::size_t>;

} // namespace

class TestBoxNms : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void keepsTheBest();
    void equalsKeepTheirOrder();
    void onlyBoxesThatStaySuppress();
    void thresholdItselfIsNotEnough();
    void boxesWithoutAreaStay();
    void nothingFromNothing();
};

void TestBoxNms::keepsTheBest()
{
    QCOMPARE(
        core::boxNms({{0, 0, 10, 10}, {50, 0, 10, 10}, {0, 0, 11, 10}}, {0.5f, 0.7f, 0.9f}, 0.7),
        (Indices{2, 1}));
}

void TestBoxNms::equalsKeepTheirOrder()
{
    const core::PixelRect box{3, 4, 20, 20};
    QCOMPARE(core::boxNms({box, {40, 40, 5, 5}, box}, {1, 1, 1}, 0.7), (Indices{0, 1}));
}

/// The middle one goes for the first, so that it cannot take the last along.
void TestBoxNms::onlyBoxesThatStaySuppress()
{
    QCOMPARE(core::boxNms({{0, 0, 101, 101}, {25, 0, 101, 101}, {50, 0, 101, 101}},
                          {0.9f, 0.8f, 0.7f}, 0.5),
             (Indices{0, 2}));
}

/// Extents count from pixel to pixel: 10 wide and 5 wide overlap by exactly one half.
void TestBoxNms::thresholdItselfIsNotEnough()
{
    const std::vector<core::PixelRect> boxes{{0, 0, 11, 11}, {0, 0, 6, 11}};
    QCOMPARE(core::boxNms(boxes, {0.9f, 0.8f}, 0.5), (Indices{0, 1}));
    QCOMPARE(core::boxNms(boxes, {0.9f, 0.8f}, 0.49), (Indices{0}));
}

void TestBoxNms::boxesWithoutAreaStay()
{
    const core::PixelRect line{5, 5, 1, 30};
    QCOMPARE(core::boxNms({line, line}, {0.9f, 0.8f}, 0.5), (Indices{0, 1}));
}

void TestBoxNms::nothingFromNothing()
{
    QVERIFY(core::boxNms({}, {}, 0.7).empty());
}

QTEST_GUILESS_MAIN(TestBoxNms)
#include "test_box_nms.moc"
