// The batch window with the real model, on a folder of small generated pictures.
#include <QCheckBox>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "core/formats/amg.h"
#include "core/formats/coco.h"
#include "ui/batch_dialog.h"
#include "ui/canvas.h"
#include "ui/main_actions.h"
#include "ui/main_window.h"
#include "ui/message_bar.h"
#include "ui/theme.h"

using namespace ui;

namespace {

constexpr int patience = 120000;

} // namespace

class TestBatchWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void fourPicturesOneBroken();
    void secondRunFindsEverythingDone();
    void clicksAreAnsweredMeanwhile();
    void pauseResumeCancelGoOn();
    void closedItGoesOnAndTheStatusBarTells();
    void closingTheMainWindowAsks();
    void saysWhyItCannotStart();
    void fitsALowScreen();
    void outputThatCannotBeWrittenIsReported();
    void subFoldersAndTheLastFolderWins();
    void settingsAreRemembered();
    void suggestsAnOutputFolderUntilOneIsNamed();

private:
    void makePicture(const QString& name, int seed = 0);
    void makePictures(int count);
    void openBatch(int pointsPerSide = 4);
    void makeWindow();
    void startAndWaitForTheEnd();
    void waitForState(int row, const QString& state);
    void press(const char* button);
    bool isEnabled(const char* button) const { return part<QPushButton>(button)->isEnabled(); }
    template <typename Widget> Widget* part(const char* name) const
    {
        return batch_->findChild<Widget*>(name);
    }
    QString cell(int row, BatchModel::Column column) const
    {
        return model_->index(row, column).data().toString();
    }
    QString status() const { return part<QLabel>("batchStatus")->text(); }
    QString in(const QString& name) const { return folder_->filePath("in/" + name); }
    QString out(const QString& name = {}) const { return folder_->filePath("out/" + name); }

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<MainWindow> window_;
    BatchDialog* batch_ = nullptr;
    BatchModel* model_ = nullptr;
};

void TestBatchWindow::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    theme::apply(theme::Theme::Light);
}

void TestBatchWindow::init()
{
    Settings().setBatchSettings({});
    folder_ = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir(folder_->path()).mkdir("in"));
    makeWindow();
}

void TestBatchWindow::cleanup()
{
    window_->session()->discardAll();
    window_.reset();
    batch_ = nullptr;
}

void TestBatchWindow::makeWindow()
{
    window_ = std::make_unique<MainWindow>();
    window_->loadModel({});
    window_->show();
    QVERIFY(QTest::qWaitForWindowActive(window_.get()));
    QTRY_VERIFY_WITH_TIMEOUT(window_->session()->segmenter(), patience);
}

/// Two discs and a rectangle on grey.
void TestBatchWindow::makePicture(const QString& name, int seed)
{
    QImage picture(240, 160, QImage::Format_RGB32);
    picture.fill(QColor(96, 92, 88));
    QPainter painter(&picture);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(196, 60, 40));
    painter.drawEllipse(QPoint(70 + seed, 80), 40, 40);
    painter.setBrush(QColor(236, 190, 60));
    painter.drawEllipse(QPoint(70 + seed, 80), 18, 18);
    painter.setBrush(QColor(70, 140, 60));
    painter.drawRect(150, 40, 60, 80);
    painter.end();
    QVERIFY(picture.save(in(name)));
}

void TestBatchWindow::makePictures(int count)
{
    for (int i = 0; i < count; ++i)
        makePicture(QString("%1.png").arg(i), i);
}

/// With the folder of the pictures and an output folder filled in, and the pictures listed.
void TestBatchWindow::openBatch(int pointsPerSide)
{
    window_->findChild<MainActions*>()->batch->trigger();
    batch_ = window_->findChild<BatchDialog*>();
    QVERIFY(batch_ && batch_->isVisible());
    model_ = batch_->findChild<BatchModel*>();
    part<QLineEdit>("batchFolder")->setText(in(""));
    part<QLineEdit>("batchOutput")->setText(out());
    part<QSpinBox>("pointsPerSide")->setValue(pointsPerSide);
    QTRY_VERIFY(isEnabled("batchStart"));
}

