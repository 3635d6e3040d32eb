#pragma once

#include <QStyledItemDelegate>

namespace ui {

/// Draws a bar with the cell's text in it where the model names a share (0–1).
class ProgressDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit ProgressDelegate(int shareRole, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    int shareRole_;
};

} // namespace ui
