// How the window is put together.
#include <QActionGroup>
#include <QApplication>
#include <QBoxLayout>
#include <QDockWidget>
#include <QMenuBar>
#include <QScreen>
#include <QStackedWidget>
#include <QToolBar>

#include "ui/candidate_strip.h"
#include "ui/canvas.h"
#include "ui/everything_bar.h"
#include "ui/everything_panel.h"
#include "ui/file_list.h"
#include "ui/label_field.h"
#include "ui/main_actions.h"
#include "ui/main_window.h"
#include "ui/message_bar.h"
#include "ui/object_list.h"
#include "ui/shortcuts_dialog.h"
#include "ui/start_page.h"
#include "ui/status_line.h"

namespace ui {

void MainWindow::buildCentre()
{
    workspaceLayout_ = new QBoxLayout(QBoxLayout::LeftToRight, workspace_);
    workspaceLayout_->setContentsMargins(0, 0, 0, 0);
    workspaceLayout_->setSpacing(0);
    workspaceLayout_->addWidget(canvas_, 1);
    workspaceLayout_->addWidget(strip_);
    pages_->addWidget(startPage_);
    pages_->addWidget(workspace_);
    modelBar_->setObjectName("modelBar");
    messageBar_->setObjectName("messageBar");

    auto* centre = new QWidget;
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(modelBar_);
    column->addWidget(messageBar_);
    column->addWidget(everythingBar_);
    column->addWidget(pages_, 1);
    setCentralWidget(centre);
}

void MainWindow::buildDocks()
{
    const auto dock = [this](const QString& title, const QString& name, QWidget* widget) {
        auto* made = new QDockWidget(title, this);
        made->setObjectName(name);
        made->setWidget(widget);
        addDockWidget(Qt::RightDockWidgetArea, made);
        return made;
    };
    auto* objects = new QWidget;
    auto* column = new QVBoxLayout(objects);
    column->setContentsMargins(6, 6, 6, 0);
    auto* labelField = new LabelField(&session_);
    connect(labelField, &QLineEdit::returnPressed, canvas_, qOverload<>(&QWidget::setFocus));
    column->addWidget(labelField);
    column->addWidget(objectList_, 1);
    objectsDock_ = dock(tr("Objects"), "objectsDock", objects);
    filesDock_ = dock(tr("Files"), "filesDock", fileList_);
    everythingDock_ = dock(tr("Found masks"), "everythingDock", everythingPanel_);
    tabifyDockWidget(objectsDock_, everythingDock_);
    everythingDock_->hide();
    resizeDocks({objectsDock_, filesDock_}, {260, 260}, Qt::Horizontal);
    resizeDocks({objectsDock_, filesDock_}, {500, 200}, Qt::Vertical);
}

void MainWindow::buildToolBar()
{
    auto* bar = new QToolBar(tr("Tools"));
    bar->setObjectName("toolBar");
    bar->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    bar->setIconSize(QSize(24, 24));
    bar->setMovable(false);
    for (QAction* tool :
         {actions_->pointTool, actions_->boxTool, actions_->pickTool, actions_->crosshair})
        bar->addAction(tool);
    bar->addSeparator();
    bar->addAction(actions_->segmentEverything);
    bar->addSeparator();
    for (QAction* action : {actions_->undo, actions_->redo})
        bar->addAction(action);
    bar->addSeparator();
    for (QAction* action : {actions_->fit, actions_->actualSize, actions_->hideMasks})
        bar->addAction(action);
    addToolBar(Qt::LeftToolBarArea, bar);
    actions_->segmentEverything->setIconText(tr("Everything"));
}

void MainWindow::buildMenus()
{
    buildFileMenu();
    buildEditMenu();
    buildViewMenu();
    QMenu* objects = menuBar()->addMenu(tr("&Objects"));
    objects->addActions({actions_->renameObject, actions_->toggleObject, actions_->removeObject});
    QMenu* everything = menuBar()->addMenu(tr("Every&thing"));
    everything->addActions({actions_->segmentEverything, actions_->batch});
    everything->addSeparator();
    everything->addActions({actions_->acceptChosen, actions_->acceptShown, actions_->mergeChosen,
                            actions_->deleteChosen});
    QMenu* help = menuBar()->addMenu(tr("&Help"));
    help->addActions({actions_->shortcuts, actions_->about});
}

void MainWindow::buildFileMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&File"));
    menu->addActions({actions_->openPicture, actions_->openFolder});
    recentMenu_ = menu->addMenu(tr("Open &recent"));
    connect(recentMenu_, &QMenu::aboutToShow, this, &MainWindow::fillRecentMenu);
    menu->addAction(actions_->openEverything);
    menu->addSeparator();
    menu->addActions({actions_->previousPicture, actions_->nextPicture});
    menu->addSeparator();
    menu->addActions({actions_->save, actions_->exportObjects});
    menu->addSeparator();
    menu->addAction(actions_->models);
    menu->addSeparator();
    menu->addAction(actions_->quit);
}