void TestBatchWindow::press(const char* button)
{
    QVERIFY2(isEnabled(button), button);
    QTest::mouseClick(part<QPushButton>(button), Qt::LeftButton);
}

void TestBatchWindow::startAndWaitForTheEnd()
{
    QSignalSpy ended(batch_, &BatchDialog::ended);
    press("batchStart");
    QVERIFY(batch_->isBusy());
    QVERIFY(ended.wait(patience));
    QVERIFY(!batch_->isBusy());
}

void TestBatchWindow::waitForState(int row, const QString& state)
{
    QTRY_COMPARE_WITH_TIMEOUT(cell(row, BatchModel::StateColumn), state, patience);
}

void TestBatchWindow::fourPicturesOneBroken()
{
    makePictures(4);
    QFile broken(in("2.png"));
    QVERIFY(broken.open(QIODevice::ReadWrite));
    QVERIFY(broken.resize(broken.size() / 2));
    broken.close();
    openBatch();
    part<QCheckBox>("formatJson")->setChecked(true);
    part<QCheckBox>("formatCoco")->setChecked(true);
    QCOMPARE(model_->rowCount(), 4);
    QCOMPARE(cell(0, BatchModel::PictureColumn), QString("0.png"));
    QCOMPARE(cell(0, BatchModel::StateColumn), QString("Waiting"));
    startAndWaitForTheEnd();

    for (int row : {0, 1, 3}) {
        QCOMPARE(cell(row, BatchModel::StateColumn), QString("Done"));
        QVERIFY(cell(row, BatchModel::ProblemColumn).isEmpty());
        const std::string base = out(QString::number(row)).toStdString();
        const auto fromFolder = core::readAmg(base);
        const auto fromJson = core::readAmg(base + ".json");
        QVERIFY(!fromFolder.empty());
        QCOMPARE(fromFolder.size(), fromJson.size());
        QCOMPARE(cell(row, BatchModel::MasksColumn), QString::number(fromJson.size()));
    }
    QCOMPARE(cell(2, BatchModel::StateColumn), QString("Failed"));
    QVERIFY2(cell(2, BatchModel::ProblemColumn).contains("damaged"),
             qUtf8Printable(cell(2, BatchModel::ProblemColumn)));
    QVERIFY(!QFile::exists(out("2")) && !QFile::exists(out("2.json")));
    QCOMPARE(core::readCoco(out("annotations.json").toStdString()).size(), std::size_t(3));
    QVERIFY2(status().contains('3') && status().contains("1 failed"), qUtf8Printable(status()));
    QVERIFY(part<QPushButton>("batchOpenOutput")->isVisible());
}

void TestBatchWindow::secondRunFindsEverythingDone()
{
    makePictures(2);
    openBatch();
    startAndWaitForTheEnd();
    const QString masks = cell(0, BatchModel::MasksColumn);
    const auto before = QDir(out("0")).entryInfoList(QDir::Files);
    QVERIFY(before.size() > 1);
    makePicture("9.png", 9); // has come since the folder was listed
    startAndWaitForTheEnd();
    QCOMPARE(model_->rowCount(), 3);
    QCOMPARE(cell(0, BatchModel::StateColumn), QString("Done before"));
    QCOMPARE(cell(1, BatchModel::StateColumn), QString("Done before"));
    QCOMPARE(cell(0, BatchModel::MasksColumn), masks);
    QCOMPARE(cell(2, BatchModel::StateColumn), QString("Done"));
    const auto after = QDir(out("0")).entryInfoList(QDir::Files);
    QCOMPARE(after, before);
    for (int i = 0; i < after.size(); ++i)
        QCOMPARE(after[i].lastModified(), before[i].lastModified());
}

