#pragma once

#include <QLineEdit>
#include <QStringListModel>

#include "ui/session.h"

namespace ui {

/// Names what is being clicked on: the label (COCO category) that accepted objects get from now on.
/// Stays as it is from object to object; labels in use are offered while typing.
class LabelField : public QLineEdit {
    Q_OBJECT
public:
    explicit LabelField(Session* session, QWidget* parent = nullptr);

private:
    void offerLabelsInUse();

    Session* session_;
    QStringListModel* known_;
};

} // namespace ui
