#include "tests/core/helpers.h"

class TestMask : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void countsEveryPixel();
    void countsMoreThanOneByteCanHold();
    void boxesTheSetPixels();
    void comparesWithOverlap();
};

void TestMask::countsEveryPixel()
{
    for (unsigned seed = 0; seed < 50; ++seed) {
        const core::Mask mask = randomMask(1 + int(seed) * 3, 1 + int(seed) % 7, 0.4, seed);
        std::size_t expected = 0;
        for (int y = 0; y < mask.height(); ++y) {
            for (int x = 0; x < mask.width(); ++x)
                expected += mask.at(x, y) ? 1 : 0;
        }
        QCOMPARE(mask.area(), expected);
    }
}

void TestMask::countsMoreThanOneByteCanHold()
{
    const core::Mask full(1000, 50, std::vector<std::uint8_t>(50000, 1));
    QCOMPARE(full.area(), std::size_t(50000));
    QCOMPARE(core::Mask().area(), std::size_t(0));
}

void TestMask::boxesTheSetPixels()
{
    const core::Mask mask = drawnMask({".......", "...#...", ".#.....", "....##.", "......."});
    QVERIFY((mask.boundingBox() == core::PixelRect{1, 1, 5, 3}));
    QVERIFY((core::Mask(5, 4).boundingBox() == core::PixelRect{}));
    QVERIFY(core::Mask().boundingBox().empty());
    const core::Mask full(3, 2, std::vector<std::uint8_t>(6, 1));
    QVERIFY((full.boundingBox() == core::PixelRect{0, 0, 3, 2}));
}

void TestMask::comparesWithOverlap()
{
    const core::Mask a = drawnMask({"##..", "##.."}), b = drawnMask({".##.", ".##."});
    QCOMPARE(core::intersectionOverUnion(a, b), 2.0 / 6.0);
    QCOMPARE(core::intersectionOverUnion(a, a), 1.0);
    QCOMPARE(core::intersectionOverUnion(a, core::Mask(4, 2)), 0.0);
    QCOMPARE(core::intersectionOverUnion(core::Mask(4, 2), core::Mask(4, 2)), 1.0);
}

QTEST_APPLESS_MAIN(TestMask)
#include "test_mask.moc"
