#include <cmath>
#include <set>

#include "core/annotation.h"
#include "tests/core/helpers.h"

class TestAnnotation : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void givesEveryObjectItsOwnColor();
    void keepsNeighboursApart();
    void keepsNeighboursApartForTheColorBlind();
    void takesAnyNumber();
};

namespace {

double linear(std::uint8_t channel)
{
    const double value = channel / 255.0;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

/// Distance in CIE L*a*b*: 2 is just visible, 10 at a glance.
double distance(const std::array<double, 3>& a, const std::array<double, 3>& b)
{
    const auto lab = [](const std::array<double, 3>& c) {
        const auto f = [](double t) {
            return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16 / 116.0;
        };
        const double x = f((0.4124 * c[0] + 0.3576 * c[1] + 0.1805 * c[2]) / 0.9505);
        const double y = f(0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]);
        const double z = f((0.0193 * c[0] + 0.1192 * c[1] + 0.9505 * c[2]) / 1.089);
        return std::array<double, 3>{116 * y - 16, 500 * (x - y), 200 * (y - z)};
    };
    const auto p = lab(a), q = lab(b);
    return std::hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

std::array<double, 3> linear(const core::Color& color)
{
    return {linear(color.r), linear(color.g), linear(color.b)};
}

/// What a deuteranope sees, by Viénot, Brettel and Mollon's matrix.
std::array<double, 3> withoutGreenCones(const core::Color& color)
{
    const auto c = linear(color);
    const double redGreen = 0.29275 * c[0] + 0.70725 * c[1];
    return {redGreen, redGreen, std::max(0.0, -0.02234 * c[0] + 0.02234 * c[1] + c[2])};
}

} // namespace

void TestAnnotation::givesEveryObjectItsOwnColor()
{
    std::set<std::array<std::uint8_t, 3>> seen;
    for (int n = 0; n < 64; ++n) {
        const core::Color color = core::paletteColor(n);
        seen.insert({color.r, color.g, color.b});
    }
    QCOMPARE(seen.size(), std::size_t(64));
}

void TestAnnotation::keepsNeighboursApart()
{
    for (int n = 0; n < 255; ++n) {
        const double apart =
            distance(linear(core::paletteColor(n)), linear(core::paletteColor(n + 1)));
        QVERIFY2(apart > 30, qPrintable(QStringLiteral("%1: %2").arg(n).arg(apart)));
    }
}

void TestAnnotation::keepsNeighboursApartForTheColorBlind()
{
    for (int n = 0; n < 255; ++n) {
        const double apart = distance(withoutGreenCones(core::paletteColor(n)),
                                      withoutGreenCones(core::paletteColor(n + 1)));
        QVERIFY2(apart > 12, qPrintable(QStringLiteral("%1: %2").arg(n).arg(apart)));
    }
}

void TestAnnotation::takesAnyNumber()
{
    QVERIFY(core::paletteColor(-1) == core::paletteColor(0));
    QVERIFY(core::paletteColor(1000000) == core::paletteColor(1000000));
}

QTEST_APPLESS_MAIN(TestAnnotation)
#include "test_annotation.moc"
