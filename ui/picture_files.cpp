#include "ui/picture_files.h"

#include <algorithm>

#include <QCollator>
#include <QDir>
#include <QFileInfo>
#include <QLocale>

#include "core/error.h"
#include "core/picture_list.h"
#include "ui/sidecar.h"

namespace ui {

namespace {

QStringList picturesIn(const QString& folder)
{
    const QFileInfo info(folder);
    if (!info.exists())
        throw core::Error(core::ErrorCode::FileMissing, folder.toStdString());
    if (!info.isReadable() || !info.isExecutable())
        throw core::Error(core::ErrorCode::FileUnreadable, folder.toStdString(), "no permission");
    QStringList files;
    for (const QFileInfo& file : QDir(folder).entryInfoList(pictureNameFilters(), QDir::Files))
        files += file.absoluteFilePath();
    QCollator collator(QLocale::English); // the C locale would not see numbers
    collator.setNumericMode(true);
    collator.setCaseSensitivity(Qt::CaseInsensitive);
    std::sort(files.begin(), files.end(), collator);
    return files;
}

} // namespace

FileStamp fileStamp(const QString& path)
{
    const QFileInfo info(path);
    return {info.lastModified(), info.size()};
}

QStringList pictureNameFilters()
{
    QStringList filters;
    for (const std::string_view ending : core::pictureEndings())
        filters += '*' + QString::fromUtf8(ending.data(), qsizetype(ending.size()));
    return filters;
}

PictureList listPictures(const QStringList& paths)
{
    PictureList list;
    const bool lonePicture = paths.size() == 1 && QFileInfo(paths.first()).isFile();
    if (lonePicture) {
        list.first = QFileInfo(paths.first()).absoluteFilePath();
        list.files = picturesIn(QFileInfo(list.first).absolutePath());
        if (!list.files.contains(list.first)) // named unlike a picture
            list.files.prepend(list.first);
    } else {
        for (const QString& path : paths) {
            if (QFileInfo(path).isDir())
                list.files += picturesIn(path);
            else
                list.files += QFileInfo(path).absoluteFilePath();
        }
        list.files.removeDuplicates();
        list.first = list.files.value(0);
    }
    for (const QString& file : std::as_const(list.files))
        if (QFileInfo::exists(sidecarPath(file)))
            list.withObjects += file;
    return list;
}

} // namespace ui
