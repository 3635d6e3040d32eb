#include "ui/export_dialog.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>

#include "ui/exporter.h"
#include "ui/theme.h"

namespace ui {

namespace {

QGroupBox* group(const QString& title, const QList<QCheckBox*>& boxes)
{
    auto* made = new QGroupBox(title);
    auto* column = new QVBoxLayout(made);
    for (QCheckBox* box : boxes)
        column->addWidget(box);
    return made;
}

} // namespace

ExportDialog::ExportDialog(const core::Annotation& annotation, const ExportOptions& options,
                           QWidget* parent)
    : QDialog(parent), annotation_(annotation),
      folder_(new QLineEdit(QDir::toNativeSeparators(options.folder))), summary_(new QLabel),
      files_(new QListWidget),
      buttons_(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel))
{
    setWindowTitle(tr("Export"));
    maskPngs_ =
        choice(tr("One &PNG per object"), tr("White inside, black outside."), options.maskPngs);
    indexedPng_ = choice(
        tr("One &indexed PNG of all"),
        tr("The pixel value is the object's number in the list; hidden objects are left out."),
        options.indexedPng);
    cutOuts_ = choice(tr("C&ut-outs"), tr("The picture inside each mask, transparent around it."),
                      options.cutOuts);
    cocoRle_ = choice(tr("COCO with &run lengths"), tr("Exact to the pixel."), options.cocoRle);
    cocoPolygons_ = choice(tr("COCO with p&olygons"), tr("For programs that read outlines only."),
                           options.cocoPolygons);
    files_->setSelectionMode(QAbstractItemView::NoSelection);
    files_->setTextElideMode(Qt::ElideMiddle);
    files_->setAccessibleName(tr("Files to be written"));
    files_->setMinimumHeight(6 * fontMetrics().height());
    summary_->setWordWrap(true);
    buttons_->button(QDialogButtonBox::Ok)->setText(tr("&Export"));

    auto* groups = new QHBoxLayout;
    groups->addWidget(group(tr("Masks"), {maskPngs_, indexedPng_, cutOuts_}));
    groups->addWidget(group(tr("Annotations"), {cocoRle_, cocoPolygons_}));
    auto* column = new QVBoxLayout(this);
    column->setSpacing(12);
    column->addLayout(folderRow());
    column->addLayout(groups);
    column->addWidget(summary_);
    column->addWidget(files_, 1);
    column->addWidget(buttons_);

    connect(folder_, &QLineEdit::textChanged, this, &ExportDialog::showFiles);
    connect(buttons_, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons_, &QDialogButtonBox::rejected, this, &QDialog::reject);
    showFiles();
    resize(560, 460);
}

ExportOptions ExportDialog::options() const
{
    ExportOptions options;
    options.folder = QDir::cleanPath(QDir::fromNativeSeparators(folder_->text().trimmed()));
    options.maskPngs = maskPngs_->isChecked();
    options.indexedPng = indexedPng_->isChecked();
    options.cutOuts = cutOuts_->isChecked();
    options.cocoRle = cocoRle_->isChecked();
    options.cocoPolygons = cocoPolygons_->isChecked();
    return options;
}

QLayout* ExportDialog::folderRow()
{
    auto* label = new QLabel(tr("&Folder:"));
    label->setBuddy(folder_);
    auto* browseButton = new QPushButton(theme::icon("folder"), tr("&Browse…"));
    browseButton->setAutoDefault(false);
    connect(browseButton, &QPushButton::clicked, this, &ExportDialog::browse);
    auto* row = new QHBoxLayout;
    row->addWidget(label);
    row->addWidget(folder_, 1);
    row->addWidget(browseButton);
    return row;
}

QCheckBox* ExportDialog::choice(const QString& text, const QString& explanation, bool on)
{
    auto* box = new QCheckBox(text);
    box->setToolTip(explanation);
    box->setChecked(on);
    connect(box, &QCheckBox::toggled, this, &ExportDialog::showFiles);
    return box;
}

void ExportDialog::browse()
{
    const QString chosen =
        QFileDialog::getExistingDirectory(this, tr("Export to"), folder_->text());
    if (!chosen.isEmpty())
        folder_->setText(QDir::toNativeSeparators(chosen));
}

void ExportDialog::showFiles()
{
    const ExportOptions chosen = options();
    const bool hasFolder = !folder_->text().trimmed().isEmpty();
    const QStringList files = hasFolder ? exportFiles(annotation_, chosen) : QStringList();
    int existing = 0;
    files_->clear();
    for (const QString& file : files) {
        const QString shown = QDir(chosen.folder).relativeFilePath(file);
        const bool exists = QFileInfo::exists(file);
        existing += exists;
        auto* item =
            new QListWidgetItem(exists ? tr("%1 (will be overwritten)").arg(shown) : shown);
        item->setToolTip(QDir::toNativeSeparators(file));
        files_->addItem(item);
    }
    if (!hasFolder)
        summary_->setText(tr("Choose a folder to write to."));
    else if (files.isEmpty())
        summary_->setText(tr("Choose at least one kind of file."));
    else if (existing == 0)
        summary_->setText(tr("%n file(s) will be written.", nullptr, int(files.size())));
    else
        summary_->setText(tr("%n file(s) will be written, %1 of them over an existing one.",
                             nullptr, int(files.size()))
                              .arg(existing));
    buttons_->button(QDialogButtonBox::Ok)->setEnabled(!files.isEmpty());
}

} // namespace ui
