#pragma once

#include <QByteArray>
#include <QSettings>
#include <QStringList>

#include "core/mask_generator.h"
#include "ui/batch_settings.h"
#include "ui/session.h"
#include "ui/theme.h"

namespace ui {

/// What the window remembers from one run to the next.
class Settings {
public:
    static constexpr int maxRecentFiles = 10;

    QByteArray windowGeometry() const;
    QByteArray windowState() const; ///< docks and tool bars
    void setWindow(const QByteArray& geometry, const QByteArray& state);

    QStringList recentFiles() const; ///< newest first; may no longer exist
    void addRecentFile(const QString& path);
    void clearRecentFiles();

    QString lastFolder() const; ///< where the open dialogs start
    void setLastFolder(const QString& folder);

    /// The folder is empty when nothing was exported yet.
    ExportOptions exportOptions() const;
    void setExportOptions(const ExportOptions& options);

    /// The reference's when nothing was chosen yet.
    core::MaskGeneratorOptions everythingOptions() const;
    void setEverythingOptions(const core::MaskGeneratorOptions& options);

    BatchSettings batchSettings() const;
    void setBatchSettings(const BatchSettings& settings);

    QString model() const; ///< id or path, as it was chosen; empty for the default model
    void setModel(const QString& idOrPath);

    theme::Theme theme() const;
    void setTheme(theme::Theme theme);

private:
    core::MaskGeneratorOptions generatorOptions(const QString& group) const;
    void setGeneratorOptions(const QString& group, const core::MaskGeneratorOptions& options);

    QSettings store_{"maskwright", "maskwright"};
};

} // namespace ui
