#include "ui/object_model.h"

#include <algorithm>

#include <QColor>
#include <QLocale>

#include "ui/theme.h"

namespace ui {

ObjectModel::ObjectModel(Session* session, QObject* parent)
    : QAbstractTableModel(parent), session_(session), rows_(rowsOf(session->annotation()))
{
    connect(session, &Session::annotationChanged, this, &ObjectModel::follow);
    connect(session, &Session::imageLoaded, this, &ObjectModel::follow);
}

std::vector<ObjectModel::Row> ObjectModel::rowsOf(const core::Annotation& annotation)
{
    std::vector<Row> rows;
    for (const core::Object& object : annotation.objects)
        rows.push_back({object.id, QString::fromStdString(object.name),
                        QString::fromStdString(object.label), object.color, object.visible,
                        object.area});
    return rows;
}

/// Takes over the session's objects. Rows between the common beginning and the common end are
/// exchanged; rows that only changed their content stay.
void ObjectModel::follow()
{
    std::vector<Row> rows = rowsOf(session_->annotation());
    const auto sameId = [](const Row& a, const Row& b) { return a.id == b.id; };
    const auto [oldHead, newHead] =
        std::mismatch(rows_.begin(), rows_.end(), rows.begin(), rows.end(), sameId);
    const auto [oldTail, newTail] =
        std::mismatch(rows_.rbegin(), std::make_reverse_iterator(oldHead), rows.rbegin(),
                      std::make_reverse_iterator(newHead), sameId);
    const int first = int(oldHead - rows_.begin());
    const int removed = int(oldTail.base() - oldHead);
    const int inserted = int(newTail.base() - newHead);
    if (removed > 0) {
        beginRemoveRows({}, first, first + removed - 1);
        rows_.erase(rows_.begin() + first, rows_.begin() + first + removed);
        endRemoveRows();
    }
    if (inserted > 0) {
        beginInsertRows({}, first, first + inserted - 1);
        rows_.insert(rows_.begin() + first, rows.begin() + first, rows.begin() + first + inserted);
        endInsertRows();
    }
    for (int i = 0; i < int(rows.size()); ++i) {
        if (rows_[std::size_t(i)] == rows[std::size_t(i)])
            continue;
        rows_[std::size_t(i)] = rows[std::size_t(i)];
        Q_EMIT dataChanged(index(i, 0), index(i, ColumnCount - 1));
    }
}

int ObjectModel::idAt(int row) const
{
    return row >= 0 && row < rowCount() ? rows_[std::size_t(row)].id : 0;
}

int ObjectModel::rowOf(int id) const
{
    const auto found =
        std::find_if(rows_.begin(), rows_.end(), [&](const Row& row) { return row.id == id; });
    return found == rows_.end() ? -1 : int(found - rows_.begin());
}

int ObjectModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(rows_.size());
}

int ObjectModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ObjectModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = rows_[std::size_t(index.row())];
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        if (column == NameColumn)
            return row.name;
        return column == AreaColumn ? QVariant(tr("%1 px").arg(QLocale().toString(row.area)))
                                    : QVariant();
    case Qt::DecorationRole:
        return decoration(row, column);
    case Qt::CheckStateRole: // drawn as an eye and toggled by the list
        return column == VisibleColumn ? QVariant(row.visible ? Qt::Checked : Qt::Unchecked)
                                       : QVariant();
    case Qt::TextAlignmentRole:
        return column == AreaColumn ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return spoken(row, column);
    default:
        return {};
    }
}

QVariant ObjectModel::decoration(const Row& row, int column) const
{
    if (column == ColorColumn)
        return QColor(row.color.r, row.color.g, row.color.b);
    if (column == VisibleColumn)
        return theme::icon(row.visible ? QStringLiteral("eye") : QStringLiteral("eye-off"));
    return {};
}

QString ObjectModel::spoken(const Row& row, int column) const
{
    switch (column) {
    case VisibleColumn:
        return row.visible ? tr("%1 is shown; click to hide it").arg(row.name)
                           : tr("%1 is hidden; click to show it").arg(row.name);
    case ColorColumn:
        return tr("Colour of %1; click to change it").arg(row.name);
    case NameColumn:
        return row.label.isEmpty() ? row.name : tr("%1, label %2").arg(row.name, row.label);
    default:
        return tr("%1 pixels").arg(QLocale().toString(row.area));
    }
}

QVariant ObjectModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Shown"), tr("Colour"), tr("Name"), tr("Area")};
    return section >= 0 && section < ColumnCount ? titles[section] : QVariant();
}

Qt::ItemFlags ObjectModel::flags(const QModelIndex& index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.column() == NameColumn)
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool ObjectModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    const Row row = rows_[std::size_t(index.row())];
    if (role == Qt::EditRole && index.column() == NameColumn) {
        const QString name = value.toString().trimmed();
        if (!name.isEmpty() && name != row.name)
            session_->renameObject(row.id, name);
        return !name.isEmpty();
    }
    if (role == Qt::EditRole && index.column() == ColorColumn) {
        const QColor color = value.value<QColor>();
        session_->setObjectColor(row.id, {std::uint8_t(color.red()), std::uint8_t(color.green()),
                                          std::uint8_t(color.blue())});
        return true;
    }
    if (role == Qt::CheckStateRole && index.column() == VisibleColumn) {
        session_->setObjectVisible(row.id, value.toInt() == Qt::Checked);
        return true;
    }
    return false;
}

} // namespace ui
