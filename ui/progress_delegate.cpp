#include "ui/progress_delegate.h"

#include <QApplication>
#include <QPainter>

namespace ui {

namespace {

constexpr int progressSteps = 1000;

} // namespace

ProgressDelegate::ProgressDelegate(int shareRole, QObject* parent)
    : QStyledItemDelegate(parent), shareRole_(shareRole)
{
}

void ProgressDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const
{
    const QVariant share = index.data(shareRole_);
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const QString text = cell.text;
    if (share.isValid())
        cell.text.clear();
    QStyle* style = cell.widget->style();
    style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);
    if (!share.isValid())
        return;
    QStyleOptionProgressBar bar;
    bar.rect = option.rect.adjusted(4, 4, -4, -4);
    bar.palette = option.palette;
    bar.fontMetrics = option.fontMetrics;
    bar.state = QStyle::State_Enabled | QStyle::State_Horizontal;
    bar.maximum = progressSteps;
    bar.progress = int(share.toFloat() * progressSteps);
    bar.text = text;
    bar.textVisible = true;
    bar.textAlignment = Qt::AlignCenter;
    style->drawControl(QStyle::CE_ProgressBar, &bar, painter, cell.widget);
}

QSize ProgressDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const int least = option.fontMetrics.height() + 10;
    return QStyledItemDelegate::sizeHint(option, index).expandedTo(QSize(0, least));
}

} // namespace ui
