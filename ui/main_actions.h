#pragma once

#include <array>

#include <QAction>
#include <QKeySequence>
#include <QObject>

#include "core/segmenter.h"

class QActionGroup;
class QUndoGroup;

namespace ui {

/// Everything the user can do, once: with its words, keys, icon and tip. Menus, tool bar and the
/// table of shortcuts all show these.
class MainActions : public QObject {
    Q_OBJECT
public:
    MainActions(QUndoGroup* undoGroup, QWidget* window);

    // File
    QAction* openPicture;
    QAction* openFolder;
    QAction* openEverything;
    QAction* save;
    QAction* exportObjects;
    QAction* models;
    QAction* quit;
    // Edit
    QAction* undo;
    QAction* redo;
    QAction* accept;
    QAction* cancel;
    std::array<QAction*, core::Prediction::candidateCount> candidates;
    QAction* nextCandidate;
    QAction* previousCandidate;
    // Tools
    QAction* pointTool;
    QAction* boxTool;
    QAction* pickTool;
    QAction* crosshair;
    // View
    QAction* zoomIn;
    QAction* zoomOut;
    QAction* fit;
    QAction* actualSize;
    QAction* hideMasks;
    QAction* nextPicture;
    QAction* previousPicture;
    QActionGroup* themes;
    QAction* systemTheme;
    QAction* lightTheme;
    QAction* darkTheme;
    // Objects
    QAction* renameObject;
    QAction* toggleObject;
    QAction* removeObject;
    // Everything
    QAction* segmentEverything;
    QAction* batch;
    QAction* acceptChosen;
    QAction* acceptShown;
    QAction* mergeChosen;
    QAction* deleteChosen;
    // Help
    QAction* shortcuts;
    QAction* about;

private:
    QAction* make(const QString& text, const QString& iconName = {},
                  const QList<QKeySequence>& keys = {}, const QString& explanation = {});
    QAction* makeCheckable(const QString& text, const QString& iconName,
                           const QList<QKeySequence>& keys, const QString& explanation = {});
    void dress(QAction* action, const QString& iconName, const QList<QKeySequence>& keys,
               const QString& explanation);
    void makeFileActions();
    void makeEditActions(QUndoGroup* undoGroup);
    void makeViewActions();
    void makeObjectActions();
    void makeEverythingActions();

    QWidget* window_;
};

} // namespace ui
