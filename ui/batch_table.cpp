#include "ui/batch_table.h"

#include <QHeaderView>

#include "ui/batch_model.h"
#include "ui/progress_delegate.h"

namespace ui {

namespace {

class BatchDelegate : public ProgressDelegate {
public:
    using ProgressDelegate::ProgressDelegate;

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
    setItemDelegate(new BatchDelegate(BatchModel::ProgressRole, this));
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
