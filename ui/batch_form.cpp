#include "ui/batch_form.h"

#include <algorithm>

#include <QBoxLayout>
#include <QCheckBox>
#include <QDir>
#include <QEvent>
#include <QFileDialog>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>

#include "ui/generator_options_form.h"
#include "ui/theme.h"

namespace ui {

namespace {

/// As the system wants it; empty when nothing is named.
QString folderIn(const QLineEdit* field)
{
    const QString text = QDir::fromNativeSeparators(field->text().trimmed());
    return text.isEmpty() ? QString() : QDir::cleanPath(QDir(text).absolutePath());
}

} // namespace

BatchForm::BatchForm(QWidget* parent)
    : QScrollArea(parent), recursive_(new QCheckBox(tr("Include sub-fol&ders"))),
      options_(new GeneratorOptionsForm)
{
    auto* grid = new QGridLayout;
    grid->setColumnStretch(1, 1);
    folder_ = folderRow(grid, tr("Pictu&res in:"), tr("Folder with pictures"));
    folder_->setObjectName("batchFolder");
    recursive_->setObjectName("batchRecursive");
    grid->addWidget(recursive_, grid->rowCount(), 1);
    output_ = folderRow(grid, tr("O&utput to:"), tr("Folder for the results"));
    output_->setObjectName("batchOutput");
    const int formats = grid->rowCount();
    grid->addWidget(new QLabel(tr("Write:")), formats, 0);
    grid->addLayout(formatRow(), formats, 1, 1, 2);

    auto* fields = new QWidget;
    auto* column = new QVBoxLayout(fields);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addLayout(grid);
    column->addWidget(options_);
    setWidget(fields);
    setWidgetResizable(true);
    setFrameShape(NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);

    connect(folder_, &QLineEdit::textChanged, this, &BatchForm::suggestOutput);
    connect(folder_, &QLineEdit::textChanged, this, &BatchForm::picturesChanged);
    connect(recursive_, &QCheckBox::toggled, this, &BatchForm::picturesChanged);
    connect(output_, &QLineEdit::textChanged, this, &BatchForm::changed);
    connect(this, &BatchForm::picturesChanged, this, &BatchForm::changed);
    connect(options_, &GeneratorOptionsForm::changed, this, &BatchForm::changed);
    setSettings({});
}

QSize BatchForm::sizeHint() const
{
    return widget()->sizeHint();
}

QSize BatchForm::minimumSizeHint() const
{
    const int bar = verticalScrollBar()->sizeHint().width();
    const int lines = 9 * fontMetrics().height();
    const QSize fields = widget()->minimumSizeHint();
    return {fields.width() + bar, std::min(fields.height(), lines)};
}

bool BatchForm::event(QEvent* event)
{
    if (event->type() == QEvent::LayoutRequest) // the options were folded or unfolded
        updateGeometry();
    return QScrollArea::event(event);
}

QLineEdit* BatchForm::folderRow(QGridLayout* grid, const QString& text, const QString& title)
{
    auto* field = new QLineEdit;
    auto* label = new QLabel(text);
    label->setBuddy(field);
    auto* browse = new QPushButton(theme::icon("folder"), tr("Browse…"));
    browse->setAutoDefault(false);
    browse->setAccessibleName(title);
    connect(browse, &QPushButton::clicked, this, [this, field, title] {
        const QString chosen = QFileDialog::getExistingDirectory(this, title, field->text());
        if (!chosen.isEmpty())
            field->setText(QDir::toNativeSeparators(chosen));
    });
    const int row = grid->rowCount();
    grid->addWidget(label, row, 0);
    grid->addWidget(field, row, 1);
    grid->addWidget(browse, row, 2);
    return field;
}

QLayout* BatchForm::formatRow()
{
    using enum core::BatchFormat;
    auto* row = new QHBoxLayout;
    row->setSpacing(18);
    const auto add = [&](core::BatchFormat format, const QString& name, const QString& text,
                         const QString& explanation) {
        auto* box = new QCheckBox(text);
        box->setObjectName(name);
        box->setToolTip(explanation);
        connect(box, &QCheckBox::toggled, this, &BatchForm::changed);
        row->addWidget(box);
        formats_[format] = box;
    };
    add(AmgFolder, "formatFolders", tr("P&NGs per picture"),
        tr("For each picture a folder with one PNG per mask and metadata.csv, as amg.py writes "
           "them."));
    add(AmgJson, "formatJson", tr("&JSON per picture"),
        tr("For each picture a file with the run lengths of all masks, as amg.py writes it."));
    add(Coco, "formatCoco", tr("One COCO fil&e"),
        tr("annotations.json, a dataset of all pictures with the run lengths of their masks."));
    row->addStretch(1);
    return row;
}

void BatchForm::suggestOutput()
{
    const bool mayChange = output_->text().isEmpty() || output_->text() == suggestion_;
    const QString folder = folderIn(folder_);
    suggestion_ =
        folder.isEmpty() ? QString() : QDir::toNativeSeparators(QDir(folder).filePath("masks"));
    if (mayChange)
        output_->setText(suggestion_);
}

BatchSettings BatchForm::settings() const
{
    BatchSettings settings;
    settings.folder = folderIn(folder_);
    settings.recursive = recursive_->isChecked();
    settings.output = folderIn(output_);
    settings.formats.clear();
    for (const auto& [format, box] : formats_)
        if (box->isChecked())
            settings.formats.insert(format);
    settings.options = options_->options();
    return settings;
}

void BatchForm::setLocked(bool locked)
{
    widget()->setEnabled(!locked); // it scrolls all the same
    options_->setVisible(!locked);
}

void BatchForm::setSettings(const BatchSettings& settings)
{
    folder_->setText(QDir::toNativeSeparators(settings.folder));
    recursive_->setChecked(settings.recursive);
    if (!settings.output.isEmpty())
        output_->setText(QDir::toNativeSeparators(settings.output));
    for (const auto& [format, box] : formats_)
        box->setChecked(settings.formats.contains(format));
    options_->setOptions(settings.options);
}

} // namespace ui
