#include "ui/batch_model.h"

#include <QApplication>
#include <QColor>
#include <QDir>
#include <QLocale>
#include <QPalette>

#include "ui/batch_progress.h"
#include "ui/error_text.h"
#include "ui/theme.h"

namespace ui {

using core::PictureState;

BatchModel::BatchModel(QObject* parent)
    : QAbstractTableModel(parent),
      pictures_(std::make_shared<const std::vector<core::ListedPicture>>())
{
}

void BatchModel::setPictures(const ListedPictures& pictures, const QString& root)
{
    beginResetModel();
    root_ = root.toStdString();
    pictures_ = pictures;
    rows_.assign(pictures_->size(), {});
    endResetModel();
}

void BatchModel::apply(const core::BatchNews& news)
{
    if (news.picture >= rows_.size())
        return;
    Progress& row = rows_[news.picture];
    row.state = news.state;
    row.share = news.pointsTotal > 0 ? float(news.pointsDone) / float(news.pointsTotal) : 0;
    row.masks = news.masks;
    row.seconds = float(news.seconds);
    row.error = news.error;
    rowChanged(news.picture);
}

void BatchModel::stopRunning()
{
    for (std::size_t i = 0; i < rows_.size(); ++i)
        if (rows_[i].state == PictureState::Running) {
            rows_[i] = {};
            rowChanged(i);
        }
}

void BatchModel::rowChanged(std::size_t row)
{
    Q_EMIT dataChanged(index(int(row), 0), index(int(row), ColumnCount - 1));
}

int BatchModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(rows_.size());
}

int BatchModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant BatchModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto row = std::size_t(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return text(row, column);
    case Qt::DecorationRole:
        return column == StateColumn ? icon(rows_[row]) : QVariant();
    case Qt::ForegroundRole:
        return foreground(rows_[row], column);
    case Qt::TextAlignmentRole:
        return column == MasksColumn || column == TimeColumn
                   ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                   : QVariant();
    case Qt::ToolTipRole:
        return tip(row, column);
    case ProgressRole:
        return column == StateColumn && rows_[row].state == PictureState::Running
                   ? QVariant(rows_[row].share)
                   : QVariant();
    default:
        return {};
    }
}

QString BatchModel::pictureText(std::size_t row) const
{
    const std::filesystem::path& file = (*pictures_)[row].file;
    const std::filesystem::path shown = file.lexically_relative(root_);
    return QDir::toNativeSeparators(
        QString::fromStdString((shown.empty() ? file : shown).string()));
}

/// The row says already where the file is.
QString BatchModel::problemText(std::size_t row) const
{
    if (!rows_[row].error)
        return {};
    const core::Error& error = *rows_[row].error;
    const std::filesystem::path& file = (*pictures_)[row].file;
    const std::string name =
        error.subject() == file.string() ? file.filename().string() : error.subject();
    return errorText(error.code(), QString::fromStdString(name),
                     QString::fromStdString(error.reason()));
}

QVariant BatchModel::text(std::size_t row, int column) const
{
    const Progress& progress = rows_[row];
    const bool hasMasks =
        progress.state == PictureState::Done || progress.state == PictureState::Skipped;
    switch (column) {
    case PictureColumn:
        return pictureText(row);
    case MasksColumn:
        return hasMasks ? QLocale().toString(progress.masks) : QVariant();
    case TimeColumn:
        return progress.state == PictureState::Done
                   ? BatchProgress::durationText(double(progress.seconds))
                   : QVariant();
    case ProblemColumn:
        return problemText(row);
    default:
        break;
    }
    switch (progress.state) {
    case PictureState::Waiting:
        return tr("Waiting");
    case PictureState::Running:
        return tr("%1 %").arg(int(progress.share * 100));
    case PictureState::Done:
        return tr("Done");
    case PictureState::Skipped:
        return tr("Done before");
    case PictureState::Failed:
        return tr("Failed");
    }
    return {};
}

QVariant BatchModel::icon(const Progress& row) const
{
    switch (row.state) {
    case PictureState::Done:
    case PictureState::Skipped:
        return theme::icon(QStringLiteral("accept"));
    case PictureState::Failed:
        return theme::icon(QStringLiteral("warning"));
    default:
        return {};
    }
}

QVariant BatchModel::foreground(const Progress& row, int column) const
{
    const QPalette palette = QApplication::palette();
    if (row.state == PictureState::Failed && column == StateColumn)
        return theme::errorColor(palette);
    const bool quiet = row.state == PictureState::Waiting || row.state == PictureState::Skipped;
    return quiet ? QVariant(palette.color(QPalette::PlaceholderText)) : QVariant();
}

QString BatchModel::tip(std::size_t row, int column) const
{
    const QString problem = problemText(row);
    if (column == ProblemColumn || (column == StateColumn && !problem.isEmpty()))
        return problem;
    return QDir::toNativeSeparators(QString::fromStdString((*pictures_)[row].file.string()));
}

QVariant BatchModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && (section == MasksColumn || section == TimeColumn))
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Picture"), tr("State"), tr("Masks"), tr("Time"), tr("Problem")};
    return section >= 0 && section < ColumnCount ? titles[section] : QVariant();
}

} // namespace ui
