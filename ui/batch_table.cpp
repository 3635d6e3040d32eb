#include "ui/batch_table.h"

#include <QApplication>
#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>

#include "ui/batch_model.h"

namespace ui {

namespace {

constexpr int progressSteps = 1000;

/// Draws a bar where the model names a share.
class BatchDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        const QVariant share = index.data(BatchModel::ProgressRole);
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

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const int least = option.fontMetrics.height() + 10;
        return QStyledItemDelegate::sizeHint(option, index).expandedTo(QSize(0, least));
    }

protected:
    /// The end of a path tells pictures apart; the beginning of a sentence says what is wrong.
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        option->textElideMode =
            index.column() == BatchModel::PictureColumn ? Qt::ElideLeft : Qt::ElideRight;
    }
};

} // namespace

BatchTable::BatchTable(BatchModel* model, QWidget* parent) : QTreeView(parent)
{
    setModel(model);
    setItemDelegate(new BatchDelegate(this));
    setAccessibleName(tr("Pictures of the batch"));
    setRootIsDecorated(false);
    setUniformRowHeights(true); // a hundred thousand rows
    setAllColumnsShowFocus(true);
    setAlternatingRowColors(true);
    header()->setStretchLastSection(true);
    header()->setSectionsMovable(false);
    const auto wide = [this](int letters) { return letters * fontMetrics().averageCharWidth(); };
    setColumnWidth(BatchModel::PictureColumn, wide(46));
    setColumnWidth(BatchModel::StateColumn, wide(18));
    setColumnWidth(BatchModel::MasksColumn, wide(9));
    setColumnWidth(BatchModel::TimeColumn, wide(10));
}

void BatchTable::follow(int row)
{
    if (row == followed_)
        return;
    const bool inSight =
        followed_ < 0 || viewport()->rect().intersects(visualRect(model()->index(followed_, 0)));
    followed_ = row;
    if (inSight)
        scrollTo(model()->index(row, 0));
}

} // namespace ui
