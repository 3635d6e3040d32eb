#pragma once

#include <map>

#include <QScrollArea>

#include "ui/batch_settings.h"

class QCheckBox;
class QGridLayout;
class QLineEdit;

namespace ui {

class GeneratorOptionsForm;

/// The fields for a batch's settings. Until the user names another output folder it is one inside
/// the folder of the pictures. In a low window it scrolls.
class BatchForm : public QScrollArea {
    Q_OBJECT
public:
    explicit BatchForm(QWidget* parent = nullptr);

    BatchSettings settings() const;
    void setSettings(const BatchSettings& settings);
    /// While a batch runs: nothing can be changed, and the options make room for the table.
    void setLocked(bool locked);

    QSize sizeHint() const override; ///< all of the fields
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;

Q_SIGNALS:
    void changed();
    void picturesChanged(); ///< the folder is another, or with or without its sub-folders

private:
    QLineEdit* folderRow(QGridLayout* grid, const QString& text, const QString& title);
    QLayout* formatRow();
    void suggestOutput();

    QLineEdit* folder_;
    QCheckBox* recursive_;
    QLineEdit* output_;
    std::map<core::BatchFormat, QCheckBox*> formats_;
    GeneratorOptionsForm* options_;
    QString suggestion_; ///< the output folder that was filled in last
};

} // namespace ui
