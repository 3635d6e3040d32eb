#pragma once

#include <QDialog>

namespace ui {

/// What hands can do, on one page.
class ShortcutsDialog : public QDialog {
    Q_OBJECT
public:
    explicit ShortcutsDialog(QWidget* parent = nullptr);
};

} // namespace ui
