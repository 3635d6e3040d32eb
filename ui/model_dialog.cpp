#include "ui/model_dialog.h"

#include <algorithm>
#include <utility>

#include <QBoxLayout>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QTreeView>

#include "ui/error_text.h"
#include "ui/model_list.h"
#include "ui/model_manager.h"
#include "ui/progress_delegate.h"
#include "ui/session.h"
#include "ui/theme.h"

namespace ui {

ModelDialog::ModelDialog(ModelManager* manager, Session* session, QWidget* parent)
    : QDialog(parent), manager_(manager), session_(session),
      list_(new ModelList(manager, session, this)), table_(new QTreeView), status_(new QLabel)
{
    setWindowTitle(tr("Models"));
    table_->setModel(list_);
    table_->setItemDelegate(new ProgressDelegate(ModelList::ShareRole, table_));
    table_->setObjectName("modelTable");
    table_->setAccessibleName(tr("Models"));
    table_->setRootIsDecorated(false);
    table_->setUniformRowHeights(true);
    table_->setAllColumnsShowFocus(true);
    table_->header()->setStretchLastSection(true);
    table_->header()->setSectionsMovable(false);
    const auto wide = [this](int letters) { return letters * fontMetrics().averageCharWidth(); };
    table_->setColumnWidth(ModelList::NameColumn, wide(34));
    table_->setColumnWidth(ModelList::SizeColumn, wide(13));
    table_->setColumnWidth(ModelList::SpeedColumn, wide(16));
    table_->setColumnWidth(ModelList::LicenceColumn, wide(16));
    status_->setObjectName("modelStatus");
    status_->setWordWrap(true);
    status_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    status_->setMinimumHeight(2 * fontMetrics().height());
    status_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(10);
    column->addWidget(table_, 1);
    column->addWidget(status_);
    column->addWidget(buttonRow());
    connectParts();
    restoreSelection();
    updateButtons();
    resize(wide(120), 23 * fontMetrics().height());
}

QWidget* ModelDialog::buttonRow()
{
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    download_ = button(tr("&Download"), "modelDownload");
    use_ = button(tr("&Use"), "modelUse");
    use_->setToolTip(tr("The picture is prepared again; its objects stay."));
    remove_ = button(tr("&Remove"), "modelRemove");
    auto* add = button(tr("&Add file…"), "modelAdd");
    add->setToolTip(tr("Copy a checkpoint (.pt, .pth, .safetensors) among the models"));
    auto* close = button(tr("Close"), "modelClose");
    close->setToolTip(tr("Downloads go on."));
    for (QPushButton* each : {use_, download_, remove_})
        layout->addWidget(each);
    layout->addStretch(1);
    layout->addWidget(add);
    layout->addWidget(close);
    connect(add, &QPushButton::clicked, this, &ModelDialog::addFile);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    return row;
}

QPushButton* ModelDialog::button(const QString& text, const QString& name)
{
    auto* made = new QPushButton(text);
    made->setObjectName(name);
    made->setAutoDefault(false);
    return made;
}

void ModelDialog::connectParts()
{
    connect(download_, &QPushButton::clicked, this, &ModelDialog::downloadOrCancel);
    connect(use_, &QPushButton::clicked, this, &ModelDialog::use);
    connect(remove_, &QPushButton::clicked, this, &ModelDialog::remove);
    connect(table_, &QTreeView::doubleClicked, this, &ModelDialog::use);
    connect(list_, &ModelList::modelReset, this, &ModelDialog::restoreSelection);
    connect(list_, &ModelList::dataChanged, this, &ModelDialog::updateButtons);
    connect(table_->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& current) {
                if (const core::StoredModel* model = list_->at(current.row()))
                    selected_ = QString::fromStdString(model->id);
                updateButtons();
            });
    connect(manager_, &ModelManager::failed, this, [this](const QString& id, core::Error error) {
        if (id == adding_)
            adding_.clear();
        showProblem(errorText(error.code(), QString::fromStdString(error.subject()),
                              QString::fromStdString(error.reason())));
    });
    connect(manager_, &ModelManager::installed, this, [this](const QString& id, bool downloaded) {
        if (downloaded)
            return;
        adding_.clear();
        select(id);
        updateButtons();
    });
}

