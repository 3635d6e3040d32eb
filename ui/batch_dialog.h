#pragma once

#include <QDialog>

#include "ui/batch_form.h"
#include "ui/batch_model.h"
#include "ui/batch_progress.h"
#include "ui/batch_runner.h"
#include "ui/picture_lister.h"
#include "ui/session.h"
#include "ui/settings.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;

namespace ui {

class BatchTable;

/// Segments everything in the pictures of a folder. Stands beside the main window; closed while it
/// runs, it goes on.
class BatchDialog : public QDialog {
    Q_OBJECT
public:
    explicit BatchDialog(Session* session, QWidget* parent = nullptr);

    bool isBusy() const;       ///< a batch is under way, be it paused or about to stop
    QString shortText() const; ///< "Batch: 3 of 20"; empty when nothing is under way
    void cancel();

Q_SIGNALS:
    void shortTextChanged();
    void ended(const QString& summary, bool isError); ///< nothing is under way any more

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* buttonRow();
    QPushButton* button(const QString& text, const QString& name);
    void connectParts();

    void list();
    void showPictures(const ListedPictures& pictures);
    void showNoPictures(const core::Error& error);
    void start();
    void run();
    void pauseOrResume();
    void take(const core::BatchNews& news);
    void end(const core::BatchSummary& summary);
    void endWith(const core::Error& error);
    void finish(const QString& sentence, bool isError);

    QString obstacle() const; ///< why a batch cannot start; empty when it can
    QString emptyText() const;
    QString progressText() const;
    QString summaryText(const core::BatchSummary& summary) const;
    void updateAll();
    void updateStatus();

    Session* session_;
    Settings settings_;
    BatchForm* form_;
    BatchModel* model_;
    BatchTable* table_;
    QStackedWidget* pages_;
    QLabel* empty_;
    QProgressBar* bar_;
    QLabel* status_;
    QPushButton* openOutput_;
    QPushButton* start_;
    QPushButton* pause_;
    QPushButton* cancel_;
    PictureLister* lister_;
    BatchRunner* runner_;
    BatchProgress progress_;
    bool starting_ = false;  ///< as soon as the pictures are listed
    QString listingProblem_; ///< why there are no pictures
    QString lastWords_;      ///< about the batch that ended; until the settings change
    bool lastWordsAreBad_ = false;
    QString lastOutput_; ///< of the batch that ended
};

} // namespace ui
