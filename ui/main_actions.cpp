#include "ui/main_actions.h"

#include <QActionGroup>
#include <QRegularExpression>
#include <QUndoGroup>
#include <QWidget>

#include "ui/theme.h"

namespace ui {

namespace {

/// A menu's text as a button shows it; Chinese puts the key behind the words, "保存(&S)".
QString withoutKey(QString text)
{
    static const QRegularExpression key(R"(\(&.\)|&|…)");
    return text.remove(key);
}

} // namespace

MainActions::MainActions(QUndoGroup* undoGroup, QWidget* window) : QObject(window), window_(window)
{
    makeFileActions();
    makeEditActions(undoGroup);
    makeViewActions();
    makeObjectActions();
    makeEverythingActions();
    shortcuts = make(tr("&Keyboard and mouse"), "keyboard", {Qt::Key_F1});
    about = make(tr("&About %1").arg("Maskwright"));
    about->setMenuRole(QAction::AboutRole);
}

QAction* MainActions::make(const QString& text, const QString& iconName,
                           const QList<QKeySequence>& keys, const QString& explanation)
{
    auto* action = new QAction(text, this);
    dress(action, iconName, keys, explanation);
    return action;
}

QAction* MainActions::makeCheckable(const QString& text, const QString& iconName,
                                    const QList<QKeySequence>& keys, const QString& explanation)
{
    QAction* action = make(text, iconName, keys, explanation);
    action->setCheckable(true);
    return action;
}

void MainActions::dress(QAction* action, const QString& iconName, const QList<QKeySequence>& keys,
                        const QString& explanation)
{
    if (!iconName.isEmpty())
        action->setIcon(theme::icon(iconName));
    action->setShortcuts(keys);
    const QString name = withoutKey(action->text());
    action->setIconText(name);
    const QString words = explanation.isEmpty() ? name : explanation;
    QStringList names;
    for (const QKeySequence& key : keys)
        names += key.toString(QKeySequence::NativeText);
    action->setToolTip(
        keys.isEmpty() ? words : tr("%1 (%2)", "what it does, keys").arg(words, names.join(", ")));
    window_->addAction(action); // the keys work also where the action is in no menu
}

void MainActions::makeFileActions()
{
    openPicture = make(tr("&Open picture…"), "open", {QKeySequence(Qt::CTRL | Qt::Key_O)});
    openFolder = make(tr("Open &folder…"), "folder", {QKeySequence(Qt::CTRL | Qt::Key_U)});
    openEverything =
        make(tr("Open e&verything result…"), "open", {},
             tr("Browse masks that everything mode has found in this picture, from a JSON file "
                "or metadata.csv"));
    save = make(tr("&Save"), "save", {QKeySequence(Qt::CTRL | Qt::Key_S)},
                tr("Save the objects beside the picture"));
    exportObjects = make(tr("&Export…"), "export", {QKeySequence(Qt::CTRL | Qt::Key_E)},
                         tr("Write masks and annotations to a folder"));
    models = make(tr("&Models…"), "model", {}, tr("Download, add, remove and choose models"));
    quit = make(tr("&Quit"), "quit", {QKeySequence(Qt::CTRL | Qt::Key_Q)});
    quit->setMenuRole(QAction::QuitRole);
}

void MainActions::makeEditActions(QUndoGroup* undoGroup)
{
    // The buttons keep their short names: "Undo Add background point" would widen the bar.
    undo = undoGroup->createUndoAction(this, tr("&Undo"));
    dress(undo, "undo", {QKeySequence(Qt::CTRL | Qt::Key_Z)}, tr("Undo"));
    redo = undoGroup->createRedoAction(this, tr("&Redo"));
    dress(redo, "redo",
          {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)},
          tr("Redo"));
    accept =
        make(tr("&Accept mask"), "accept", {Qt::Key_Return, Qt::Key_Enter, Qt::Key_F, Qt::Key_E},
             tr("Make the chosen mask an object"));
    accept->setToolTip(tr("Make the chosen mask an object (Enter, F or E)"));
    cancel = make(tr("&Cancel"), "cancel", {Qt::Key_Escape},
                  tr("Forget the pending clicks, stop segmenting everything or clear the choice"));
    for (int i = 0; i < int(candidates.size()); ++i)
        candidates[i] = make(tr("Choose mask &%1").arg(i + 1), {}, {QKeySequence(Qt::Key_1 + i)});
    nextCandidate = make(tr("&Next mask"), {}, {Qt::Key_Down});
    previousCandidate = make(tr("Previous &mask"), {}, {Qt::Key_Up});