void TestBatchWindow::clicksAreAnsweredMeanwhile()
{
    makePictures(3);
    Session* session = window_->session();
    window_->open({in("0.png")});
    QTRY_COMPARE_WITH_TIMEOUT(session->imageState(), ImageState::Ready, patience);
    openBatch(48); // takes long enough
    press("batchStart");
    QTRY_VERIFY_WITH_TIMEOUT(
        model_->index(0, BatchModel::StateColumn).data(BatchModel::ProgressRole).toFloat() > 0,
        patience);
    auto* canvas = window_->findChild<Canvas*>();
    const QPointF places[] = {{70, 80}, {180, 80}, {60, 60}};
    for (const QPointF& place : places) {
        QSignalSpy answered(session, &Session::candidatesReady);
        QElapsedTimer clock;
        clock.start();
        QTest::mouseClick(canvas, Qt::LeftButton, Qt::NoModifier,
                          canvas->view().toWidget(place).toPoint());
        QVERIFY(answered.wait(patience));
        qInfo("a click beside a running batch was answered in %lld ms", clock.elapsed());
        session->cancelPrompt();
    }
    QVERIFY(batch_->isBusy());
    QCOMPARE(cell(2, BatchModel::StateColumn), QString("Waiting"));
    press("batchCancel");
    QTRY_VERIFY_WITH_TIMEOUT(!batch_->isBusy(), patience);
}

void TestBatchWindow::pauseResumeCancelGoOn()
{
    makePictures(4);
    openBatch(10);
    press("batchStart");
    QVERIFY(!part<QLineEdit>("batchFolder")->isEnabled()); // locked
    QTRY_VERIFY_WITH_TIMEOUT(isEnabled("batchPause"), patience);
    waitForState(0, "Done");

    press("batchPause");
    QSignalSpy news(model_, &BatchModel::dataChanged);
    while (news.wait(1000)) // the step that was under way
        news.clear();
    QVERIFY(batch_->isBusy());
    QVERIFY2(status().startsWith("Paused"), qUtf8Printable(status()));
    QVERIFY(batch_->shortText().contains("paused"));
    press("batchPause"); // Resume
    QVERIFY(news.wait(patience));
    waitForState(1, "Done");

    press("batchPause");
    QSignalSpy ended(batch_, &BatchDialog::ended);
    press("batchCancel");
    QVERIFY(ended.wait(patience));
    QVERIFY2(status().contains("stopped"), qUtf8Printable(status()));
    QCOMPARE(cell(3, BatchModel::StateColumn), QString("Waiting"));
    QVERIFY(part<QLineEdit>("batchFolder")->isEnabled());

    startAndWaitForTheEnd();
    QCOMPARE(cell(0, BatchModel::StateColumn), QString("Done before"));
    QCOMPARE(cell(1, BatchModel::StateColumn), QString("Done before"));
    QCOMPARE(cell(3, BatchModel::StateColumn), QString("Done"));
    for (int i = 0; i < 4; ++i)
        QVERIFY(QFile::exists(out(QString("%1/metadata.csv").arg(i))));
}

