#include "ui/main_window.h"

#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QDesktopServices>
#include <QDir>
#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QStackedWidget>
#include <QUndoGroup>
#include <QUrl>

#include "ui/batch_dialog.h"
#include "ui/candidate_strip.h"
#include "ui/canvas.h"
#include "ui/everything_bar.h"
#include "ui/everything_panel.h"
#include "ui/export_dialog.h"
#include "ui/file_list.h"
#include "ui/main_actions.h"
#include "ui/message_bar.h"
#include "ui/model_dialog.h"
#include "ui/model_manager.h"
#include "ui/object_list.h"
#include "ui/picture_files.h"
#include "ui/start_page.h"
#include "ui/status_line.h"

namespace ui {

namespace {

/// A file or folder as amg.py writes them.
bool isEverythingResult(const QString& path)
{
    return path.endsWith(".json", Qt::CaseInsensitive) || QFileInfo::exists(path + "/metadata.csv");
}

} // namespace

MainWindow::MainWindow(const core::ModelStore& models, QWidget* parent)
    : QMainWindow(parent), modelStore_(models), models_(new ModelManager(models, this)),
      actions_(new MainActions(session_.undoGroup(), this)),
      modelBar_(new MessageBar), messageBar_(new MessageBar),
      everythingBar_(new EverythingBar(&session_)), pages_(new QStackedWidget),
      startPage_(new StartPage), workspace_(new QWidget), canvas_(new Canvas(&session_)),
      strip_(new CandidateStrip(&session_)), objectList_(new ObjectList(&session_)),
      fileList_(new FileList(&session_)),
      everythingPanel_(new EverythingPanel(&session_, actions_->segmentEverything,
                                           {actions_->acceptChosen, actions_->acceptShown,
                                            actions_->mergeChosen, actions_->deleteChosen})),
      statusLine_(new StatusLine(&session_))
{
    setAcceptDrops(true);
    setStatusBar(statusLine_);
    buildCentre();
    buildDocks();
    buildToolBar();
    buildMenus();
    connectFileActions();
    connectEditActions();
    connectViewActions();
    connectObjectActions();
    connectEverything();
    connectModels();
    connectSession();
    startPage_->setRecentFiles(settings_.recentFiles());
    restoreWindow();
    showTitle();
    updateActions();
}

MainWindow::~MainWindow()
{
    qApp->disconnect(this); // the focus moves while the children go, after the session has gone
}

void MainWindow::open(const QStringList& paths)
{
    if (paths.isEmpty())
        return;
    settings_.setLastFolder(QFileInfo(paths.first()).absolutePath());
    session_.openFiles(paths);
}

// --- Opening ------------------------------------------------------------------------------------

void MainWindow::openPicture()
{
    const QString filter = tr("Pictures (%1)").arg(pictureNameFilters().join(' '));
    open(QFileDialog::getOpenFileNames(this, tr("Open picture"), settings_.lastFolder(), filter));
}

void MainWindow::openFolder()
{
    const QString folder =
        QFileDialog::getExistingDirectory(this, tr("Open folder"), settings_.lastFolder());
    if (!folder.isEmpty())
        open({folder});
}

void MainWindow::fillRecentMenu()
{
    recentMenu_->clear();
    for (const QString& path : settings_.recentFiles()) {
        const QString name = QString(QDir::toNativeSeparators(path)).replace('&', "&&");
        connect(recentMenu_->addAction(name), &QAction::triggered, this,
                [this, path] { open({path}); });
    }
    recentMenu_->addSeparator();
    QAction* clear = recentMenu_->addAction(tr("&Clear this list"));
    clear->setEnabled(!settings_.recentFiles().isEmpty());
    connect(clear, &QAction::triggered, this, [this] {
        settings_.clearRecentFiles();
        startPage_->setRecentFiles({});
    });
}

void MainWindow::rememberPicture()
{
    if (session_.imagePath() == samplePicture())
        return;
    settings_.addRecentFile(session_.imagePath());
    startPage_->setRecentFiles(settings_.recentFiles());
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    QStringList paths;
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile())
            paths += url.toLocalFile();
    event->acceptProposedAction();
    if (paths.size() == 1 && isEverythingResult(paths.first()) && !session_.image().empty())
        session_.openEverything(paths.first());
    else
        open(paths);
}

// --- What the session says ----------------------------------------------------------------------

void MainWindow::showPage()
{
    const ImageState state = session_.imageState();
    const bool nothing = state == ImageState::None || state == ImageState::Failed;
    QWidget* page = nothing ? static_cast<QWidget*>(startPage_) : workspace_;
    if (page == pages_->currentWidget())
        return; // the keyboard stays where the user has put it
    const bool typing = qobject_cast<QLineEdit*>(QApplication::focusWidget());
    pages_->setCurrentWidget(page);
    if (!nothing && !typing && !objectList_->hasFocus() && !fileList_->hasFocus())
        canvas_->setFocus();
}

void MainWindow::showTitle()
{
    const QString name = QFileInfo(session_.imagePath()).fileName();
    const QString program = QApplication::applicationDisplayName();
    setWindowTitle(name.isEmpty() ? program
                                  : tr("%1[*] – %2", "picture, program").arg(name, program));
    setWindowModified(session_.isModified());
}

