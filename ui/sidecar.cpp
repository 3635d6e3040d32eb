#include "ui/sidecar.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

#include "core/error.h"
#include "core/formats/coco.h"

namespace ui {

namespace {

QString recoveryPath(const QString& imagePath)
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation);
    const QByteArray name =
        QCryptographicHash::hash(imagePath.toUtf8(), QCryptographicHash::Sha1).toHex();
    return QDir(folder).filePath("recovery/" + QString::fromLatin1(name) + ".coco.json");
}

std::filesystem::path nativePath(const QString& path)
{
    return path.toStdString();
}

bool cannotBeUnderstood(const core::Error& error)
{
    return error.code() == core::ErrorCode::FileDamaged ||
           error.code() == core::ErrorCode::FileEmpty;
}

/// The entry of `file` that belongs to the picture.
std::optional<core::Annotation> readEntry(const QString& file, const QString& imagePath, int width,
                                          int height)
{
    if (!QFileInfo::exists(file))
        return {};
    const std::filesystem::path name = nativePath(imagePath).filename();
    for (core::Annotation& entry : core::readCoco(nativePath(file))) {
        if (entry.imagePath.filename() != name)
            continue;
        if (entry.imageWidth != width || entry.imageHeight != height)
            throw core::Error(core::ErrorCode::FileDamaged, file.toStdString(),
                              "it was made for a picture of " + std::to_string(entry.imageWidth) +
                                  "×" + std::to_string(entry.imageHeight) + " pixels");
        return std::move(entry);
    }
    return {};
}

QString moveAside(const QString& file)
{
    QString aside = file + ".damaged";
    for (int n = 2; QFileInfo::exists(aside); ++n)
        aside = file + ".damaged-" + QString::number(n);
    if (!QFile::rename(file, aside))
        throw core::Error(core::ErrorCode::NotWritable, file.toStdString());
    return aside;
}

} // namespace

QString sidecarPath(const QString& imagePath)
{
    const QFileInfo info(imagePath);
    return info.dir().filePath(info.completeBaseName() + ".coco.json");
}

std::optional<core::Annotation> readSidecar(const QString& imagePath, int width, int height)
{
    return readEntry(sidecarPath(imagePath), imagePath, width, height);
}

QString writeSidecar(const core::Annotation& annotation)
{
    const QString imagePath = QString::fromStdString(annotation.imagePath.string());
    const QString file = sidecarPath(imagePath);
    std::vector<core::Annotation> entries;
    QString keptAside;
    if (QFileInfo::exists(file)) {
        try {
            entries = core::readCoco(nativePath(file));
            readEntry(file, imagePath, annotation.imageWidth, annotation.imageHeight);
        } catch (const core::Error& error) {
            if (!cannotBeUnderstood(error))
                throw;
            keptAside = moveAside(file);
            entries.clear();
        }
    }
    const auto name = annotation.imagePath.filename();
    std::erase_if(entries, [&](const auto& entry) { return entry.imagePath.filename() == name; });
    entries.push_back(annotation);
    core::writeCoco(nativePath(file), entries, core::CocoSegmentation::Rle);
    return keptAside;
}

std::optional<core::Annotation> readRecovery(const QString& imagePath, int width, int height)
{
    const QString file = recoveryPath(imagePath);
    try {
        return readEntry(file, imagePath, width, height);
    } catch (const core::Error& error) {
        if (!cannotBeUnderstood(error))
            throw;
        throw core::Error(error.code(), moveAside(file).toStdString(), error.reason());
    }
}

void writeRecovery(const core::Annotation& annotation)
{
    const QString file = recoveryPath(QString::fromStdString(annotation.imagePath.string()));
    QDir().mkpath(QFileInfo(file).path());
    core::writeCoco(nativePath(file), {annotation}, core::CocoSegmentation::Rle);
}

void removeRecovery(const QString& imagePath)
{
    QFile::remove(recoveryPath(imagePath));
}

} // namespace ui
