// How the window segments everything.
#include <QApplication>
#include <QDockWidget>
#include <QFileDialog>
#include <QMessageBox>

#include "ui/everything_bar.h"
#include "ui/everything_dialog.h"
#include "ui/main_actions.h"
#include "ui/main_window.h"
#include "ui/mask_browser.h"
#include "ui/message_bar.h"
#include "ui/object_list.h"

namespace ui {

void MainWindow::connectEverything()
{
    MaskBrowser* browser = session_.browser();
    connect(actions_->segmentEverything, &QAction::triggered, this,
            &MainWindow::openEverythingDialog);
    connect(actions_->openEverything, &QAction::triggered, this, &MainWindow::openEverythingResult);
    connect(actions_->acceptChosen, &QAction::triggered, browser, &MaskBrowser::acceptChosen);
    connect(actions_->acceptShown, &QAction::triggered, browser, &MaskBrowser::acceptShown);
    connect(actions_->mergeChosen, &QAction::triggered, browser, &MaskBrowser::mergeChosen);
    connect(actions_->deleteChosen, &QAction::triggered, browser, &MaskBrowser::deleteChosen);
    connect(&session_, &Session::everythingFinished, this, &MainWindow::showEverything);
    connect(&session_, &Session::everythingAbandoned, this, [this] {
        messageBar_->showMessage(
            MessageBar::Kind::Information,
            tr("Segmenting everything has stopped because another picture was opened."));
    });
    for (const auto signal : {&Session::everythingStateChanged, &Session::waitingChanged})
        connect(&session_, signal, this, &MainWindow::updateActions);
    for (const auto signal : {&MaskBrowser::shownChanged, &MaskBrowser::chosenChanged})
        connect(browser, signal, this, &MainWindow::updateActions);
    connect(&session_, &Session::promptChanged, this, &MainWindow::arrangeStrip);
}

/// Enter is for the pending prompt first, Delete for the list that has the keyboard.
void MainWindow::updateEverythingActions(bool typing)
{
    const ImageState state = session_.imageState();
    const EverythingState everything = session_.everythingState();
    const MaskBrowser& browser = *session_.browser();
    const bool pending = !session_.prompt().empty();
    const bool running = everything != EverythingState::Idle;
    const bool chosen = browser.chosenCount() > 0 && !typing;
    actions_->segmentEverything->setEnabled(
        (state == ImageState::Ready || state == ImageState::Encoding) &&
        everything == EverythingState::Idle);
    actions_->openEverything->setEnabled(!session_.image().empty());
    actions_->pickTool->setEnabled(!session_.waitingMasks().empty());
    actions_->acceptShown->setEnabled(!browser.shown().empty());
    actions_->acceptChosen->setEnabled(chosen && !pending);
    actions_->mergeChosen->setEnabled(chosen && browser.chosenCount() > 1);
    actions_->deleteChosen->setEnabled(chosen && !objectList_->hasFocus());
    if (actions_->deleteChosen->isEnabled())
        actions_->removeObject->setEnabled(false);
    actions_->cancel->setEnabled((pending && !typing) || running || chosen);
}

void MainWindow::cancel()
{
    if (!session_.prompt().empty())
        session_.cancelPrompt();
    else if (session_.everythingState() == EverythingState::Running)
        session_.cancelEverything();
    else if (session_.everythingState() == EverythingState::Asking)
        session_.discardFound();
    else
        session_.browser()->setChosen({});
}

void MainWindow::openEverythingDialog()
{
    auto* dialog = new EverythingDialog(&session_, settings_.everythingOptions(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        settings_.setEverythingOptions(dialog->options());
        session_.segmentEverything(dialog->options());
    });
    // Another picture needs another look at the time it takes.
    connect(&session_, &Session::imageLoaded, dialog, &QDialog::reject);
    dialog->open();
}

void MainWindow::openEverythingResult()
{
    const QString file = QFileDialog::getOpenFileName(
        this, tr("Open everything result"), settings_.lastFolder(),
        tr("Results of everything mode (%1)").arg("*.json metadata.csv"));
    if (file.isEmpty())
        return;
    const QFileInfo chosen(file); // the table stands for its folder of masks
    session_.openEverything(chosen.fileName() == "metadata.csv" ? chosen.path() : file);
}

void MainWindow::showEverything(int masks)
{
    if (masks == 0) {
        messageBar_->showMessage(MessageBar::Kind::Information,
                                 tr("No mask is good enough; try again with a lower least IoU or "
                                    "stability, or with more points."));
        return;
    }
    everythingDock_->show();
    everythingDock_->raise();
}

bool MainWindow::masksWouldBeLost() const
{
    const EverythingState state = session_.everythingState();
    const bool found = state == EverythingState::Asking ||
                       (state != EverythingState::Idle && everythingBar_->hasPoints());
    return found || !session_.undecidedFiles().isEmpty();
}

/// A run goes on meanwhile: whoever closes by mistake has lost nothing.
void MainWindow::askAboutMasks()
{
    const EverythingState state = session_.everythingState();
    const QString question =
        state == EverythingState::Idle     ? tr("Close without the masks that wait?")
        : state == EverythingState::Asking ? tr("Close without the masks found so far?")
                                           : tr("Stop segmenting everything and close?");
    auto* box = new QMessageBox(QMessageBox::Question, QApplication::applicationDisplayName(),
                                question, QMessageBox::Discard | QMessageBox::Cancel, this);
    box->setObjectName("askAboutMasks");
    box->setInformativeText(tr("Only masks that were accepted can be saved."));
    box->setDefaultButton(QMessageBox::Cancel);
    connect(&session_, &Session::everythingStateChanged, box, &QWidget::close); // no longer asked
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(box, &QMessageBox::finished, this, [this](int answer) {
        if (answer != QMessageBox::Discard)
            return;
        closing_ = true;
        close();
    });
    box->open();
}

} // namespace ui