void ModelDialog::showEvent(QShowEvent* event)
{
    manager_->refresh(); // files may have come and gone
    QDialog::showEvent(event);
}

void ModelDialog::changeEvent(QEvent* event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showStatus();
}

void ModelDialog::select(const QString& id)
{
    awaited_ = id;
    restoreSelection();
}

/// In the place of a model that is gone comes the first one.
void ModelDialog::restoreSelection()
{
    const bool arrived = list_->rowOf(awaited_) >= 0;
    const QString id = arrived ? std::exchange(awaited_, {}) : selected_;
    table_->setCurrentIndex(list_->index(std::max(list_->rowOf(id), 0), 0));
    updateButtons();
}

void ModelDialog::downloadOrCancel()
{
    problem_.clear();
    if (manager_->work(selected_))
        manager_->cancel(selected_);
    else
        manager_->download(selected_);
}

void ModelDialog::use()
{
    if (!use_->isEnabled())
        return;
    problem_.clear();
    list_->setWanted(selected_);
    Q_EMIT useRequested(selected_);
}

void ModelDialog::remove()
{
    const core::StoredModel* model = list_->at(table_->currentIndex().row());
    const std::int64_t onDisk = model->file.empty() ? model->fetched : model->size;
    auto* box = new QMessageBox(
        QMessageBox::Question, windowTitle(),
        tr("Remove %1 (%2)?").arg(QString::fromStdString(model->title), sizeText(onDisk)),
        QMessageBox::NoButton, this);
    box->setInformativeText(model->canBeFetched
                                ? tr("It can be downloaded again.")
                                : tr("It cannot be downloaded again; keep a copy elsewhere."));
    QPushButton* yes = box->addButton(tr("&Remove"), QMessageBox::AcceptRole);
    box->setDefaultButton(box->addButton(tr("&Keep"), QMessageBox::RejectRole));
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(yes, &QPushButton::clicked, this, [this, id = QString::fromStdString(model->id)] {
        problem_.clear();
        manager_->remove(id);
    });
    box->open();
}

void ModelDialog::addFile()
{
    const QString filter = tr("Checkpoints (%1)").arg("*.pt *.pth *.safetensors");
    const QString file = QFileDialog::getOpenFileName(this, tr("Add a model"), {}, filter);
    if (file.isEmpty())
        return;
    problem_.clear();
    adding_ = file;
    manager_->add(file);
    showStatus();
}

void ModelDialog::showProblem(const QString& sentence)
{
    problem_ = sentence;
    showStatus();
}

void ModelDialog::updateButtons()
{
    const core::StoredModel* model = list_->at(table_->currentIndex().row());
    const ModelManager::Work* work = manager_->work(selected_);
    const bool idle = model && !work;
    const bool there = idle && !model->file.empty();
    const bool inUse = there && list_->isInUse(*model);
    const bool incomplete = idle && (model->file.empty() || !model->problem.empty());
    download_->setText(work                         ? tr("Cancel")
                       : idle && model->fetched > 0 ? tr("Go on &downloading")
                                                    : tr("&Download"));
    download_->setEnabled(work ? !work->isStopping : incomplete && model->canBeFetched);
    use_->setEnabled(there && !inUse && !session_->isLoadingModel());
    remove_->setEnabled(idle && !inUse && (there || model->fetched > 0));
    remove_->setToolTip(inUse ? tr("This model is in use; use another one first.") : QString());
    showStatus();
}

QString ModelDialog::statusText() const
{
    if (!problem_.isEmpty())
        return problem_;
    if (const ModelManager::Work* work = adding_.isEmpty() ? nullptr : manager_->work(adding_))
        return tr("Copying %1: %2 of %3…")
            .arg(QFileInfo(adding_).fileName(), sizeText(work->done), sizeText(work->total));
    if (!session_->model() && !session_->isLoadingModel())
        return tr("There is no model in use yet: download one, or add a file of your own.");
    return tr("Larger models are slower to prepare a picture, and more exact.");
}

void ModelDialog::showStatus()
{
    QPalette colors = palette();
    if (!problem_.isEmpty())
        colors.setColor(QPalette::WindowText, theme::errorColor(colors));
    status_->setPalette(colors);
    status_->setText(statusText());
}

} // namespace ui
