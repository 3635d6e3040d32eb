#include "ui/theme.h"

#include <QApplication>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QProxyStyle>
#include <QStyleOption>
#include <QSvgRenderer>
#include <QWidget>

namespace ui::theme {

namespace {

struct Shades {
    QColor window, base, alternate, button, text, dimmed, highlight, highlightedText, link, tip;
};

QPalette paletteOf(const Shades& shades)
{
    QPalette palette(shades.button, shades.window); // derives the bevel colours
    palette.setColor(QPalette::WindowText, shades.text);
    palette.setColor(QPalette::Base, shades.base);
    palette.setColor(QPalette::AlternateBase, shades.alternate);
    palette.setColor(QPalette::Text, shades.text);
    palette.setColor(QPalette::ButtonText, shades.text);
    palette.setColor(QPalette::PlaceholderText, shades.dimmed);
    palette.setColor(QPalette::Highlight, shades.highlight);
    palette.setColor(QPalette::HighlightedText, shades.highlightedText);
    palette.setColor(QPalette::Link, shades.link);
    palette.setColor(QPalette::ToolTipBase, shades.tip);
    palette.setColor(QPalette::ToolTipText, shades.text);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, shades.dimmed);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, shades.alternate);
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, shades.dimmed);
    return palette;
}

QPalette lightPalette()
{
    return paletteOf({.window = 0xf3f4f6,
                      .base = 0xffffff,
                      .alternate = 0xf0f2f5,
                      .button = 0xf3f4f6,
                      .text = 0x1d2127,
                      .dimmed = 0x767d88,
                      .highlight = 0x1769d2,
                      .highlightedText = 0xffffff,
                      .link = 0x1769d2,
                      .tip = 0xffffff});
}

QPalette darkPalette()
{
    return paletteOf({.window = 0x25282d,
                      .base = 0x1c1f23,
                      .alternate = 0x22252a,
                      .button = 0x31353c,
                      .text = 0xe6e8eb,
                      .dimmed = 0x8d949e,
                      .highlight = 0x2f7fe6,
                      .highlightedText = 0xffffff,
                      .link = 0x6cb0ff,
                      .tip = 0x31353c});
}

/// What the desktop asks for, remembered before the first palette of ours replaces it.
bool desktopIsDark()
{
    static const bool dark = isDark(QApplication::palette());
    return dark;
}

/// Fusion derives the outline of check boxes and radio buttons from the window's colour and makes
/// it darker, which cannot be seen on a dark window.
class Style : public QProxyStyle {
public:
    Style() : QProxyStyle(QStringLiteral("Fusion")) {}

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override
    {
        const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
        if (!button || (element != PE_IndicatorCheckBox && element != PE_IndicatorRadioButton)) {
            QProxyStyle::drawPrimitive(element, option, painter, widget);
            return;
        }
        constexpr int whatFusionDarkens = 130; // percent
        QStyleOptionButton outlined = *button;
        const QColor outline = outlined.palette.color(QPalette::PlaceholderText);
        outlined.palette.setColor(QPalette::Window, outline.lighter(whatFusionDarkens));
        QProxyStyle::drawPrimitive(element, &outlined, painter, widget);
    }
};

/// Draws an SVG whose strokes are `currentColor` in the palette's colour of the moment.
class SvgIconEngine : public QIconEngine {
public:
    explicit SvgIconEngine(const QString& file)
    {
        QFile svg(file);
        if (svg.open(QIODevice::ReadOnly))
            svg_ = svg.readAll();
        else
            qWarning("There is no icon %s", qPrintable(file));
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        const QPalette palette = QApplication::palette();
        const auto group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
        const auto role =
            mode == QIcon::Selected ? QPalette::HighlightedText : QPalette::WindowText;
        QByteArray colored = svg_;
        colored.replace("currentColor", palette.color(group, role).name().toLatin1());
        const int side = std::min(rect.width(), rect.height());
        QRectF square(0, 0, side, side);
        square.moveCenter(QRectF(rect).center());
        QSvgRenderer(colored).render(painter, square);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

    QIconEngine* clone() const override { return new SvgIconEngine(*this); }

private:
    QByteArray svg_;
};

} // namespace

void apply(Theme theme)
{
    const bool desktop = desktopIsDark(); // must see the desktop's own palette, so first of all
    const bool dark = theme == Theme::System ? desktop : theme == Theme::Dark;
    QApplication::setStyle(new Style);
    QApplication::setPalette(dark ? darkPalette() : lightPalette());
}

bool isDark(const QPalette& palette)
{
    return palette.color(QPalette::Window).lightness() <
           palette.color(QPalette::WindowText).lightness();
}

QIcon icon(const QString& name)
{
    return QIcon(new SvgIconEngine(QStringLiteral(":/icons/%1.svg").arg(name)));
}

QColor canvasBackdrop(const QPalette& palette)
{
    return isDark(palette) ? 0x131518 : 0xd3d6db;
}

QColor pendingColor()
{
    return 0x1e90ff;
}

QColor foregroundColor()
{
    return 0x16a34a;
}

QColor backgroundColor()
{
    return 0xdc2f3c;
}

QColor errorColor(const QPalette& palette)
{
    return isDark(palette) ? 0xff8f88 : 0xb3261e;
}

void paintBar(QWidget& bar, const QColor& accent)
{
    const QColor window = bar.palette().color(QPalette::Window);
    const auto tinted = [](float base, float color) { return base + (color - base) * 0.14f; };
    QPainter painter(&bar);
    painter.fillRect(bar.rect(), QColor::fromRgbF(tinted(window.redF(), accent.redF()),
                                                  tinted(window.greenF(), accent.greenF()),
                                                  tinted(window.blueF(), accent.blueF())));
    painter.fillRect(QRect(0, 0, barStripeWidth, bar.height()), accent);
}

} // namespace ui::theme
