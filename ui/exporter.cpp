#include "ui/exporter.h"

#include <filesystem>

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include "core/formats/coco.h"
#include "core/formats/png.h"
#include "core/rle.h"
#include "ui/sidecar.h"

namespace ui {

namespace {

QString stemOf(const core::Annotation& annotation)
{
    return QFileInfo(QString::fromStdString(annotation.imagePath.string())).completeBaseName();
}

QString objectFile(const core::Annotation& annotation, int index, const ExportOptions& options,
                   const QString& suffix)
{
    static const QRegularExpression forbidden(R"([\x00-\x1f/\\:*?"<>|])");
    QString name = QString::fromStdString(annotation.objects[index].name).left(60);
    name.replace(forbidden, "_");
    const QString file =
        QString("%1/%2-%3%4").arg(stemOf(annotation)).arg(index + 1).arg(name.trimmed(), suffix);
    return QDir(options.folder).filePath(file);
}

QString pictureFile(const core::Annotation& annotation, const ExportOptions& options,
                    const QString& suffix)
{
    return QDir(options.folder).filePath(stemOf(annotation) + suffix);
}

/// There the COCO file is the one that save() writes.
bool isBesidePicture(const core::Annotation& annotation, const ExportOptions& options)
{
    const QFileInfo picture(QString::fromStdString(annotation.imagePath.string()));
    return QDir(options.folder).canonicalPath() == picture.dir().canonicalPath();
}

void makeFolder(const QString& folder)
{
    std::error_code error;
    std::filesystem::create_directories(folder.toStdString(), error);
    if (error)
        throw core::Error(error == std::errc::no_space_on_device ? core::ErrorCode::DiskFull
                                                                 : core::ErrorCode::NotWritable,
                          folder.toStdString());
}

} // namespace

QStringList exportFiles(const core::Annotation& annotation, const ExportOptions& options)
{
    QStringList files;
    for (int i = 0; i < int(annotation.objects.size()); ++i) {
        if (options.maskPngs)
            files += objectFile(annotation, i, options, ".png");
        if (options.cutOuts)
            files += objectFile(annotation, i, options, ".cutout.png");
    }
    if (options.indexedPng)
        files += pictureFile(annotation, options, ".indexed.png");
    if (options.cocoRle)
        files += pictureFile(annotation, options, ".coco.json");
    if (options.cocoPolygons)
        files += pictureFile(annotation, options, ".polygons.json");
    return files;
}

QStringList exportObjects(const core::Annotation& annotation, const core::Image& image,
                          const ExportOptions& options)
{
    const QStringList files = exportFiles(annotation, options);
    makeFolder(options.folder);
    if ((options.maskPngs || options.cutOuts) && !annotation.objects.empty())
        makeFolder(QDir(options.folder).filePath(stemOf(annotation)));

    auto file = files.begin();
    const auto next = [&file] { return std::filesystem::path((file++)->toStdString()); };
    for (const core::Object& object : annotation.objects) {
        const core::Mask mask = core::decodeRle(object.mask);
        if (options.maskPngs)
            core::writeMaskPng(next(), mask);
        if (options.cutOuts)
            core::writeCutOutPng(next(), image, mask);
    }
    if (options.indexedPng)
        core::writeIndexedPng(next(), annotation);
    if (options.cocoRle) {
        const std::filesystem::path coco = next();
        if (isBesidePicture(annotation, options))
            writeSidecar(annotation); // keeps what else is in that file
        else
            core::writeCoco(coco, {annotation}, core::CocoSegmentation::Rle);
    }
    if (options.cocoPolygons)
        core::writeCoco(next(), {annotation}, core::CocoSegmentation::Polygons);
    return files;
}

} // namespace ui