void MainWindow::buildEditMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&Edit"));
    menu->addActions({actions_->undo, actions_->redo});
    menu->addSeparator();
    menu->addActions(
        {actions_->pointTool, actions_->boxTool, actions_->pickTool, actions_->crosshair});
    menu->addSeparator();
    menu->addActions({actions_->accept, actions_->cancel});
    menu->addSeparator();
    for (QAction* action : actions_->candidates)
        menu->addAction(action);
    menu->addActions({actions_->nextCandidate, actions_->previousCandidate});
}

void MainWindow::buildViewMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&View"));
    menu->addActions({actions_->zoomIn, actions_->zoomOut, actions_->fit, actions_->actualSize});
    menu->addSeparator();
    menu->addAction(actions_->hideMasks);
    menu->addSeparator();
    menu->addActions({objectsDock_->toggleViewAction(), filesDock_->toggleViewAction(),
                      everythingDock_->toggleViewAction()});
    menu->addSeparator();
    menu->addMenu(tr("&Theme"))->addActions(actions_->themes->actions());
}

void MainWindow::connectFileActions()
{
    connect(actions_->openPicture, &QAction::triggered, this, &MainWindow::openPicture);
    connect(actions_->openFolder, &QAction::triggered, this, &MainWindow::openFolder);
    connect(actions_->previousPicture, &QAction::triggered, &session_, &Session::openPrevious);
    connect(actions_->nextPicture, &QAction::triggered, &session_, &Session::openNext);
    connect(actions_->save, &QAction::triggered, &session_, &Session::save);
    connect(actions_->exportObjects, &QAction::triggered, this, &MainWindow::openExportDialog);
    connect(actions_->batch, &QAction::triggered, this, &MainWindow::openBatch);
    connect(statusLine_, &StatusLine::batchClicked, this, &MainWindow::openBatch);
    connect(actions_->quit, &QAction::triggered, this, &QWidget::close);
    connect(startPage_, &StartPage::openPictureRequested, this, &MainWindow::openPicture);
    connect(startPage_, &StartPage::openFolderRequested, this, &MainWindow::openFolder);
    connect(startPage_, &StartPage::openRequested, this,
            [this](const QString& path) { open({path}); });
}

void MainWindow::connectEditActions()
{
    connect(actions_->accept, &QAction::triggered, &session_, &Session::accept);
    connect(actions_->cancel, &QAction::triggered, this, &MainWindow::cancel);
    const int count = int(actions_->candidates.size());
    for (int i = 0; i < count; ++i)
        connect(actions_->candidates[i], &QAction::triggered, this,
                [this, i] { session_.selectCandidate(i); });
    connect(actions_->nextCandidate, &QAction::triggered, this, [this, count] {
        session_.selectCandidate((session_.selectedCandidate() + 1) % count);
    });
    connect(actions_->previousCandidate, &QAction::triggered, this, [this, count] {
        session_.selectCandidate((session_.selectedCandidate() + count - 1) % count);
    });
    connect(actions_->pointTool, &QAction::triggered, this,
            [this] { canvas_->setTool(ToolKind::Point); });
    connect(actions_->boxTool, &QAction::triggered, this,
            [this] { canvas_->setTool(ToolKind::Box); });
    connect(actions_->pickTool, &QAction::triggered, this,
            [this] { canvas_->setTool(ToolKind::Pick); });
    connect(canvas_, &Canvas::toolChanged, this, [this](ToolKind kind) {
        (kind == ToolKind::Point ? actions_->pointTool
         : kind == ToolKind::Box ? actions_->boxTool
                                 : actions_->pickTool)
            ->setChecked(true);
    });
    connect(canvas_, &Canvas::toolChanged, statusLine_, &StatusLine::setTool);
    connect(canvas_, &Canvas::toolChanged, this, &MainWindow::arrangeStrip);
    connect(actions_->crosshair, &QAction::toggled, canvas_, &Canvas::setKeyboardCursorActive);
    connect(canvas_, &Canvas::keyboardCursorActiveChanged, actions_->crosshair,
            &QAction::setChecked);
}