    auto* tools = new QActionGroup(this);
    pointTool = makeCheckable(tr("&Point"), "point", {Qt::Key_P},
                              tr("Click on what to select, right-click on what to leave out"));
    boxTool = makeCheckable(tr("&Box"), "box", {Qt::Key_B}, tr("Drag a box around what to select"));
    pickTool = makeCheckable(tr("P&ick"), "pick", {Qt::Key_S},
                             tr("Choose masks of everything mode by clicking them"));
    for (QAction* tool : {pointTool, boxTool, pickTool})
        tools->addAction(tool);
    pointTool->setChecked(true);
    crosshair = makeCheckable(tr("Cross&hair"), "crosshair", {Qt::Key_K},
                              tr("Click with the keyboard: arrows move, Space clicks"));
}

void MainActions::makeViewActions()
{
    zoomIn = make(tr("Zoom &in"), "zoom-in",
                  {QKeySequence(Qt::CTRL | Qt::Key_Plus), QKeySequence(Qt::CTRL | Qt::Key_Equal)});
    zoomOut = make(tr("Zoom &out"), "zoom-out", {QKeySequence(Qt::CTRL | Qt::Key_Minus)});
    fit =
        make(tr("&Fit"), "fit", {QKeySequence(Qt::CTRL | Qt::Key_0)}, tr("Show the whole picture"));
    actualSize = make(tr("&100 %"), "actual-size", {QKeySequence(Qt::CTRL | Qt::Key_1)},
                      tr("Show one picture pixel per screen pixel"));
    hideMasks = makeCheckable(tr("&Hide masks"), "hide", {Qt::Key_V});
    previousPicture = make(tr("&Previous picture"), "previous", {Qt::Key_A, Qt::Key_PageUp});
    nextPicture = make(tr("&Next picture"), "next", {Qt::Key_D, Qt::Key_PageDown});
    themes = new QActionGroup(this);
    systemTheme = makeCheckable(tr("As the &system"), {}, {});
    lightTheme = makeCheckable(tr("&Light"), {}, {});
    darkTheme = makeCheckable(tr("&Dark"), {}, {});
    for (QAction* action : {systemTheme, lightTheme, darkTheme})
        themes->addAction(action);
}

void MainActions::makeObjectActions()
{
    renameObject = make(tr("&Rename"), "rename", {Qt::Key_F2}, tr("Rename the selected object"));
    toggleObject = make(tr("&Show or hide"), "hide", {}, tr("Show or hide the selected object"));
    removeObject =
        make(tr("&Delete"), "delete", {Qt::Key_Delete}, tr("Delete the selected object"));
}

void MainActions::makeEverythingActions()
{
    segmentEverything = make(tr("&Segment everything…"), "everything",
                             {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_A)},
                             tr("Find the masks of the whole picture"));
    batch = make(tr("&Batch…"), "batch", {QKeySequence(Qt::CTRL | Qt::Key_B)},
                 tr("Segment everything in all pictures of a folder"));
    acceptChosen = make(tr("&Accept chosen masks"), "accept", {Qt::Key_Return, Qt::Key_Enter},
                        tr("Make the chosen masks objects"));
    acceptChosen->setToolTip(tr("Make the chosen masks objects (Enter)"));
    acceptChosen->setIconText(tr("Accept"));
    acceptShown = make(tr("Accept all s&hown masks"), "accept-all", {},
                       tr("Make all masks objects that the filter shows"));
    acceptShown->setIconText(tr("Accept all"));
    mergeChosen = make(tr("&Merge chosen masks"), "merge", {Qt::Key_M},
                       tr("Merge the chosen masks into one"));
    mergeChosen->setIconText(tr("Merge"));
    deleteChosen =
        make(tr("&Delete chosen masks"), "delete", {Qt::Key_Delete}, tr("Delete the chosen masks"));
    deleteChosen->setIconText(tr("Delete"));
}

} // namespace ui
