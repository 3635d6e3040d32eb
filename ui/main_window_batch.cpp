// How the window lives beside a batch.
#include <QApplication>
#include <QMessageBox>
#include <QPushButton>

#include "ui/batch_dialog.h"
#include "ui/main_window.h"
#include "ui/message_bar.h"
#include "ui/status_line.h"

namespace ui {

void MainWindow::openBatch()
{
    if (!batch_) {
        batch_ = new BatchDialog(&session_, this);
        connect(batch_, &BatchDialog::shortTextChanged, this,
                [this] { statusLine_->showBatch(batch_->shortText()); });
        connect(batch_, &BatchDialog::ended, this, &MainWindow::showBatchEnded);
    }
    batch_->show();
    batch_->raise();
    batch_->activateWindow();
}

void MainWindow::showBatchEnded(const QString& summary, bool isError)
{
    if (!batch_->isVisible())
        messageBar_->showMessage(isError ? MessageBar::Kind::Error : MessageBar::Kind::Information,
                                 summary, {tr("Show"), [this] { openBatch(); }});
}

void MainWindow::askAboutBatch()
{
    auto* box = new QMessageBox(QMessageBox::Question, QApplication::applicationDisplayName(),
                                tr("A batch is under way. Stop it and close?"),
                                QMessageBox::NoButton, this);
    box->setObjectName("askAboutBatch");
    box->setInformativeText(
        tr("What is done is kept; starting the batch again goes on from there."));
    QPushButton* stop = box->addButton(tr("&Stop and close"), QMessageBox::AcceptRole);
    box->setDefaultButton(box->addButton(tr("&Keep running"), QMessageBox::RejectRole));
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(stop, &QPushButton::clicked, this, [this] {
        connect(batch_, &BatchDialog::ended, this, &QWidget::close, Qt::SingleShotConnection);
        batch_->cancel();
    });
    connect(batch_, &BatchDialog::ended, box, &QWidget::close);
    box->open();
}

} // namespace ui
