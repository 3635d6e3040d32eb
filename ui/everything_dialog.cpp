#include "ui/everything_dialog.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/batch_progress.h"
#include "ui/error_text.h"
#include "ui/generator_options_form.h"
#include "ui/session.h"
#include "ui/theme.h"

namespace ui {

namespace {

/// Crops of all layers ≥ 1: each is encoded by itself.
int cropCount(int layers)
{
    int count = 0;
    for (int layer = 1; layer <= layers; ++layer)
        count += 1 << (2 * layer);
    return count;
}

} // namespace

EverythingDialog::EverythingDialog(Session* session, const core::MaskGeneratorOptions& options,
                                   QWidget* parent)
    : QDialog(parent), session_(session), form_(new GeneratorOptionsForm), estimate_(new QLabel),
      buttons_(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel))
{
    setWindowTitle(tr("Segment everything"));
    estimate_->setObjectName("estimate");
    estimate_->setWordWrap(true);
    buttons_->button(QDialogButtonBox::Ok)->setText(tr("Segment &everything"));
    auto* column = new QVBoxLayout(this);
    column->setSpacing(12);
    column->addWidget(form_);
    column->addStretch(1);
    column->addWidget(estimate_);
    column->addWidget(buttons_);
    column->setSizeConstraint(QLayout::SetFixedSize); // follows the fold
    connect(form_, &GeneratorOptionsForm::changed, this, &EverythingDialog::showEstimate);
    connect(buttons_, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons_, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(session, &Session::decodeMeasured, this, &EverythingDialog::showEstimate);
    connect(session, &Session::imageReady, this, [this] {
        session_->measureDecode();
        showEstimate();
    });
    form_->setOptions(options);
    session->measureDecode();
}

const core::MaskGeneratorOptions& EverythingDialog::options() const
{
    return form_->options();
}

void EverythingDialog::showEstimate()
{
    bool valid = true;
    QPalette colors = palette();
    try {
        core::validate(options());
        estimate_->setText(estimate());
    } catch (const core::Error& error) {
        valid = false;
        colors.setColor(QPalette::WindowText, theme::errorColor(colors));
        estimate_->setText(errorText(error.code(), QString::fromStdString(error.subject()),
                                     QString::fromStdString(error.reason())));
    }
    estimate_->setPalette(colors);
    buttons_->button(QDialogButtonBox::Ok)->setEnabled(valid);
}

QString EverythingDialog::estimate() const
{
    const int points = core::pointCount(options());
    const QString count = tr("%Ln point(s)", nullptr, points);
    const double perPoint = session_->lastDecodeMs();
    if (perPoint <= 0)
        return tr("%1; measuring how long that takes…").arg(count);
    const double ms =
        points * perPoint + cropCount(options().cropNLayers) * session_->lastEncodeMs();
    return tr("%1, about %2 (one takes %3 ms here).", "points, duration, figure")
        .arg(count, BatchProgress::durationText(ms / 1000),
             QLocale().toString(perPoint, 'f', perPoint < 10 ? 1 : 0));
}

} // namespace ui
