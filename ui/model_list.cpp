#include "ui/model_list.h"

#include <QLocale>

#include "ui/model_manager.h"
#include "ui/session.h"

namespace ui {

QString sizeText(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

ModelList::ModelList(ModelManager* manager, Session* session, QObject* parent)
    : QAbstractTableModel(parent), manager_(manager), session_(session), rows_(manager->models())
{
    connect(manager, &ModelManager::modelsChanged, this, [this] {
        beginResetModel();
        rows_ = manager_->models();
        endResetModel();
    });
    connect(manager, &ModelManager::workChanged, this, &ModelList::updateStates);
    connect(session, &Session::modelReady, this, &ModelList::updateStates);
    connect(session, &Session::loadingModelChanged, this, &ModelList::updateStates);
}

int ModelList::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(rows_.size());
}

int ModelList::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

const core::StoredModel* ModelList::at(int row) const
{
    return row >= 0 && row < int(rows_.size()) ? &rows_[row] : nullptr;
}

int ModelList::rowOf(const QString& id) const
{
    for (int row = 0; row < int(rows_.size()); ++row)
        if (rows_[row].id == id.toStdString())
            return row;
    return -1;
}

bool ModelList::isInUse(const core::StoredModel& model) const
{
    return session_->model() && !model.file.empty() && session_->model()->file == model.file;
}

void ModelList::setWanted(const QString& id)
{
    wanted_ = id;
    updateStates();
}

void ModelList::updateStates()
{
    if (!rows_.empty())
        Q_EMIT dataChanged(index(0, NameColumn), index(int(rows_.size()) - 1, StateColumn));
}

QVariant ModelList::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == SizeColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn:
        return tr("Model");
    case SizeColumn:
        return tr("Size");
    case SpeedColumn:
        return tr("Speed");
    case LicenceColumn:
        return tr("Licence");
    case StateColumn:
        return tr("State");
    }
    return {};
}

QVariant ModelList::data(const QModelIndex& index, int role) const
{
    const core::StoredModel& model = rows_[index.row()];
    if (role == ShareRole)
        return index.column() == StateColumn ? share(model) : QVariant();
    if (role == Qt::TextAlignmentRole && index.column() == SizeColumn)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && index.column() == NameColumn)
        return QString::fromStdString(model.file.string());
    if (role == Qt::ToolTipRole && index.column() == StateColumn && !model.problem.empty())
        return QString::fromStdString(model.problem);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case NameColumn:
        return QString::fromStdString(model.title);
    case SizeColumn:
        return sizeText(model.size);
    case SpeedColumn:
        return speedText(model);
    case LicenceColumn:
        return model.licence.empty() ? tr("Unknown") : QString::fromStdString(model.licence);
    case StateColumn:
        return stateText(model);
    }
    return {};
}

QString ModelList::speedText(const core::StoredModel& model) const
{
    if (!model.speed)
        return tr("Unknown");
    switch (*model.speed) {
    case core::SpeedClass::Fast:
        return tr("Fast");
    case core::SpeedClass::Medium:
        return tr("Medium");
    case core::SpeedClass::Slow:
        return tr("Slow");
    case core::SpeedClass::VerySlow:
        return tr("Very slow");
    }
    return {};
}

QString ModelList::stateText(const core::StoredModel& model) const
{
    const QString id = QString::fromStdString(model.id);
    if (manager_->work(id))
        return workText(id);
    if (session_->isLoadingModel() && wanted_ == id)
        return tr("Loading…");
    if (isInUse(model))
        return tr("In use");
    if (!model.problem.empty())
        return tr("Damaged");
    if (!model.file.empty())
        return tr("Installed");
    if (model.fetched > 0)
        return tr("%1 of %2 downloaded").arg(sizeText(model.fetched), sizeText(model.size));
    return model.canBeFetched ? tr("Not installed") : tr("Not available");
}

QString ModelList::workText(const QString& id) const
{
    const ModelManager::Work work = *manager_->work(id);
    if (work.isStopping)
        return tr("Stopping…");
    if (work.total == 0)
        return tr("Connecting…");
    if (work.done == work.total)
        return tr("Checking…");
    return tr("%1 of %2").arg(sizeText(work.done), sizeText(work.total));
}

QVariant ModelList::share(const core::StoredModel& model) const
{
    const ModelManager::Work* work = manager_->work(QString::fromStdString(model.id));
    if (!work)
        return {};
    return work->total > 0 ? float(double(work->done) / double(work->total)) : 0.0f;
}

} // namespace ui
