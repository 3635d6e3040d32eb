// What the palettes and the style make of the widgets.
#include <cmath>
#include <memory>

#include <QApplication>
#include <QCheckBox>
#include <QRadioButton>
#include <QTest>

#include "ui/theme.h"

using namespace ui;

namespace {

double luminance(QRgb color)
{
    const auto linear = [](int value) {
        const double share = value / 255.0;
        return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(qRed(color)) + 0.7152 * linear(qGreen(color)) +
           0.0722 * linear(qBlue(color));
}

/// As WCAG 2 defines it, from 1 (the same) to 21 (black on white).
double contrast(QRgb a, QRgb b)
{
    const double x = luminance(a), y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

} // namespace

class TestTheme : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void uncheckedBoxesAreSeen_data();
    void uncheckedBoxesAreSeen();
    void applyGoesBothWays();
};

void TestTheme::uncheckedBoxesAreSeen_data()
{
    QTest::addColumn<theme::Theme>("theme");
    QTest::addColumn<bool>("radio");
    QTest::newRow("check box, light") << theme::Theme::Light << false;
    QTest::newRow("check box, dark") << theme::Theme::Dark << false;
    QTest::newRow("radio button, light") << theme::Theme::Light << true;
    QTest::newRow("radio button, dark") << theme::Theme::Dark << true;
}

/// Without a text all that is drawn is the box, whose outline must stand out from the window.
void TestTheme::uncheckedBoxesAreSeen()
{
    QFETCH(theme::Theme, theme);
    QFETCH(bool, radio);
    theme::apply(theme);
    const std::unique_ptr<QAbstractButton> box =
        radio ? std::unique_ptr<QAbstractButton>(new QRadioButton) : std::make_unique<QCheckBox>();
    box->resize(box->sizeHint());
    QImage drawn(box->size(), QImage::Format_RGB32);
    const QRgb window = box->palette().color(QPalette::Window).rgb();
    drawn.fill(window);
    box->render(&drawn);
    double most = 1;
    for (int x = 0; x < drawn.width(); ++x) // across the middle: the upright sides of the box
        most = std::max(most, contrast(drawn.pixel(x, drawn.height() / 2), window));
    QVERIFY2(most >= 3, qPrintable(QString::number(most)));
}

void TestTheme::applyGoesBothWays()
{
    theme::apply(theme::Theme::Dark);
    QVERIFY(theme::isDark(QApplication::palette()));
    theme::apply(theme::Theme::Light);
    QVERIFY(!theme::isDark(QApplication::palette()));
    theme::apply(theme::Theme::System); // the desktop's, not the last one applied
    const bool desktop = theme::isDark(QApplication::palette());
    theme::apply(desktop ? theme::Theme::Light : theme::Theme::Dark);
    theme::apply(theme::Theme::System);
    QCOMPARE(theme::isDark(QApplication::palette()), desktop);
}

QTEST_MAIN(TestTheme)
#include "test_theme.moc"