void MainWindow::connectViewActions()
{
    connect(actions_->zoomIn, &QAction::triggered, canvas_, &Canvas::zoomIn);
    connect(actions_->zoomOut, &QAction::triggered, canvas_, &Canvas::zoomOut);
    connect(actions_->fit, &QAction::triggered, canvas_, &Canvas::zoomToFit);
    connect(actions_->actualSize, &QAction::triggered, canvas_, &Canvas::zoomToActualSize);
    connect(canvas_, &Canvas::zoomChanged, statusLine_, &StatusLine::showZoom);
    connect(actions_->hideMasks, &QAction::toggled, this,
            [this](bool hidden) { canvas_->setMasksVisible(!hidden); });
    connect(canvas_, &Canvas::masksVisibleChanged, this,
            [this](bool visible) { actions_->hideMasks->setChecked(!visible); });
    connect(canvas_, &Canvas::masksVisibleChanged, statusLine_, &StatusLine::setMasksVisible);

    const theme::Theme current = settings_.theme();
    for (const auto& [action, choice] : {std::pair(actions_->systemTheme, theme::Theme::System),
                                         std::pair(actions_->lightTheme, theme::Theme::Light),
                                         std::pair(actions_->darkTheme, theme::Theme::Dark)}) {
        action->setChecked(choice == current);
        connect(action, &QAction::triggered, this, [this, choice = choice] {
            settings_.setTheme(choice);
            theme::apply(choice);
        });
    }
    connect(actions_->shortcuts, &QAction::triggered, this, [this] {
        auto* dialog = new ShortcutsDialog(this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->show();
    });
    connect(actions_->about, &QAction::triggered, this, &MainWindow::about);
}

void MainWindow::connectObjectActions()
{
    connect(actions_->renameObject, &QAction::triggered, this, &MainWindow::renameSelectedObject);
    connect(actions_->removeObject, &QAction::triggered, this,
            [this] { session_.removeObject(session_.selectedObject()); });
    connect(actions_->toggleObject, &QAction::triggered, this, [this] {
        for (const core::Object& object : session_.annotation().objects)
            if (object.id == session_.selectedObject()) {
                session_.setObjectVisible(object.id, !object.visible);
                return;
            }
    });
}

void MainWindow::connectSession()
{
    connect(&session_, &Session::imageStateChanged, this, &MainWindow::showPage);
    connect(&session_, &Session::imageStateChanged, this, &MainWindow::showTitle);
    connect(&session_, &Session::modifiedChanged, this, &MainWindow::showTitle);
    connect(&session_, &Session::modifiedChanged, this, &MainWindow::closeWhenSaved);
    connect(&session_, &Session::annotationChanged, this,
            [this] { closing_ = false; }); // what has changed since must be asked about again
    connect(&session_, &Session::imageLoaded, this, &MainWindow::rememberPicture);
    connect(&session_, &Session::imageLoaded, this,
            [this] { statusLine_->showZoom(canvas_->zoom()); });
    connect(&session_, &Session::failed, this, &MainWindow::showFailure);
    connect(&session_, &Session::exported, this, &MainWindow::showExported);
    connect(&session_, &Session::saved, this, &MainWindow::showSaved);
    connect(&session_, &Session::recovered, this, &MainWindow::showRecovered);
    for (const auto signal :
         {&Session::imageStateChanged, &Session::imageLoaded, &Session::promptChanged,
          &Session::annotationChanged, &Session::filesChanged})
        connect(&session_, signal, this, &MainWindow::updateActions);
    connect(&session_, &Session::selectedObjectChanged, this, &MainWindow::updateActions);
    connect(qApp, &QApplication::focusChanged, this, &MainWindow::updateActions);
}

void MainWindow::restoreWindow()
{
    const QSize room = screen()->availableGeometry().size();
    resize(QSize(1280, 800).boundedTo(room));
    restoreGeometry(settings_.windowGeometry());
    restoreState(settings_.windowState());
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    arrangeStrip();
}

/// The strip stands along the short side of the room that canvas and strip share. While masks are
/// picked it has nothing to show and gives them its room.
void MainWindow::arrangeStrip()
{
    const bool wide = pages_->width() >= pages_->height();
    workspaceLayout_->setDirection(wide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    strip_->setOrientation(wide ? Qt::Vertical : Qt::Horizontal);
    strip_->setVisible(canvas_->tool() != ToolKind::Pick || !session_.prompt().empty());
}

} // namespace ui
