#pragma once

#include <QTableView>

#include "ui/everything_model.h"

namespace ui {

/// The waiting masks with picture, scores and area; a click on a title sorts. What is selected here
/// is what the browser has chosen, and the row under the mouse is what it points at.
class EverythingList : public QTableView {
    Q_OBJECT
public:
    explicit EverythingList(Session* session, QWidget* parent = nullptr);

    EverythingModel* everythingModel() const { return model_; }
    QSize sizeHint() const override { return {260, 320}; }

protected:
    void leaveEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void arrangeColumns();
    void chooseSelected();
    void selectChosen();
    void showOrder();

    MaskBrowser* browser_;
    EverythingModel* model_;
    bool following_ = false; ///< the selection is being set from the browser
};

} // namespace ui
