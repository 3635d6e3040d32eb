#pragma once

#include <QDateTime>
#include <QSet>
#include <QString>
#include <QStringList>

namespace ui {

/// The pictures that previous and next walk through.
struct PictureList {
    QStringList files;         ///< absolute paths
    QSet<QString> withObjects; ///< of those, the ones with saved objects beside them
    QString first;             ///< the one to open; empty when there is none
};

/// Differs when a file has been written anew.
struct FileStamp {
    QDateTime modified;
    qint64 bytes = 0;
    bool operator==(const FileStamp&) const = default;
};

FileStamp fileStamp(const QString& path);

/// "*.jpg", "*.png" …: the names of pictures that can be read.
QStringList pictureNameFilters();

/// Pictures as given, folders as the pictures in them, a single picture together with the others
/// of its folder; numbers in names sort as numbers.
/// @throws core::Error FileMissing, FileUnreadable.
PictureList listPictures(const QStringList& paths);

} // namespace ui
