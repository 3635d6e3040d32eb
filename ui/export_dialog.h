#pragma once

#include <QDialog>

#include "core/annotation.h"
#include "ui/session.h"

class QCheckBox;
class QDialogButtonBox;
class QLabel;
class QLineEdit;
class QListWidget;

namespace ui {

/// Where to and as what; says which files will be written before anything is.
class ExportDialog : public QDialog {
    Q_OBJECT
public:
    /// `annotation` is what will be exported.
    ExportDialog(const core::Annotation& annotation, const ExportOptions& options,
                 QWidget* parent = nullptr);
    ExportOptions options() const;

private:
    QLayout* folderRow();
    QCheckBox* choice(const QString& text, const QString& explanation, bool on);
    void browse();
    void showFiles();

    core::Annotation annotation_;
    QLineEdit* folder_;
    QCheckBox* maskPngs_;
    QCheckBox* indexedPng_;
    QCheckBox* cutOuts_;
    QCheckBox* cocoRle_;
    QCheckBox* cocoPolygons_;
    QLabel* summary_;
    QListWidget* files_;
    QDialogButtonBox* buttons_;
};

} // namespace ui
