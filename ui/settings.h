#pragma once

#include <QByteArray>
#include <QSettings>
#include <QStringList>

#include "core/mask_generator.h"
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

    theme::Theme theme() const;
    void setTheme(theme::Theme theme);

private:
    QSettings store_{"maskwright", "maskwright"};
};

} // namespace ui
