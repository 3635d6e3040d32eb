#include "core/small_regions.h"
#include "tests/core/helpers.h"

class TestSmallRegions : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fillsOnlySmallHoles();
    void backgroundCountsAsAHole();
    void removesOnlySmallIslands();
    void cornersConnect();
    void largestIslandStays();
    void leavesAnEmptyMask();
};

void TestSmallRegions::fillsOnlySmallHoles()
{
    core::Mask mask = drawnMask({"########", "#.##...#", "####...#", "########"});
    QVERIFY(core::fillSmallHoles(mask, 2));
    QVERIFY(mask == drawnMask({"########", "####...#", "####...#", "########"}));
    QVERIFY(!core::fillSmallHoles(mask, 6));
    QVERIFY(core::fillSmallHoles(mask, 7));
    QCOMPARE(mask.area(), std::size_t(32));
}

/// As in the reference: what is around the mask is a hole like any other.
void TestSmallRegions::backgroundCountsAsAHole()
{
    core::Mask mask = drawnMask({"###.", "###.", "###."});
    QVERIFY(core::fillSmallHoles(mask, 4));
    QCOMPARE(mask.area(), std::size_t(12));
}

void TestSmallRegions::removesOnlySmallIslands()
{
    core::Mask mask = drawnMask({"##...#", "##....", "....##"});
    QVERIFY(core::removeSmallIslands(mask, 2));
    QVERIFY(mask == drawnMask({"##....", "##....", "....##"}));
    QVERIFY(!core::removeSmallIslands(mask, 2));
}

void TestSmallRegions::cornersConnect()
{
    core::Mask mask = drawnMask({"#...", ".#..", "..#.", "...."});
    QVERIFY(!core::removeSmallIslands(mask, 3));
    QCOMPARE(mask.area(), std::size_t(3));
    core::Mask holes = drawnMask({"####", "#.##", "##.#", "####"});
    QVERIFY(!core::fillSmallHoles(holes, 2));
}

void TestSmallRegions::largestIslandStays()
{
    core::Mask mask = drawnMask({"#..##", "....#", "##...", "#...."}); // two of the same size
    QVERIFY(core::removeSmallIslands(mask, 100));
    QVERIFY(mask == drawnMask({"...##", "....#", ".....", "....."}));
}

void TestSmallRegions::leavesAnEmptyMask()
{
    core::Mask mask(5, 4);
    QVERIFY(!core::removeSmallIslands(mask, 10));
    QVERIFY(core::fillSmallHoles(mask, 100)); // the whole picture is one small hole
    QCOMPARE(mask.area(), std::size_t(20));
}

QTEST_GUILESS_MAIN(TestSmallRegions)
#include "test_small_regions.moc"
