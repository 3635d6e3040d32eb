// How the window gets, chooses and keeps its model.
#include "ui/error_text.h"
#include "ui/main_actions.h"
#include "ui/main_window.h"
#include "ui/message_bar.h"
#include "ui/model_dialog.h"
#include "ui/model_list.h"
#include "ui/model_manager.h"

namespace ui {

void MainWindow::connectModels()
{
    connect(actions_->models, &QAction::triggered, this, &MainWindow::openModels);
    connect(models_, &ModelManager::installed, this, [this](const QString& id, bool downloaded) {
        if (!session_.model() && !session_.isLoadingModel())
            chooseModel(id);
        else if (downloaded)
            showModelDownloaded(id);
    });
    connect(models_, &ModelManager::failed, this, [this](const QString&, core::Error error) {
        if (!modelDialog_ || !modelDialog_->isVisible())
            messageBar_->showMessage(MessageBar::Kind::Error,
                                     errorText(error.code(),
                                               QString::fromStdString(error.subject()),
                                               QString::fromStdString(error.reason())));
    });
    connect(&session_, &Session::modelReady, this, [this] {
        if (session_.modelName() == modelAsked_)
            modelBar_->dismiss();
        if (!modelChosen_.isEmpty() && session_.modelName() == modelChosen_)
            settings_.setModel(modelChosen_);
    });
}

void MainWindow::loadModel(const QString& idOrPath)
{
    modelAsked_ = idOrPath;
    modelBar_->dismiss();
    session_.loadModel(idOrPath, modelStore_, input_);
}

void MainWindow::chooseModel(const QString& idOrPath)
{
    modelChosen_ = idOrPath;
    loadModel(idOrPath);
}

void MainWindow::openModels()
{
    if (!modelDialog_) {
        modelDialog_ = new ModelDialog(models_, &session_, this);
        connect(modelDialog_, &ModelDialog::useRequested, this, &MainWindow::chooseModel);
    }
    modelDialog_->show();
    modelDialog_->raise();
    modelDialog_->activateWindow();
}

/// This computer cannot do what was asked for, but it can do what is usual.
void MainWindow::loadWithoutOptions(const QString& sentence)
{
    messageBar_->showMessage(MessageBar::Kind::Error, sentence);
    input_ = {};
    session_.loadModel(modelAsked_, modelStore_, input_);
}

/// Whatever is wrong, a model that works goes on answering.
void MainWindow::showModelFailure(core::ErrorCode code, const QString& sentence)
{
    const core::CatalogueModel& first = modelStore_.models().front();
    const bool asksForFirst =
        modelAsked_.isEmpty() || modelAsked_ == QString::fromStdString(first.id);
    const bool noModel = !session_.model() && !session_.isLoadingModel();
    const QString whole =
        session_.model() ? sentence + ' ' + tr("The model before stays in use.") : sentence;
    if (modelDialog_ && modelDialog_->isVisible())
        modelDialog_->showProblem(whole);
    if (code == core::ErrorCode::ModelMissing && asksForFirst && noModel)
        modelBar_->showMessage(
            MessageBar::Kind::Request,
            tr("There is no model yet to answer clicks. %1 is the fastest.")
                .arg(QString::fromStdString(first.title)),
            {tr("Download (%1)").arg(sizeText(first.files.front().size)), [this] {
                 openModels();
                 models_->download(QString::fromStdString(modelStore_.models().front().id));
             }});
    else
        modelBar_->showMessage(MessageBar::Kind::Error, whole,
                               {tr("Models…"), [this] { openModels(); }});
    if (noModel && !asksForFirst)
        session_.loadModel({}, modelStore_, input_); // what was remembered or named is no good
}

void MainWindow::showModelDownloaded(const QString& id)
{
    if (modelDialog_ && modelDialog_->isVisible())
        return;
    const core::StoredModel* model = models_->model(id);
    messageBar_->showMessage(
        MessageBar::Kind::Information,
        tr("%1 is downloaded.").arg(model ? QString::fromStdString(model->title) : id),
        {tr("Use"), [this, id] { chooseModel(id); }});
}

} // namespace ui
