#include "ui/everything_list.h"

#include <QEvent>
#include <QHeaderView>
#include <QPainter>
#include <QScopedValueRollback>
#include <QStyledItemDelegate>

#include "ui/theme.h"

namespace ui {

namespace {

constexpr int margin = 3;

/// Draws the picture of the mask, and a tint over the row that is pointed at.
class EverythingDelegate : public QStyledItemDelegate {
public:
    EverythingDelegate(EverythingModel* model, MaskBrowser* browser, QObject* parent)
        : QStyledItemDelegate(parent), model_(model), browser_(browser)
    {
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const WaitingMaskPtr mask = model_->maskAt(index.row());
        if (mask == browser_->hovered() && !(option.state & QStyle::State_Selected)) {
            QColor tint = option.palette.color(QPalette::Highlight);
            tint.setAlpha(40);
            painter->fillRect(option.rect, tint);
        }
        if (index.column() != EverythingModel::MaskColumn)
            return;
        QRect place(QPoint(), EverythingModel::thumbnailSize);
        place.moveCenter(option.rect.center());
        const double ratio = painter->device()->devicePixelRatioF();
        painter->drawPixmap(place,
                            model_->thumbnail(mask, ratio, theme::canvasBackdrop(option.palette)));
    }

private:
    EverythingModel* model_;
    MaskBrowser* browser_;
};

} // namespace

EverythingList::EverythingList(Session* session, QWidget* parent)
    : QTableView(parent), browser_(session->browser()), model_(new EverythingModel(session, this))
{
    setObjectName("everythingList");
    setAccessibleName(tr("Masks of everything mode"));
    setModel(model_);
    setItemDelegate(new EverythingDelegate(model_, browser_, this));
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setTabKeyNavigation(false);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);
    arrangeColumns();

    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &EverythingList::chooseSelected);
    connect(browser_, &MaskBrowser::chosenChanged, this, &EverythingList::selectChosen);
    connect(model_, &QAbstractItemModel::modelReset, this, &EverythingList::selectChosen);
    connect(browser_, &MaskBrowser::hoveredChanged, viewport(), qOverload<>(&QWidget::update));
    connect(this, &QAbstractItemView::entered, this, [this](const QModelIndex& index) {
        browser_->setHovered(model_->maskAt(index.row()));
    });
    connect(this, &QAbstractItemView::viewportEntered, this,
            [this] { browser_->setHovered(nullptr); });
    selectChosen();
}

void EverythingList::arrangeColumns()
{
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(EverythingModel::thumbnailSize.height() + 2 * margin);
    QHeaderView* header = horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionResizeMode(QHeaderView::Stretch);
    header->setSectionResizeMode(EverythingModel::MaskColumn, QHeaderView::Fixed);
    setColumnWidth(EverythingModel::MaskColumn,
                   EverythingModel::thumbnailSize.width() + 2 * margin);
    setSortingEnabled(true);
    showOrder();
    // The pictures have no order: a click on their title changes nothing.
    connect(header, &QHeaderView::sortIndicatorChanged, this, &EverythingList::showOrder);
}

void EverythingList::showOrder()
{
    horizontalHeader()->setSortIndicator(columnOf(browser_->order()), browser_->isAscending()
                                                                          ? Qt::AscendingOrder
                                                                          : Qt::DescendingOrder);
}

void EverythingList::chooseSelected()
{
    if (following_)
        return;
    const QScopedValueRollback following(following_, true);
    WaitingMasks masks;
    for (const QModelIndex& index : selectionModel()->selectedRows())
        masks.push_back(model_->maskAt(index.row()));
    browser_->setChosen(masks);
}

void EverythingList::selectChosen()
{
    if (following_)
        return;
    const QScopedValueRollback following(following_, true);
    QItemSelection selection;
    int first = -1;
    for (const WaitingMaskPtr& mask : browser_->chosen()) {
        const int row = model_->rowOf(mask);
        if (row < 0)
            continue;
        selection.select(model_->index(row, 0),
                         model_->index(row, EverythingModel::ColumnCount - 1));
        first = first < 0 ? row : first;
    }
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    if (first >= 0) {
        selectionModel()->setCurrentIndex(model_->index(first, 0), QItemSelectionModel::NoUpdate);
        scrollTo(model_->index(first, 0));
    }
}

void EverythingList::leaveEvent(QEvent* event)
{
    browser_->setHovered(nullptr);
    QTableView::leaveEvent(event);
}

void EverythingList::paintEvent(QPaintEvent* event)
{
    QTableView::paintEvent(event);
    if (model_->rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(
        viewport()->rect().adjusted(12, 12, -12, -12), Qt::AlignCenter | Qt::TextWordWrap,
        tr("The filter hides every mask; move the sliders apart or clear the check box."));
}

} // namespace ui
