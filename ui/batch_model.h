#pragma once

#include <optional>
#include <vector>

#include <QAbstractTableModel>

#include "core/batch.h"
#include "ui/picture_lister.h"

namespace ui {

/// The pictures of a batch as a table, one row each, and how far each of them is.
class BatchModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { PictureColumn, StateColumn, MasksColumn, TimeColumn, ProblemColumn, ColumnCount };
    enum Role {
        /// 0–1 in the state column of a picture under way, otherwise nothing
        ProgressRole = Qt::UserRole,
    };

    explicit BatchModel(QObject* parent = nullptr);

    /// `root`: the folder that the pictures are shown relative to. All are waiting.
    void setPictures(const ListedPictures& pictures, const QString& root);
    const std::vector<core::ListedPicture>& pictures() const { return *pictures_; }
    void apply(const core::BatchNews& news);
    void stopRunning(); ///< what was under way waits again

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Progress {
        core::PictureState state = core::PictureState::Waiting;
        float share = 0; ///< 0–1, while running
        int masks = 0;
        float seconds = 0;
        std::optional<core::Error> error;
    };

    void rowChanged(std::size_t row);
    QString pictureText(std::size_t row) const;
    QString problemText(std::size_t row) const;
    QVariant text(std::size_t row, int column) const;
    QVariant icon(const Progress& row) const;
    QVariant foreground(const Progress& row, int column) const;
    QString tip(std::size_t row, int column) const;

    std::filesystem::path root_;
    ListedPictures pictures_;    ///< never null
    std::vector<Progress> rows_; ///< parallel to pictures_
};

} // namespace ui
