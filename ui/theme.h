#pragma once

#include <QColor>
#include <QIcon>
#include <QPalette>
#include <QString>

class QWidget;

namespace ui::theme {

enum class Theme { System, Light, Dark };

/// Gives the whole program the Fusion style and a light or dark palette. To be called once at the
/// start and whenever the user chooses another theme.
void apply(Theme theme);
bool isDark(const QPalette& palette);

/// resources/icons/<name>.svg in the palette's text colour; follows a change of theme by itself.
QIcon icon(const QString& name);

QColor canvasBackdrop(const QPalette& palette); ///< around the picture
QColor pendingColor();                          ///< candidate and preview, on any picture
QColor foregroundColor();                       ///< prompt points
QColor backgroundColor();
QColor errorColor(const QPalette& palette); ///< text that says what went wrong

/// The background of a message across the window: a tint of `accent` and a stripe of it.
inline constexpr int barStripeWidth = 4;
void paintBar(QWidget& bar, const QColor& accent);

} // namespace ui::theme
