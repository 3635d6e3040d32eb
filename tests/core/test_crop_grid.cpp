#include <cmath>

#include <QTest>

#include "core/crop_grid.h"

class TestCropGrid : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void firstCropIsTheWholePicture();
    void layersAreTheReferences();
    void cropsCoverThePicture_data();
    void cropsCoverThePicture();
    void pointsAreCellCentres();
    void pointsAreNumpys();
};

void TestCropGrid::firstCropIsTheWholePicture()
{
    QCOMPARE(core::cropBoxes(600, 400, 0, 0.3), (std::vector<core::Crop>{{{0, 0, 600, 400}, 0}}));
}

/// Crop boxes that the reference records for a 600×400 picture.
void TestCropGrid::layersAreTheReferences()
{
    const auto crops = core::cropBoxes(600, 400, 1, 512.0 / 1500);
    QCOMPARE(crops, (std::vector<core::Crop>{{{0, 0, 600, 400}, 0},
                                             {{0, 0, 368, 268}, 1},
                                             {{0, 132, 368, 268}, 1},
                                             {{232, 0, 368, 268}, 1},
                                             {{232, 132, 368, 268}, 1}}));
}

void TestCropGrid::cropsCoverThePicture_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<double>("overlap");
    QTest::newRow("odd sides") << 601 << 397 << 0.34;
    QTest::newRow("a line") << 1000 << 1 << 0.34;
    QTest::newRow("no overlap") << 33 << 70 << 0.0;
    QTest::newRow("nearly all overlap") << 333 << 200 << 0.95;
}

void TestCropGrid::cropsCoverThePicture()
{
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(double, overlap);
    for (int layer = 1; layer <= 3; ++layer) {
        core::Mask covered(width, height);
        for (const core::Crop& crop : core::cropBoxes(width, height, layer, overlap)) {
            if (crop.layer != layer || crop.box.empty())
                continue;
            QVERIFY(crop.box.x >= 0 && crop.box.x + crop.box.width <= width);
            QVERIFY(crop.box.y >= 0 && crop.box.y + crop.box.height <= height);
            for (int y = 0; y < crop.box.height; ++y)
                std::fill_n(covered.row(crop.box.y + y) + crop.box.x, crop.box.width, 1);
        }
        QCOMPARE(covered.area(), std::size_t(width) * std::size_t(height));
    }
}

void TestCropGrid::pointsAreCellCentres()
{
    using Points = std::vector<std::array<double, 2>>;
    QCOMPARE(core::pointGrid(1), (Points{{0.5, 0.5}}));
    QCOMPARE(core::pointGrid(2), (Points{{0.25, 0.25}, {0.75, 0.25}, {0.25, 0.75}, {0.75, 0.75}}));
}

/// numpy.linspace(1 / 14, 1 − 1 / 14, 7), whose steps are not exact.
void TestCropGrid::pointsAreNumpys()
{
    const auto points = core::pointGrid(7);
    const double expected[] = {0.07142857142857142, 0.2142857142857143, 0.3571428571428572, 0.5,
                               0.6428571428571429,  0.7857142857142858, 0.9285714285714286};
    for (int i = 0; i < 7; ++i)
        QVERIFY2(points[std::size_t(i)][0] == expected[i], qPrintable(QString::number(i)));
}

QTEST_GUILESS_MAIN(TestCropGrid)
#include "test_crop_grid.moc"
