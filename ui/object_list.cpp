#include "ui/object_list.h"

#include <QColorDialog>
#include <QFontMetrics>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QStyledItemDelegate>

#include "ui/theme.h"

namespace ui {

namespace {

/// Draws the eye and the colour swatch in the middle of their cells; text cells are left to Qt.
class ObjectDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        const int column = index.column();
        if (column != ObjectModel::VisibleColumn && column != ObjectModel::ColorColumn) {
            QStyledItemDelegate::paint(painter, option, index);
            return;
        }
        QStyleOptionViewItem cell = option;
        initStyleOption(&cell, index);
        cell.features = {}; // neither a check box nor a decoration, just the background
        cell.icon = {};
        cell.widget->style()->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);
        QRect square(0, 0, 16, 16);
        square.moveCenter(option.rect.center());
        if (column == ObjectModel::VisibleColumn)
            paintEye(painter, square, cell, index);
        else
            paintSwatch(painter, square, index.data(Qt::DecorationRole).value<QColor>());
    }

private:
    static void paintEye(QPainter* painter, const QRect& square, const QStyleOptionViewItem& cell,
                         const QModelIndex& index)
    {
        const bool visible = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
        const QIcon::Mode mode = cell.state & QStyle::State_Selected ? QIcon::Selected
                                 : visible                           ? QIcon::Normal
                                                                     : QIcon::Disabled;
        index.data(Qt::DecorationRole).value<QIcon>().paint(painter, square, Qt::AlignCenter, mode);
    }

    static void paintSwatch(QPainter* painter, const QRect& square, const QColor& color)
    {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(QColor(255, 255, 255, 200), 1));
        painter->setBrush(color);
        painter->drawRoundedRect(QRectF(square).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
        painter->restore();
    }
};

} // namespace

ObjectList::ObjectList(Session* session, QWidget* parent)
    : QTableView(parent), session_(session), model_(new ObjectModel(session, this))
{
    setModel(model_);
    setItemDelegate(new ObjectDelegate(this));
    describe();
    arrangeColumns();
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(DoubleClicked | EditKeyPressed);
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setTabKeyNavigation(false); // Tab leaves the list
    setWordWrap(false);         // a name that is too long ends in one …
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

    connect(this, &QAbstractItemView::clicked, this, &ObjectList::act);
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (current.isValid())
                    session_->selectObject(model_->idAt(current.row()));
            });
    connect(session, &Session::selectedObjectChanged, this, &ObjectList::selectFromSession);
    connect(model_, &QAbstractItemModel::rowsInserted, this, &ObjectList::selectFromSession);
    connect(model_, &QAbstractItemModel::rowsRemoved, viewport(), qOverload<>(&QWidget::update));
    selectFromSession();
}

void ObjectList::describe()
{
    setObjectName(QStringLiteral("objectList"));
    setAccessibleName(tr("Objects"));
    setAccessibleDescription(tr("F2 renames, Delete removes, Space shows or hides, C changes the "
                                "colour of the selected object."));
    setWhatsThis(tr("The objects of this picture. <b>Double-click</b> a name (or press <b>F2</b>) "
                    "to change it, click the <b>eye</b> (or press <b>Space</b>) to hide an object, "
                    "click its <b>colour</b> (or press <b>C</b>) to choose another, press "
                    "<b>Del</b> to delete it."));
}

void ObjectList::arrangeColumns()
{
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 12);
    horizontalHeader()->hide();
    horizontalHeader()->setMinimumSectionSize(24);
    for (const int column : {ObjectModel::VisibleColumn, ObjectModel::ColorColumn}) {
        horizontalHeader()->setSectionResizeMode(column, QHeaderView::Fixed);
        setColumnWidth(column, 30);
    }
    horizontalHeader()->setSectionResizeMode(ObjectModel::NameColumn, QHeaderView::Stretch);
    horizontalHeader()->setSectionResizeMode(ObjectModel::AreaColumn,
                                             QHeaderView::ResizeToContents);
}

void ObjectList::selectFromSession()
{
    const int row = model_->rowOf(session_->selectedObject());
    if (row == currentIndex().row() && selectionModel()->isRowSelected(row))
        return;
    if (row < 0) {
        clearSelection();
        setCurrentIndex({});
    } else {
        setCurrentIndex(model_->index(row, ObjectModel::NameColumn));
        scrollTo(currentIndex());
    }
}

void ObjectList::act(const QModelIndex& index)
{
    if (index.column() == ObjectModel::VisibleColumn)
        toggleVisible(index.row());
    else if (index.column() == ObjectModel::ColorColumn)
        chooseColor(index.row());
}

void ObjectList::toggleVisible(int row)
{
    const QModelIndex index = model_->index(row, ObjectModel::VisibleColumn);
    const bool visible = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    model_->setData(index, visible ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
}

void ObjectList::chooseColor(int row)
{
    const QPersistentModelIndex index = model_->index(row, ObjectModel::ColorColumn);
    auto* dialog = new QColorDialog(index.data(Qt::DecorationRole).value<QColor>(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Colour of the object"));
    connect(dialog, &QColorDialog::colorSelected, this, [this, index](const QColor& color) {
        model_->setData(index, color, Qt::EditRole); // an object deleted meanwhile has no index
    });
    dialog->open();
}

void ObjectList::keyPressEvent(QKeyEvent* event)
{
    const int row = currentIndex().row();
    if (row >= 0 && event->key() == Qt::Key_Delete)
        session_->removeObject(model_->idAt(row));
    else if (row >= 0 && event->key() == Qt::Key_Space)
        toggleVisible(row);
    else if (row >= 0 && event->key() == Qt::Key_C && event->modifiers() == Qt::NoModifier)
        chooseColor(row);
    else if (row >= 0 && event->key() == Qt::Key_F2)
        edit(model_->index(row, ObjectModel::NameColumn));
    else
        QTableView::keyPressEvent(event);
}

void ObjectList::paintEvent(QPaintEvent* event)
{
    QTableView::paintEvent(event);
    if (model_->rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(viewport()->rect().adjusted(16, 16, -16, -16),
                     Qt::AlignCenter | Qt::TextWordWrap,
                     tr("No objects yet. Click something in the picture and press Enter to keep "
                        "its mask."));
}

} // namespace ui
