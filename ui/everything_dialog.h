#pragma once

#include <QDialog>

#include "core/mask_generator.h"

class QDialogButtonBox;
class QLabel;

namespace ui {

class GeneratorOptionsForm;
class Session;

/// Options of everything mode for the current picture, with an estimate of the time it will take.
class EverythingDialog : public QDialog {
    Q_OBJECT
public:
    EverythingDialog(Session* session, const core::MaskGeneratorOptions& options,
                     QWidget* parent = nullptr);

    const core::MaskGeneratorOptions& options() const;

private:
    void showEstimate();
    QString estimate() const;

    Session* session_;
    GeneratorOptionsForm* form_;
    QLabel* estimate_;
    QDialogButtonBox* buttons_;
};

} // namespace ui
