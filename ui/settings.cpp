#include "ui/settings.h"

#include <QStandardPaths>

namespace ui {

namespace {

/// Calls visit(name, value) for each option that is remembered.
template <typename Options, typename Visit> void visitOptions(Options& options, Visit visit)
{
    visit("pointsPerSide", options.pointsPerSide);
    visit("predIouThresh", options.predIouThresh);
    visit("stabilityScoreThresh", options.stabilityScoreThresh);
    visit("stabilityScoreOffset", options.stabilityScoreOffset);
    visit("boxNmsThresh", options.boxNmsThresh);
    visit("cropNLayers", options.cropNLayers);
    visit("cropNmsThresh", options.cropNmsThresh);
    visit("cropOverlapRatio", options.cropOverlapRatio);
    visit("cropNPointsDownscaleFactor", options.cropNPointsDownscaleFactor);
    visit("minMaskRegionArea", options.minMaskRegionArea);
}

constexpr std::pair<core::BatchFormat, const char*> formatNames[] = {
    {core::BatchFormat::AmgFolder, "folders"},
    {core::BatchFormat::AmgJson, "json"},
    {core::BatchFormat::Coco, "coco"},
};

} // namespace

QByteArray Settings::windowGeometry() const
{
    return store_.value("window/geometry").toByteArray();
}

QByteArray Settings::windowState() const
{
    return store_.value("window/state").toByteArray();
}

void Settings::setWindow(const QByteArray& geometry, const QByteArray& state)
{
    store_.setValue("window/geometry", geometry);
    store_.setValue("window/state", state);
}

QStringList Settings::recentFiles() const
{
    return store_.value("files/recent").toStringList();
}

void Settings::addRecentFile(const QString& path)
{
    QStringList files = recentFiles();
    files.removeAll(path);
    files.prepend(path);
    store_.setValue("files/recent", files.mid(0, maxRecentFiles));
}

void Settings::clearRecentFiles()
{
    store_.remove("files/recent");
}

QString Settings::lastFolder() const
{
    return store_
        .value("files/lastFolder",
               QStandardPaths::writableLocation(QStandardPaths::PicturesLocation))
        .toString();
}

void Settings::setLastFolder(const QString& folder)
{
    store_.setValue("files/lastFolder", folder);
}

ExportOptions Settings::exportOptions() const
{
    ExportOptions options;
    options.folder = store_.value("export/folder").toString();
    options.maskPngs = store_.value("export/maskPngs", options.maskPngs).toBool();
    options.indexedPng = store_.value("export/indexedPng", options.indexedPng).toBool();
    options.cutOuts = store_.value("export/cutOuts", options.cutOuts).toBool();
    options.cocoRle = store_.value("export/cocoRle", options.cocoRle).toBool();
    options.cocoPolygons = store_.value("export/cocoPolygons", options.cocoPolygons).toBool();
    return options;
}

void Settings::setExportOptions(const ExportOptions& options)
{
    store_.setValue("export/folder", options.folder);
    store_.setValue("export/maskPngs", options.maskPngs);
    store_.setValue("export/indexedPng", options.indexedPng);
    store_.setValue("export/cutOuts", options.cutOuts);
    store_.setValue("export/cocoRle", options.cocoRle);
    store_.setValue("export/cocoPolygons", options.cocoPolygons);
}

core::MaskGeneratorOptions Settings::everythingOptions() const
{
    return generatorOptions("everything");
}

void Settings::setEverythingOptions(const core::MaskGeneratorOptions& options)
{
    setGeneratorOptions("everything", options);
}

BatchSettings Settings::batchSettings() const
{
    BatchSettings settings;
    settings.folder = store_.value("batch/folder").toString();
    settings.recursive = store_.value("batch/recursive", settings.recursive).toBool();
    settings.output = store_.value("batch/output").toString();
    if (store_.contains("batch/formats")) {
        const QStringList names = store_.value("batch/formats").toStringList();
        settings.formats.clear();
        for (const auto& [format, name] : formatNames)
            if (names.contains(QLatin1String(name)))
                settings.formats.insert(format);
    }
    settings.options = generatorOptions("batch/options");
    return settings;
}

void Settings::setBatchSettings(const BatchSettings& settings)
{
    store_.setValue("batch/folder", settings.folder);
    store_.setValue("batch/recursive", settings.recursive);
    store_.setValue("batch/output", settings.output);
    QStringList names;
    for (const auto& [format, name] : formatNames)
        if (settings.formats.contains(format))
            names += QLatin1String(name);
    store_.setValue("batch/formats", names);
    setGeneratorOptions("batch/options", settings.options);
}

core::MaskGeneratorOptions Settings::generatorOptions(const QString& group) const
{
    core::MaskGeneratorOptions options;
    visitOptions(options, [&](const char* name, auto& value) {
        using Value = std::remove_reference_t<decltype(value)>;
        value =
            store_.value(group + '/' + name, QVariant::fromValue(value)).template value<Value>();
    });
    try {
        core::validate(options);
    } catch (const core::Error&) { // the file may be edited by hand
        return {};
    }
    return options;
}

void Settings::setGeneratorOptions(const QString& group, const core::MaskGeneratorOptions& options)
{
    visitOptions(options, [&](const char* name, const auto& value) {
        store_.setValue(group + '/' + name, QVariant::fromValue(value));
    });
}

QString Settings::model() const
{
    return store_.value("model").toString();
}

void Settings::setModel(const QString& idOrPath)
{
    store_.setValue("model", idOrPath);
}

theme::Theme Settings::theme() const
{
    const QString name = store_.value("window/theme").toString();
    return name == "light"  ? theme::Theme::Light
           : name == "dark" ? theme::Theme::Dark
                            : theme::Theme::System;
}

void Settings::setTheme(theme::Theme theme)
{
    store_.setValue("window/theme", theme == theme::Theme::Light  ? "light"
                                    : theme == theme::Theme::Dark ? "dark"
                                                                  : "system");
}

} // namespace ui
