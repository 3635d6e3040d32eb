#pragma once

#include <QTableView>

#include "ui/object_model.h"

namespace ui {

/// The Objects dock: eye, colour, name and area of every object. The selected row is the session's
/// selected object. Keys: F2 renames, Del deletes, Space shows or hides, C changes the colour.
class ObjectList : public QTableView {
    Q_OBJECT
public:
    explicit ObjectList(Session* session, QWidget* parent = nullptr);

    ObjectModel* objectModel() const { return model_; }
    QSize sizeHint() const override { return {260, 240}; }

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void describe();
    void arrangeColumns();
    void selectFromSession();
    void act(const QModelIndex& index);
    void toggleVisible(int row);
    void chooseColor(int row);

    Session* session_;
    ObjectModel* model_;
};

} // namespace ui
