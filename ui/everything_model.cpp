#include "ui/everything_model.h"

#include <algorithm>
#include <set>

#include <QLocale>

#include "ui/thumbnail.h"

namespace ui {

namespace {

QString shown(double score)
{
    return QLocale().toString(score, 'f', 3);
}

} // namespace

EverythingModel::Column columnOf(MaskOrder order)
{
    switch (order) {
    case MaskOrder::Iou:
        return EverythingModel::IouColumn;
    case MaskOrder::Stability:
        return EverythingModel::StabilityColumn;
    case MaskOrder::Area:
        break;
    }
    return EverythingModel::AreaColumn;
}

EverythingModel::EverythingModel(Session* session, QObject* parent)
    : QAbstractTableModel(parent), session_(session), browser_(session->browser()),
      rows_(browser_->shown())
{
    connect(browser_, &MaskBrowser::shownChanged, this, &EverythingModel::follow);
}

void EverythingModel::follow()
{
    const std::set<WaitingMaskPtr> waiting(browser_->all().begin(), browser_->all().end());
    std::erase_if(thumbnails_, [&](const auto& entry) { return !waiting.contains(entry.first); });
    if (rows_ == browser_->shown())
        return;
    beginResetModel();
    rows_ = browser_->shown();
    endResetModel();
}

WaitingMaskPtr EverythingModel::maskAt(int row) const
{
    return row >= 0 && row < rowCount() ? rows_[std::size_t(row)] : nullptr;
}

int EverythingModel::rowOf(const WaitingMaskPtr& mask) const
{
    const auto found = std::find(rows_.begin(), rows_.end(), mask);
    return found == rows_.end() ? -1 : int(found - rows_.begin());
}

QPixmap EverythingModel::thumbnail(const WaitingMaskPtr& mask, double ratio, const QColor& outside)
{
    QPixmap& made = thumbnails_[mask];
    const QSize size = (QSizeF(thumbnailSize) * ratio).toSize();
    if (made.size() == size)
        return made;
    const core::Image& image = session_->image();
    const QSize picture(image.width(), image.height());
    const core::PixelRect& box = mask->found.box;
    // Small things are not shown so large that one cannot tell where they are.
    const QRectF crop =
        cropAround(QRect(box.x, box.y, box.width, box.height), QSizeF(picture) / 12, size, picture);
    const QColor tint(mask->color.r, mask->color.g, mask->color.b);
    made = QPixmap::fromImage(maskThumbnail(image, mask->runs, crop, size, tint, outside));
    made.setDevicePixelRatio(ratio);
    return made;
}

int EverythingModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(rows_.size());
}

int EverythingModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant EverythingModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const WaitingMask& mask = *rows_[std::size_t(index.row())];
    const QString area = QLocale().toString(qulonglong(mask.found.area));
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case IouColumn:
            return shown(mask.iou());
        case StabilityColumn:
            return shown(mask.found.stability);
        case AreaColumn:
            return area;
        default:
            return {};
        }
    case Qt::TextAlignmentRole:
        return index.column() == MaskColumn ? QVariant()
                                            : QVariant(Qt::AlignRight | Qt::AlignVCenter);
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return tr("Mask %1: predicted IoU %2, stability %3, %4 pixels")
            .arg(index.row() + 1)
            .arg(shown(mask.iou()), shown(mask.found.stability), area);
    default:
        return {};
    }
}

QVariant EverythingModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == MaskColumn ? QVariant() : QVariant(Qt::AlignRight | Qt::AlignVCenter);
    const QString titles[] = {tr("Mask"), tr("IoU"), tr("Stability"), tr("Area")};
    return role == Qt::DisplayRole ? titles[section] : QVariant();
}

void EverythingModel::sort(int column, Qt::SortOrder order)
{
    for (const MaskOrder by : {MaskOrder::Iou, MaskOrder::Stability, MaskOrder::Area})
        if (columnOf(by) == column)
            browser_->setOrder(by, order == Qt::AscendingOrder);
}

} // namespace ui
