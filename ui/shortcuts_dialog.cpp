#include "ui/shortcuts_dialog.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace ui {

ShortcutsDialog::ShortcutsDialog(QWidget* parent) : QDialog(parent)
{
    setWindowTitle(tr("Keyboard and mouse"));
    const std::pair<QString, QString> rows[] = {
        {tr("Select something"), tr("Left click")},
        {tr("Leave something out"), tr("Right click, or Shift + left click")},
        {tr("Box"), tr("Drag with the left button")},
        {tr("Remove a point"), tr("Alt + click on it, or Ctrl+Z")},
        {tr("Choose a mask"), tr("1–4, ↑ and ↓, or click on its picture")},
        {tr("Accept"), tr("Enter, F or E, or double-click")},
        {tr("Cancel"), tr("Esc")},
        {tr("Click with the keyboard"), tr("K, then arrows, Space, Shift+Space")},
        {tr("Segment everything"), tr("Ctrl+Shift+A")},
        {tr("Batch: everything in a folder of pictures"), tr("Ctrl+B")},
        {tr("Choose masks of everything mode"),
         tr("S, then click; Ctrl + click for more, or drag")},
        {tr("Accept, merge, delete chosen masks"), tr("Enter, M, Del")},
        {tr("Zoom"), tr("Wheel, Ctrl++ and Ctrl+−; Ctrl+0 fits, Ctrl+1 is 100 %")},
        {tr("Move the picture"), tr("Middle button, or Space + drag")},
        {tr("Previous and next picture"), tr("A and D, or PgUp and PgDn")},
        {tr("Hide masks"), tr("V")},
        {tr("Undo and redo"), tr("Ctrl+Z and Ctrl+Shift+Z")},
        {tr("Rename and delete an object"), tr("F2 and Del")},
        {tr("Open picture, folder"), tr("Ctrl+O, Ctrl+U")},
        {tr("Save, export"), tr("Ctrl+S, Ctrl+E")},
    };
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(24);
    int line = 0;
    for (const auto& [action, input] : rows) {
        auto* what = new QLabel(action);
        what->setForegroundRole(QPalette::PlaceholderText);
        grid->addWidget(what, line, 0);
        grid->addWidget(new QLabel(input), line++, 1);
    }
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->addLayout(grid);
    column->addWidget(buttons);
    column->setSizeConstraint(QLayout::SetFixedSize);
}

} // namespace ui
