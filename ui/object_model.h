#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "ui/session.h"

namespace ui {

/// The session's objects as a table, one row each, in the order in which they lie on the picture
/// (bottom first). Keeps a copy of what it shows, so that views hear of every change row by row and
/// selection and an open editor survive.
class ObjectModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { VisibleColumn, ColorColumn, NameColumn, AreaColumn, ColumnCount };

    explicit ObjectModel(Session* session, QObject* parent = nullptr);

    int idAt(int row) const; ///< 0 when there is no such row
    int rowOf(int id) const; ///< −1 when there is no such object

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    /// A name (text), a colour (QColor) or visibility (Qt::CheckStateRole): passed to the session.
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

private:
    struct Row {
        int id = 0;
        QString name;
        QString label;
        core::Color color;
        bool visible = true;
        qulonglong area = 0;
        bool operator==(const Row&) const = default;
    };

    static std::vector<Row> rowsOf(const core::Annotation& annotation);
    void follow();
    QVariant decoration(const Row& row, int column) const;
    QString spoken(const Row& row, int column) const;

    Session* session_;
    std::vector<Row> rows_;
};

} // namespace ui
