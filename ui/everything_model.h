#pragma once

#include <map>

#include <QAbstractTableModel>
#include <QPixmap>
#include <QSize>

#include "ui/mask_browser.h"

namespace ui {

/// The masks that the browser shows, one row each, in its order. Sorting is passed on to it.
class EverythingModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { MaskColumn, IouColumn, StabilityColumn, AreaColumn, ColumnCount };
    static constexpr QSize thumbnailSize{60, 44}; ///< logical pixels

    explicit EverythingModel(Session* session, QObject* parent = nullptr);

    WaitingMaskPtr maskAt(int row) const;        ///< null when there is no such row
    int rowOf(const WaitingMaskPtr& mask) const; ///< −1 when it is not shown
    /// The picture around the mask, `ratio` screen pixels per logical one.
    QPixmap thumbnail(const WaitingMaskPtr& mask, double ratio, const QColor& outside);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    void follow();

    Session* session_;
    MaskBrowser* browser_;
    WaitingMasks rows_;
    std::map<WaitingMaskPtr, QPixmap> thumbnails_; ///< made when first seen
};

/// The column that the browser is sorted by.
EverythingModel::Column columnOf(MaskOrder order);

} // namespace ui