void MainWindow::updateActions()
{
    const bool shown = !session_.image().empty();
    const bool typing = qobject_cast<QLineEdit*>(QApplication::focusWidget());
    const bool pending = !session_.prompt().empty() && !typing;
    const bool objectSelected = session_.selectedObject() != 0 && !typing;
    for (QAction* action : {actions_->save, actions_->zoomIn, actions_->zoomOut, actions_->fit,
                            actions_->actualSize, actions_->crosshair})
        action->setEnabled(shown);
    actions_->exportObjects->setEnabled(!session_.annotation().objects.empty());
    for (QAction* action : {actions_->accept, actions_->nextCandidate, actions_->previousCandidate})
        action->setEnabled(pending);
    for (QAction* action : actions_->candidates)
        action->setEnabled(pending);
    for (QAction* action : {actions_->renameObject, actions_->toggleObject, actions_->removeObject})
        action->setEnabled(objectSelected);
    updateEverythingActions(typing);
    const qsizetype place = session_.files().indexOf(session_.imagePath());
    actions_->previousPicture->setEnabled(place > 0);
    actions_->nextPicture->setEnabled(place + 1 < session_.files().size());
}

void MainWindow::showFailure(core::ErrorCode code, const QString& sentence)
{
    using enum core::ErrorCode;
    closing_ = false; // what could not be saved must not be lost
    const bool aboutModel = code == ModelMissing || code == ModelDamaged ||
                            code == ModelWrongChecksum || code == ModelMismatch;
    if (code == OptionInvalid && !session_.model())
        loadWithoutOptions(sentence);
    else if (aboutModel)
        showModelFailure(code, sentence);
    else
        messageBar_->showMessage(MessageBar::Kind::Error, sentence);
}

void MainWindow::showExported(const QString& folder, const QStringList& files)
{
    const QString sentence = tr("%n file(s) written to %1.", nullptr, int(files.size()))
                                 .arg(QDir::toNativeSeparators(folder));
    messageBar_->showMessage(
        MessageBar::Kind::Information, sentence,
        {tr("Open folder"), [folder] { QDesktopServices::openUrl(QUrl::fromLocalFile(folder)); }});
}

void MainWindow::showSaved(const QString& file, const QString& keptAside)
{
    const QString shown = QDir::toNativeSeparators(file);
    QString sentence = keptAside.isEmpty()
                           ? tr("Saved as %1.").arg(shown)
                           : tr("Saved as %1; the unreadable file that was there is kept as %2.")
                                 .arg(shown, QDir::toNativeSeparators(keptAside));
    if (session_.isUndecided())
        sentence += ' ' + tr("Masks that still wait are not in it; accept them first.");
    messageBar_->showMessage(MessageBar::Kind::Information, sentence);
}

void MainWindow::showRecovered(int objects)
{
    const QString sentence = tr("%n object(s) that had not been saved are back.", nullptr, objects);
    messageBar_->showMessage(MessageBar::Kind::Information, sentence,
                             {tr("Undo"), [this] { session_.undoGroup()->undo(); }});
    const auto dismiss = [this, sentence] { // from now on undo means something else
        if (messageBar_->text() == sentence)
            messageBar_->dismiss();
    };
    connect(session_.undoGroup(), &QUndoGroup::indexChanged, messageBar_, dismiss,
            Qt::SingleShotConnection);
}

// --- Objects and files out ----------------------------------------------------------------------

void MainWindow::openExportDialog()
{
    ExportOptions options = settings_.exportOptions();
    if (options.folder.isEmpty())
        options.folder = QFileInfo(session_.imagePath()).dir().filePath("masks");
    auto* dialog = new ExportDialog(session_.annotation(), options, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        settings_.setExportOptions(dialog->options());
        session_.exportTo(dialog->options());
    });
    dialog->open();
}

void MainWindow::renameSelectedObject()
{
    objectsDock_->show();
    objectsDock_->raise();
    objectList_->setFocus();
    objectList_->edit(objectList_->currentIndex().siblingAtColumn(ObjectModel::NameColumn));
}

// --- Closing ------------------------------------------------------------------------------------

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (batch_ && batch_->isBusy()) {
        event->ignore();
        askAboutBatch();
        return;
    }
    const bool modified = !session_.modifiedFiles().isEmpty();
    if (!closing_ && (modified || masksWouldBeLost())) {
        event->ignore();
        modified ? askBeforeClosing() : askAboutMasks();
        return;
    }
    session_.cancelEverything();
    settings_.setWindow(saveGeometry(), saveState());
    if (batch_)
        batch_->close(); // no window may outlive this one
    if (modelDialog_)
        modelDialog_->close();
    event->accept();
}

void MainWindow::askBeforeClosing()
{
    const QStringList files = session_.modifiedFiles();
    auto* box = new QMessageBox(
        QMessageBox::Question, QApplication::applicationDisplayName(),
        files.size() == 1 ? tr("Save the objects of %1?").arg(QFileInfo(files.first()).fileName())
                          : tr("Save the objects of %n picture(s)?", nullptr, int(files.size())),
        QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, this);
    QString consequence = tr("Without saving, the changes are lost.");
    if (masksWouldBeLost())
        consequence += ' ' + tr("Masks that were not accepted are lost either way.");
    box->setInformativeText(consequence);
    box->setDefaultButton(QMessageBox::Save);
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(box, &QMessageBox::finished, this, [this](int answer) {
        if (answer == QMessageBox::Cancel)
            return;
        closing_ = true;
        session_.cancelEverything(); // saving comes behind it
        if (answer == QMessageBox::Save)
            session_.saveAll();
        else
            session_.discardAll();
        closeWhenSaved();
    });
    box->open();
}

void MainWindow::closeWhenSaved()
{
    if (closing_ && session_.modifiedFiles().isEmpty())
        close();
}

void MainWindow::about()
{
    QMessageBox::about(
        this, tr("About %1").arg(QApplication::applicationDisplayName()),
        tr("<h3>%1 %2</h3><p>Interactive segmentation with Segment Anything.</p><p>Licensed under "
           "Apache-2.0.</p>")
            .arg(QApplication::applicationDisplayName(), QApplication::applicationVersion()));
}

} // namespace ui
