#include "core/contours.h"
#include "tests/core/helpers.h"

class TestContours : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void outlinesPixelEdges();
    void makesOnePolygonPerRegion();
    void joinsHoles();
    void comesBackIdentical_data();
    void comesBackIdentical();
    void comesBackIdenticalFromRandomMasks();
    void survivesChainsOfHoles();
    void fillsPixelsWhoseCentreIsInside();
    void staysInsideThePicture();
    void isQuickOnAHundredMegapixels();
};

void TestContours::outlinesPixelEdges()
{
    const auto outlines = core::polygons(drawnMask({"....", ".##.", "...."}));
    QCOMPARE(outlines.size(), std::size_t(1));
    QCOMPARE(outlines[0], (core::Polygon{1, 1, 3, 1, 3, 2, 1, 2}));
}

void TestContours::makesOnePolygonPerRegion()
{
    QCOMPARE(core::polygons(drawnMask({"#.#", "...", "#.#"})).size(), std::size_t(4));
    // Pixels that touch only at a corner are two regions.
    QCOMPARE(core::polygons(drawnMask({"#.", ".#"})).size(), std::size_t(2));
    QCOMPARE(core::polygons(drawnMask({"##", ".#"})).size(), std::size_t(1));
    QCOMPARE(core::polygons(core::Mask(5, 5)).size(), std::size_t(0));
    // An island in a hole is a region of its own.
    QCOMPARE(core::polygons(drawnMask({"#####", "#...#", "#.#.#", "#...#", "#####"})).size(),
             std::size_t(2));
}

void TestContours::joinsHoles()
{
    const auto outlines = core::polygons(drawnMask({"####", "#..#", "####"}));
    QCOMPARE(outlines.size(), std::size_t(1));
    // Around the outside to the left edge, in to the hole, around it, and back the same way.
    QCOMPARE(outlines[0],
             (core::Polygon{0, 0, 4, 0, 4, 3, 0, 3, 0, 1, 1, 1, 1, 2, 3, 2, 3, 1, 1, 1, 0, 1}));
}

void TestContours::comesBackIdentical_data()
{
    QTest::addColumn<QStringList>("rows");
    QTest::addRow("empty") << QStringList{"....", "...."};
    QTest::addRow("full") << QStringList{"####", "####"};
    QTest::addRow("single pixel") << QStringList{"#"};
    QTest::addRow("corner pixel") << QStringList{"...", "...", "..#"};
    QTest::addRow("diagonal") << QStringList{"#.#.#", ".#.#.", "#.#.#"};
    QTest::addRow("hole") << QStringList{"###", "#.#", "###"};
    QTest::addRow("two holes in a row") << QStringList{"#####", "#.#.#", "#####"};
    QTest::addRow("holes that touch") << QStringList{"####", "#.##", "##.#", "####"};
    QTest::addRow("hole that touches outside") << QStringList{".###", "#.##", "####"};
    QTest::addRow("nested") << QStringList{"#######", "#.....#", "#.###.#", "#.#.#.#",
                                           "#.###.#", "#.....#", "#######"};
    QTest::addRow("line") << QStringList{"########"};
}

void TestContours::comesBackIdentical()
{
    QFETCH(QStringList, rows);
    std::vector<std::string> drawing;
    for (const QString& row : rows)
        drawing.push_back(row.toStdString());
    const core::Mask mask = drawnMask(drawing);
    QVERIFY(core::fillPolygons(core::polygons(mask), mask.width(), mask.height()) == mask);
}

void TestContours::comesBackIdenticalFromRandomMasks()
{
    for (unsigned seed = 0; seed < 1500; ++seed) {
        const int width = 1 + int(seed * 7 % 37), height = 1 + int(seed * 13 % 29);
        const core::Mask dots = randomMask(width, height, (1 + seed % 9) / 10.0, seed);
        QVERIFY(core::fillPolygons(core::polygons(dots), width, height) == dots);
        const core::Mask blobs = blobMask(width * 5, height * 5, seed);
        QVERIFY(core::fillPolygons(core::polygons(blobs), width * 5, height * 5) == blobs);
    }
}

/// Each hole hangs on the one to its left: a hundred thousand deep.
void TestContours::survivesChainsOfHoles()
{
    core::Mask mask(200001, 3, std::vector<std::uint8_t>(200001 * 3, 1));
    for (int x = 1; x < mask.width(); x += 2)
        mask.row(1)[x] = 0;
    const auto outlines = core::polygons(mask);
    QCOMPARE(outlines.size(), std::size_t(1));
    QVERIFY(core::fillPolygons(outlines, mask.width(), mask.height()) == mask);
}

void TestContours::fillsPixelsWhoseCentreIsInside()
{
    const core::Mask triangle = core::fillPolygons({{0, 0, 4, 0, 0, 4}}, 4, 4);
    QVERIFY(triangle == drawnMask({"###.", "##..", "#...", "...."}) ||
            triangle == drawnMask({"####", "###.", "##..", "#..."}));
    QVERIFY(core::fillPolygons({{0.6, 0.6, 1.4, 0.6, 1.4, 1.4, 0.6, 1.4}}, 2, 2) ==
            core::Mask(2, 2));
    QVERIFY(core::fillPolygons({{0.4, 0.4, 1.6, 0.4, 1.6, 1.6, 0.4, 1.6}}, 2, 2) ==
            drawnMask({"##", "##"}));
    // Overlapping polygons are united.
    QVERIFY(core::fillPolygons({{0, 0, 2, 0, 2, 1, 0, 1}, {1, 0, 3, 0, 3, 1, 1, 1}}, 4, 1) ==
            drawnMask({"###."}));
}

void TestContours::staysInsideThePicture()
{
    const core::Mask full(3, 2, std::vector<std::uint8_t>(6, 1));
    QVERIFY(core::fillPolygons({{-1e300, -1e300, 1e300, -1e300, 1e300, 1e300, -1e300, 1e300}}, 3,
                               2) == full);
    // So far apart that the distance is infinite.
    core::fillPolygons({{-1.7e308, -1.7e308, 1.7e308, 1.7e308, 0, 1.7e308}}, 3, 2);
    QVERIFY(core::fillPolygons({{-9, -9, -1, -9, -1, 9, -9, 9}}, 3, 2) == core::Mask(3, 2));
    QVERIFY(core::fillPolygons({{}, {1, 1}, {0, 0, 3, 2}}, 3, 2) == core::Mask(3, 2));
}

void TestContours::isQuickOnAHundredMegapixels()
{
    const core::Mask mask = blobMask(10000, 10000, 3);
    QElapsedTimer clock;
    clock.start();
    const auto outlines = core::polygons(mask);
    const qint64 traceMs = clock.restart();
    const core::Mask back = core::fillPolygons(outlines, mask.width(), mask.height());
    const qint64 fillMs = clock.elapsed();
    qInfo("trace %lld ms, fill %lld ms", traceMs, fillMs);
    QVERIFY(back == mask);
    QVERIFY2(traceMs < 4000, qPrintable(QString::number(traceMs)));
    QVERIFY2(fillMs < 4000, qPrintable(QString::number(fillMs)));
}

QTEST_APPLESS_MAIN(TestContours)
#include "test_contours.moc"
