#pragma once

#include <QDialog>

#include "core/error.h"

class QLabel;
class QPushButton;
class QTreeView;

namespace ui {

class ModelList;
class ModelManager;
class Session;

/// The models there are: download, use, remove, add. Downloads go on when it is closed.
class ModelDialog : public QDialog {
    Q_OBJECT
public:
    ModelDialog(ModelManager* manager, Session* session, QWidget* parent = nullptr);

    void select(const QString& id);            ///< as soon as it is listed
    void showProblem(const QString& sentence); ///< until the next thing is done

Q_SIGNALS:
    void useRequested(const QString& id);

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    QPushButton* button(const QString& text, const QString& name);
    QWidget* buttonRow();
    void connectParts();
    void restoreSelection();
    void downloadOrCancel();
    void use();
    void remove();
    void addFile();
    void updateButtons();
    void showStatus();
    QString statusText() const;

    ModelManager* manager_;
    Session* session_;
    ModelList* list_;
    QTreeView* table_;
    QLabel* status_;
    QPushButton* download_;
    QPushButton* use_;
    QPushButton* remove_;
    QString selected_; ///< id; survives that the rows are made anew
    QString awaited_;  ///< id to select as soon as it is listed
    QString adding_;   ///< the file under way
    QString problem_;
};

} // namespace ui
