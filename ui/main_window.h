#pragma once

#include <QMainWindow>

#include "ui/session.h"
#include "ui/settings.h"

class QBoxLayout;
class QDockWidget;
class QMenu;
class QStackedWidget;

namespace ui {

class BatchDialog;
class CandidateStrip;
class Canvas;
class EverythingBar;
class EverythingPanel;
class FileList;
class MainActions;
class MessageBar;
class ModelDialog;
class ModelManager;
class ObjectList;
class StartPage;
class StatusLine;

/// The one window: places the widgets and connects actions to the session's verbs.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(const core::ModelStore& models = core::ModelStore(),
                        QWidget* parent = nullptr);
    ~MainWindow() override;

    Session* session() { return &session_; }
    /// How the models to come look at pictures.
    void setInput(const core::InputOptions& input) { input_ = input; }
    /// A catalogue id or a file; empty is the default model.
    void loadModel(const QString& idOrPath);
    void open(const QStringList& paths); ///< pictures and folders

protected:
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void buildCentre();
    void buildDocks();
    void buildToolBar();
    void buildMenus();
    void buildFileMenu();
    void buildEditMenu();
    void buildViewMenu();
    void connectFileActions();
    void connectEditActions();
    void connectViewActions();
    void connectObjectActions();
    void connectEverything();
    void connectModels();
    void connectSession();
    void restoreWindow();

    void openPicture();
    void openFolder();
    void openEverythingDialog();
    void openEverythingResult();
    void showEverything(int masks);
    void updateEverythingActions(bool typing);
    void cancel();
    void openExportDialog();
    void openBatch();
    void showBatchEnded(const QString& summary, bool isError);
    void openModels();
    void chooseModel(const QString& idOrPath);
    void loadWithoutOptions(const QString& sentence);
    void showModelFailure(core::ErrorCode code, const QString& sentence);
    void showModelDownloaded(const QString& id);
    void renameSelectedObject();
    void fillRecentMenu();
    void rememberPicture();
    void showPage();
    void showTitle();
    void updateActions();
    void arrangeStrip();
    void showFailure(core::ErrorCode code, const QString& sentence);
    void showExported(const QString& folder, const QStringList& files);
    void showSaved(const QString& file, const QString& keptAside);
    void showRecovered(int objects);
    void askAboutBatch();
    void askBeforeClosing();
    bool masksWouldBeLost() const;
    void askAboutMasks();
    void closeWhenSaved();
    void about();

    Session session_;
    Settings settings_;
    core::ModelStore modelStore_;
    core::InputOptions input_;
    ModelManager* models_;
    QString modelAsked_;
    QString modelChosen_; ///< to be remembered when it turns out to work
    MainActions* actions_;
    MessageBar* modelBar_; ///< what is wrong with the model stays until it is put right
    MessageBar* messageBar_;
    EverythingBar* everythingBar_;
    QStackedWidget* pages_;
    StartPage* startPage_;
    QWidget* workspace_;
    QBoxLayout* workspaceLayout_;
    Canvas* canvas_;
    CandidateStrip* strip_;
    ObjectList* objectList_;
    FileList* fileList_;
    EverythingPanel* everythingPanel_;
    QDockWidget* objectsDock_;
    QDockWidget* filesDock_;
    QDockWidget* everythingDock_;
    QMenu* recentMenu_;
    StatusLine* statusLine_;
    BatchDialog* batch_ = nullptr; ///< from its first use on
    ModelDialog* modelDialog_ = nullptr; ///< likewise
    bool closing_ = false; ///< the user has said to save or discard
};

} // namespace ui
