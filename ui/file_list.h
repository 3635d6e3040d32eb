#pragma once

#include <QHash>
#include <QListWidget>

#include "ui/session.h"

namespace ui {

/// The pictures of the folder, each with a dot that says how far it is.
class FileList : public QListWidget {
    Q_OBJECT
public:
    explicit FileList(Session* session, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void fill();
    void showState(const QString& path);
    void showCurrent();
    QIcon dot(FileState state) const;
    QPixmap dotPixmap(FileState state, const QColor& color) const;

    Session* session_;
    QHash<QString, int> rows_;
};

} // namespace ui
