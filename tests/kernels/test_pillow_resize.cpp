#include <cmath>
#include <random>

#include <QTest>

#include "core/kernels/pillow_resize.h"

namespace {

/// The filter in floating point, without the fixed-point rounding: within one of Pillow's bytes.
double triangleAt(const std::vector<std::uint8_t>& rgb, int width, int height, int newWidth,
                  int newHeight, int x, int y, int channel)
{
    const auto weights = [](int i, int from, int to) {
        const double scale = double(from) / to, support = std::max(scale, 1.0);
        const double centre = (i + 0.5) * scale;
        std::vector<std::pair<int, double>> taps;
        double sum = 0;
        for (int j = 0; j < from; ++j) {
            const double w = 1 - std::abs((j + 0.5 - centre) / support);
            if (w > 0) {
                taps.push_back({j, w});
                sum += w;
            }
        }
        for (auto& tap : taps)
            tap.second /= sum;
        return taps;
    };
    double value = 0;
    for (const auto& [row, rowWeight] : weights(y, height, newHeight))
        for (const auto& [column, columnWeight] : weights(x, width, newWidth))
            value +=
                rowWeight * columnWeight * rgb[(std::size_t(row) * width + column) * 3 + channel];
    return value;
}

} // namespace

class TestPillowResize : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isTheAntialiasedTriangle_data();
    void isTheAntialiasedTriangle();
    void bytesOfPillow();
    void sameSizeIsTheSamePicture();
};

void TestPillowResize::isTheAntialiasedTriangle_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("newWidth");
    QTest::addColumn<int>("newHeight");
    QTest::newRow("larger") << 37 << 21 << 64 << 36;
    QTest::newRow("smaller") << 150 << 91 << 32 << 19;
    QTest::newRow("one pixel") << 1 << 1 << 16 << 16;
    QTest::newRow("a thread") << 1 << 300 << 1 << 16;
    QTest::newRow("much smaller one way") << 300 << 4 << 5 << 9;
}

void TestPillowResize::isTheAntialiasedTriangle()
{
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(int, newWidth);
    QFETCH(int, newHeight);
    std::mt19937 random(7);
    std::vector<std::uint8_t> rgb(std::size_t(width) * height * 3);
    for (std::uint8_t& byte : rgb)
        byte = std::uint8_t(random());
    const std::vector<std::uint8_t> resized =
        core::kernels::pillowBilinear(rgb.data(), width, height, newWidth, newHeight);
    QCOMPARE(resized.size(), std::size_t(newWidth) * newHeight * 3);
    double largest = 0;
    for (int y = 0; y < newHeight; ++y)
        for (int x = 0; x < newWidth; ++x)
            for (int c = 0; c < 3; ++c)
                largest = std::max(
                    largest,
                    std::abs(resized[(std::size_t(y) * newWidth + x) * 3 + c] -
                             triangleAt(rgb, width, height, newWidth, newHeight, x, y, c)));
    QVERIFY2(largest <= 1.01, qPrintable(QString::number(largest))); // two roundings of one half
}

void TestPillowResize::bytesOfPillow()
{
    // From Pillow 9.4: a 5×3 picture whose byte number i is 37·i + 11 mod 256, resized to 3×2 and
    // 7×4.
    std::vector<std::uint8_t> rgb(5 * 3 * 3);
    for (std::size_t i = 0; i < rgb.size(); ++i)
        rgb[i] = std::uint8_t(37 * i + 11);
    const std::vector<std::uint8_t> smaller = {75,  112, 149, 139, 87,  124, 167, 149, 95,
                                               129, 166, 134, 104, 141, 142, 130, 112, 149};
    const std::vector<std::uint8_t> larger = {
        11,  48,  85,  74,  111, 148, 154, 118, 155, 233, 14,  51,  129, 93,  130, 136, 173,
        100, 199, 236, 17,  38,  75,  112, 101, 138, 175, 135, 145, 182, 100, 41,  78,  110,
        120, 157, 163, 131, 127, 226, 103, 44,  70,  107, 144, 133, 170, 152, 140, 177, 146,
        36,  73,  110, 115, 152, 189, 154, 122, 159, 162, 39,  76,  97,  134, 171, 160, 197,
        88,  167, 204, 58,  63,  100, 137, 142, 179, 216, 112, 149, 186, 29,  66,  103};
    QCOMPARE(core::kernels::pillowBilinear(rgb.data(), 5, 3, 3, 2), smaller);
    QCOMPARE(core::kernels::pillowBilinear(rgb.data(), 5, 3, 7, 4), larger);
}

void TestPillowResize::sameSizeIsTheSamePicture()
{
    const std::vector<std::uint8_t> rgb{1, 2, 3, 250, 251, 252, 0, 255, 128, 9, 8, 7};
    QCOMPARE(core::kernels::pillowBilinear(rgb.data(), 2, 2, 2, 2), rgb);
}

QTEST_GUILESS_MAIN(TestPillowResize)
#include "test_pillow_resize.moc"
