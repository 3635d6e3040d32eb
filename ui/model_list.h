#pragma once

#include <QAbstractTableModel>

#include "core/model_store.h"

namespace ui {

class ModelManager;
class Session;

/// The models as rows of a table: what they are, and whether they are there, under way or in use.
class ModelList : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { NameColumn, SizeColumn, SpeedColumn, LicenceColumn, StateColumn, ColumnCount };
    enum Role { ShareRole = Qt::UserRole }; ///< of the work under way, 0–1

    ModelList(ModelManager* manager, Session* session, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    const core::StoredModel* at(int row) const; ///< null beyond the rows
    int rowOf(const QString& id) const;         ///< −1 when there is none
    bool isInUse(const core::StoredModel& model) const;
    void setWanted(const QString& id); ///< the one being loaded to be used

private:
    QString speedText(const core::StoredModel& model) const;
    QString stateText(const core::StoredModel& model) const;
    QString workText(const QString& id) const;
    QVariant share(const core::StoredModel& model) const;
    void updateStates();

    ModelManager* manager_;
    Session* session_;
    std::vector<core::StoredModel> rows_;
    QString wanted_;
};

/// "40.7 MB"
QString sizeText(qint64 bytes);

} // namespace ui