void TestBatchWindow::closedItGoesOnAndTheStatusBarTells()
{
    makePictures(2);
    openBatch(8);
    auto* teller = window_->findChild<QToolButton*>("batchButton");
    QVERIFY(!teller->isVisible());
    press("batchStart");
    QTRY_VERIFY_WITH_TIMEOUT(teller->isVisible(), patience);
    press("batchClose");
    QVERIFY(!batch_->isVisible() && batch_->isBusy());
    QTRY_COMPARE_WITH_TIMEOUT(teller->text(), QString("Batch: 1 of 2"), patience);
    QTest::mouseClick(teller, Qt::LeftButton);
    QVERIFY(batch_->isVisible());
    QTest::keyClick(batch_, Qt::Key_Escape);
    QVERIFY(!batch_->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(!batch_->isBusy(), patience);
    QVERIFY(!teller->isVisible());
    const QString told = window_->findChild<MessageBar*>("messageBar")->text();
    QVERIFY2(told.contains('2') && told == status(), qUtf8Printable(told));
}

void TestBatchWindow::closingTheMainWindowAsks()
{
    makePictures(3);
    openBatch(16);
    press("batchStart");
    QTRY_VERIFY_WITH_TIMEOUT(isEnabled("batchPause"), patience);
    const auto answer = [this](QMessageBox::ButtonRole role) {
        QVERIFY(!window_->close());
        auto* box = window_->findChild<QMessageBox*>("askAboutBatch");
        QVERIFY(box);
        for (QAbstractButton* button : box->buttons())
            if (box->buttonRole(button) == role)
                button->click();
        QTRY_VERIFY(!window_->findChild<QMessageBox*>("askAboutBatch"));
    };
    answer(QMessageBox::RejectRole);
    QVERIFY(window_->isVisible() && batch_->isBusy());
    answer(QMessageBox::AcceptRole);
    QTRY_VERIFY_WITH_TIMEOUT(!window_->isVisible(), patience);
    QVERIFY(!batch_->isBusy() && !batch_->isVisible());
    QCOMPARE(cell(2, BatchModel::StateColumn), QString("Waiting"));
}

void TestBatchWindow::saysWhyItCannotStart()
{
    makePictures(1);
    openBatch();
    const auto* start = part<QPushButton>("batchStart");
    auto* folder = part<QLineEdit>("batchFolder");
    const auto* empty = part<QLabel>("batchEmpty");
    QVERIFY(start->toolTip().isEmpty());

    part<QCheckBox>("formatFolders")->setChecked(false);
    QVERIFY(!start->isEnabled());
    QVERIFY2(status().contains("kind of result"), qUtf8Printable(status()));
    QCOMPARE(start->toolTip(), status());
    part<QCheckBox>("formatFolders")->setChecked(true);
    QVERIFY(start->isEnabled());

    part<QSpinBox>("cropNLayers")->setValue(1);
    part<QSpinBox>("cropNPointsDownscaleFactor")->setValue(8); // no point is left
    QVERIFY(!start->isEnabled());
    QVERIFY2(status().contains("no points left"), qUtf8Printable(status()));
    part<QSpinBox>("cropNLayers")->setValue(0);
    QVERIFY(start->isEnabled());

    part<QLineEdit>("batchOutput")->clear();
    QVERIFY(!start->isEnabled());
    QVERIFY2(status().contains("results"), qUtf8Printable(status()));

    folder->setText(folder_->filePath("nowhere"));
    QTRY_VERIFY(empty->isVisible() && empty->text().contains("nowhere"));
    QVERIFY(!start->isEnabled());
    QVERIFY(QDir(folder_->path()).mkdir("nothing"));
    folder->setText(folder_->filePath("nothing"));
    QTRY_VERIFY(empty->text().contains("no pictures"));
    QVERIFY(!start->isEnabled());
    folder->clear();
    QCOMPARE(empty->text(), QString("Choose a folder with pictures."));
    QVERIFY(!start->isEnabled());
    QVERIFY(!isEnabled("batchPause") && !isEnabled("batchCancel"));
}

void TestBatchWindow::fitsALowScreen()
{
    makePictures(1);
    openBatch();
    QVERIFY(QTest::qWaitForWindowActive(batch_));
    part<QToolButton>("moreOptions")->setChecked(true);
    QCoreApplication::sendPostedEvents(); // the window learns how low it can become
    batch_->resize(900, 560);
    const auto* form = batch_->findChild<BatchForm*>();
    QTRY_VERIFY(form->verticalScrollBar()->isVisible()); // laid out anew
    QCOMPARE(batch_->height(), 560);
    for (const char* name : {"batchStart", "batchClose"}) {
        const auto* each = part<QPushButton>(name);
        QVERIFY2(batch_->rect().contains(QRect(each->mapTo(batch_, QPoint()), each->size())), name);
    }
    // The keyboard brings what it reaches into view.
    auto* last = part<QSpinBox>("cropNPointsDownscaleFactor");
    const auto isSeen = [&] {
        return form->viewport()->rect().contains(
            QRect(last->mapTo(form->viewport(), QPoint()), last->size()));
    };
    QVERIFY(!isSeen());
    part<QDoubleSpinBox>("cropOverlapRatio")->setFocus();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QVERIFY(last->hasFocus());
    QTRY_VERIFY(isSeen());

    batch_->resize(900, 900); // and where there is room, nothing scrolls
    QTRY_VERIFY(!form->verticalScrollBar()->isVisible());
}

void TestBatchWindow::outputThatCannotBeWrittenIsReported()
{
    makePictures(1);
    QFile file(folder_->filePath("file"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    openBatch();
    part<QLineEdit>("batchOutput")->setText(file.fileName());
    startAndWaitForTheEnd();
    QVERIFY2(status().contains(file.fileName()), qUtf8Printable(status()));
    QCOMPARE(part<QLabel>("batchStatus")->palette().color(QPalette::WindowText),
             theme::errorColor(batch_->palette()));
    QCOMPARE(cell(0, BatchModel::StateColumn), QString("Waiting"));
    QVERIFY(isEnabled("batchStart"));
}

void TestBatchWindow::subFoldersAndTheLastFolderWins()
{
    QVERIFY(QDir(folder_->path()).mkpath("in/deep/deeper"));
    makePicture("a.png");
    makePicture("deep/b.png");
    makePicture("deep/deeper/c.png");
    QVERIFY(QDir(folder_->path()).mkdir("other"));
    openBatch();
    QCOMPARE(model_->rowCount(), 1);
    part<QCheckBox>("batchRecursive")->setChecked(true);
    QTRY_COMPARE(model_->rowCount(), 3);
    QCOMPARE(cell(2, BatchModel::PictureColumn), QString("deep/deeper/c.png"));

    QSignalSpy listed(batch_->findChild<PictureLister*>(), &PictureLister::listed);
    part<QLineEdit>("batchFolder")->setText(folder_->filePath("other"));
    part<QLineEdit>("batchFolder")->setText(in("deep"));
    QTRY_COMPARE(model_->rowCount(), 2);
    QCOMPARE(listed.count(), 1); // the other folder's answer would have come before
    QCOMPARE(cell(0, BatchModel::PictureColumn), QString("b.png"));
}

void TestBatchWindow::settingsAreRemembered()
{
    makePictures(1);
    openBatch(5);
    part<QCheckBox>("formatFolders")->setChecked(false);
    part<QCheckBox>("formatCoco")->setChecked(true);
    part<QCheckBox>("batchRecursive")->setChecked(true);
    QTRY_VERIFY(isEnabled("batchStart"));
    startAndWaitForTheEnd();

    const BatchSettings kept = Settings().batchSettings();
    QCOMPARE(kept.formats, std::set{core::BatchFormat::Coco});
    QCOMPARE(kept.options.pointsPerSide, 5);
    core::MaskGeneratorOptions others = kept.options;
    others.pointsPerSide = core::MaskGeneratorOptions().pointsPerSide;
    QVERIFY(others == core::MaskGeneratorOptions()); // nothing was rounded
    makeWindow();                                    // a later run
    window_->findChild<MainActions*>()->batch->trigger();
    batch_ = window_->findChild<BatchDialog*>();
    QCOMPARE(part<QLineEdit>("batchOutput")->text(), QDir::cleanPath(out()));
    QVERIFY(part<QCheckBox>("formatCoco")->isChecked());
    QVERIFY(!part<QCheckBox>("formatFolders")->isChecked());
    QVERIFY(part<QCheckBox>("batchRecursive")->isChecked());
    QCOMPARE(part<QSpinBox>("pointsPerSide")->value(), 5);
}

void TestBatchWindow::suggestsAnOutputFolderUntilOneIsNamed()
{
    window_->findChild<MainActions*>()->batch->trigger();
    batch_ = window_->findChild<BatchDialog*>();
    auto* folder = part<QLineEdit>("batchFolder");
    auto* output = part<QLineEdit>("batchOutput");
    folder->setText("/pictures/one");
    QCOMPARE(output->text(), QString("/pictures/one/masks"));
    folder->setText("/pictures/two");
    QCOMPARE(output->text(), QString("/pictures/two/masks"));
    output->setText("/results");
    folder->setText("/pictures/three");
    QCOMPARE(output->text(), QString("/results"));
}

QTEST_MAIN(TestBatchWindow)
#include "test_batch_window.moc"
