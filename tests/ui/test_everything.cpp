// Segment everything on the real window with the real model.
#include <QApplication>
#include <QDialogButtonBox>
#include <QDir>
#include <QDockWidget>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>

#include "core/formats/coco.h"
#include "ui/canvas.h"
#include "ui/everything_bar.h"
#include "ui/everything_dialog.h"
#include "ui/everything_list.h"
#include "ui/everything_panel.h"
#include "ui/export_dialog.h"
#include "ui/main_actions.h"
#include "ui/main_window.h"
#include "ui/mask_browser.h"
#include "ui/message_bar.h"
#include "ui/range_field.h"
#include "ui/range_slider.h"
#include "ui/status_line.h"
#include "ui/theme.h"

using namespace ui;

namespace {

constexpr int patience = 120000;

} // namespace

class TestEverything : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void filterAcceptUndoRedoExport();
    void dialogEstimatesAndRemembers();
    void cancelledHalfWayTheWindowIsIdleAtOnce();
    void foundMasksAreKeptOnlyWhenAskedFor();
    void aClickMeanwhileIsAnsweredAfterwards();
    void askedForDuringEncodingItWaits();
    void anotherPictureEndsIt();
    void closingEndsIt();
    void closingAsksAboutARunUnderWay();
    void closingAsksAboutMasksThatWait();
    void savingSaysWhatIsNotInTheFile();
    void nothingGoodEnoughIsSaid();
    void deleteAndEscapeMeanWhatIsChosen();

private:
    void openAndWait(const QString& path);
    /// Through the dialog; the quality stays as it is.
    void start(int pointsPerSide);
    void startAndWait(int pointsPerSide);
    void waitForPoints(int points);
    /// Closes the window, checks the question and answers it.
    void closeAndAnswer(const QString& question, QMessageBox::StandardButton button);
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    QPushButton* button(const char* name) { return window_->findChild<QPushButton*>(name); }
    QString count() { return window_->findChild<QLabel*>("everythingCount")->text(); }
    QString nextAction() { return window_->findChild<StatusLine*>()->nextAction(); }
    QString message() { return window_->findChild<MessageBar*>("messageBar")->text(); }
    MaskBrowser& browser() { return *session_->browser(); }
    const std::vector<core::Object>& objects() { return session_->annotation().objects; }

    QString sample_ = MASKWRIGHT_SAMPLE;
    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<MainWindow> window_;
    Session* session_ = nullptr;
    Canvas* canvas_ = nullptr;
    EverythingPanel* panel_ = nullptr;
    EverythingBar* bar_ = nullptr;
    QDockWidget* dock_ = nullptr;
    int pointsDone_ = 0;
};

void TestEverything::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    QDir(QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation))
        .removeRecursively();
    theme::apply(theme::Theme::Light);
}

void TestEverything::init()
{
    folder_ = std::make_unique<QTemporaryDir>();
    Settings().setWindow({}, {}); // a window that was closed leaves its docks
    window_ = std::make_unique<MainWindow>();
    session_ = window_->session();
    canvas_ = window_->findChild<Canvas*>();
    panel_ = window_->findChild<EverythingPanel*>();
    bar_ = window_->findChild<EverythingBar*>();
    dock_ = window_->findChild<QDockWidget*>("everythingDock");
    pointsDone_ = 0;
    connect(session_, &Session::everythingProgress, this, [this](int done) { pointsDone_ = done; });
    window_->resize(1300, 860);
    window_->loadModel({});
    window_->show();
    QVERIFY(QTest::qWaitForWindowActive(window_.get()));
}

void TestEverything::cleanup()
{
    session_->discardAll();
    window_.reset();
    Settings().setWindow({}, {});
}

void TestEverything::openAndWait(const QString& path)
{
    window_->open({path});
    QTRY_COMPARE_WITH_TIMEOUT(session_->imageState(), ImageState::Ready, patience);
}

void TestEverything::closeAndAnswer(const QString& question, QMessageBox::StandardButton button)
{
    QVERIFY(!window_->close());
    auto* box = window_->findChild<QMessageBox*>("askAboutMasks");
    QVERIFY(box);
    QVERIFY2(box->text().contains(question), qUtf8Printable(box->text()));
    box->button(button)->click();
    QTRY_VERIFY(!window_->findChild<QMessageBox*>());
}

void TestEverything::press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : window_.get(), key,
                    modifiers);
}

void TestEverything::start(int pointsPerSide)
{
    press(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
    auto* dialog = window_->findChild<EverythingDialog*>();
    QVERIFY(dialog);
    dialog->findChild<QSpinBox*>("pointsPerSide")->setValue(pointsPerSide);
    dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok)->click();
    QTRY_VERIFY(!window_->findChild<EverythingDialog*>());
    window_->activateWindow(); // no window manager does it here
    QVERIFY(QTest::qWaitForWindowActive(window_.get()));
}

void TestEverything::startAndWait(int pointsPerSide)
{
    QSignalSpy finished(session_, &Session::everythingFinished);
    start(pointsPerSide);
    QTRY_VERIFY_WITH_TIMEOUT(finished.count() > 0, patience);
}

void TestEverything::waitForPoints(int points)
{
    QTRY_VERIFY_WITH_TIMEOUT(pointsDone_ >= points, patience);
}

void TestEverything::filterAcceptUndoRedoExport()
{
    openAndWait(sample_);
    QVERIFY(!dock_->isVisible());
    startAndWait(10);
    const WaitingMasks found = session_->waitingMasks();
    const int total = int(found.size());
    QVERIFY2(total >= 8, qPrintable(QString::number(total)));
    QVERIFY(dock_->isVisible());
    QCOMPARE(canvas_->tool(), ToolKind::Pick);
    QCOMPARE(panel_->list()->model()->rowCount(), total);
    QVERIFY2(count().contains(QString("%1 of %1").arg(total)), qUtf8Printable(count()));
    QVERIFY(nextAction().contains("Click a mask"));
    QVERIFY(canvas_->zoom() > 0 && !bar_->isVisible());
    press(Qt::Key_V);
    QVERIFY2(nextAction().contains("hidden"), qUtf8Printable(nextAction()));
    press(Qt::Key_V);
    QVERIFY(nextAction().contains("Click a mask"));

    // The slider hides the masks below it, no more and no fewer.
    panel_->iou()->slider()->setValues(RangeSlider::steps / 2, RangeSlider::steps);
    const double least = panel_->iou()->range().least;
    const auto above = std::count_if(found.begin(), found.end(), [&](const WaitingMaskPtr& mask) {
        return mask->iou() >= least;
    });
    QVERIFY(above > 0 && above < total);
    QCOMPARE(panel_->list()->model()->rowCount(), int(above));
    QVERIFY2(count().contains(QString("%1 of %2").arg(above).arg(total)), qUtf8Printable(count()));
    panel_->iou()->slider()->setValues(0, RangeSlider::steps);
    QCOMPARE(panel_->list()->model()->rowCount(), total);

    // Longer figures do not pull the slider from under the pointer.
    panel_->grab(); // lays it out
    const QRect place = panel_->area()->slider()->geometry();
    QCOMPARE(place, panel_->iou()->slider()->geometry());
    panel_->area()->slider()->setValues(RangeSlider::steps, RangeSlider::steps);
    panel_->grab();
    QCOMPARE(panel_->area()->slider()->geometry(), place);
    panel_->area()->slider()->setValues(0, RangeSlider::steps);

    // Accept three: one picked on the canvas, two more in the list.
    const WaitingMaskPtr picked =
        *std::max_element(found.begin(), found.end(), [](const auto& a, const auto& b) {
            return a->found.stability < b->found.stability;
        });
    const QPointF point(picked->found.x, picked->found.y);
    const WaitingMaskPtr onTop = browser().at(point.toPoint());
    QTest::mouseClick(canvas_, Qt::LeftButton, {}, canvas_->view().toWidget(point).toPoint());
    QVERIFY(onTop && browser().chosen() == WaitingMasks{onTop});
    auto* list = panel_->list();
    for (int row = 0; row < list->model()->rowCount() && browser().chosenCount() < 3; ++row)
        list->selectionModel()->select(list->model()->index(row, 0),
                                       QItemSelectionModel::Select | QItemSelectionModel::Rows);
    QCOMPARE(browser().chosenCount(), 3);
    press(Qt::Key_Return);
    QCOMPARE(objects().size(), std::size_t(3));
    QCOMPARE(int(session_->waitingMasks().size()), total - 3);
    const core::Annotation accepted = session_->annotation();
    QCOMPARE(accepted.objects[0].model, session_->model()->variant);

    press(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(objects().empty());
    QVERIFY(session_->waitingMasks() == found);
    press(Qt::Key_Z, Qt::ControlModifier); // and one step takes the whole result back
    QVERIFY(session_->waitingMasks().empty());
    QCOMPARE(canvas_->tool(), ToolKind::Point);
    press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(session_->waitingMasks() == found);
    press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(session_->annotation() == accepted);

    press(Qt::Key_E, Qt::ControlModifier);
    auto* dialog = window_->findChild<ExportDialog*>();
    QVERIFY(dialog);
    dialog->findChild<QLineEdit*>()->setText(folder_->path());
    QSignalSpy exported(session_, &Session::exported);
    dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok)->click();
    QTRY_COMPARE_WITH_TIMEOUT(exported.count(), 1, patience);
    QCOMPARE(QDir(folder_->filePath("sample")).entryList({"*.png"}).size(), 3);
    const auto coco = core::readCoco(folder_->filePath("sample.coco.json").toStdString());
    QCOMPARE(coco[0].objects.size(), std::size_t(3));
    for (std::size_t i = 0; i < 3; ++i)
        QVERIFY(coco[0].objects[i].mask == accepted.objects[i].mask);
}

void TestEverything::dialogEstimatesAndRemembers()
{
    openAndWait(sample_);
    press(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
    auto* dialog = window_->findChild<EverythingDialog*>();
    QVERIFY(dialog);
    auto* estimate = dialog->findChild<QLabel*>("estimate");
    QTRY_VERIFY_WITH_TIMEOUT(estimate->text().contains("about"), patience);
    QVERIFY(session_->lastDecodeMs() > 0);
    auto* points = dialog->findChild<QSpinBox*>("pointsPerSide");
    points->setValue(12);
    QVERIFY2(estimate->text().contains("144"), qUtf8Printable(estimate->text()));
    auto* layers = dialog->findChild<QSpinBox*>("cropNLayers");
    layers->setValue(1);
    QVERIFY2(estimate->text().contains("720"), qUtf8Printable(estimate->text()));

    // Options that leave no points in the last layer cannot be started.
    points->setValue(1);
    dialog->findChild<QSpinBox*>("cropNPointsDownscaleFactor")->setValue(8);
    QPushButton* ok = dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
    QVERIFY(!ok->isEnabled());
    QVERIFY(estimate->text().endsWith('.'));
    dialog->findChild<QSpinBox*>("cropNPointsDownscaleFactor")->setValue(1);
    layers->setValue(0);
    points->setValue(3);
    QVERIFY(ok->isEnabled());
    const core::MaskGeneratorOptions options = dialog->options();
    ok->click();
    QTRY_VERIFY(!window_->findChild<EverythingDialog*>());
    QTRY_COMPARE_WITH_TIMEOUT(session_->everythingState(), EverythingState::Idle, patience);
    QVERIFY(Settings().everythingOptions() == options);
}

void TestEverything::cancelledHalfWayTheWindowIsIdleAtOnce()
{
    core::MaskGeneratorOptions slow; // cleaning up takes long and is not waited for
    slow.minMaskRegionArea = 100;
    Settings().setEverythingOptions(slow);
    openAndWait(sample_);
    start(32);
    Settings().setEverythingOptions({});
    waitForPoints(200);
    QCOMPARE(session_->everythingState(), EverythingState::Running);
    QVERIFY(bar_->isVisible());
    QVERIFY2(bar_->text().contains("1,024"), qUtf8Printable(bar_->text()));
    QElapsedTimer timer;
    qint64 ms = -1;
    connect(session_, &Session::everythingStateChanged, this, [&] {
        if (session_->everythingState() == EverythingState::Asking)
            ms = timer.elapsed();
    });
    timer.start();
    button("cancelEverything")->click();
    QTRY_VERIFY_WITH_TIMEOUT(ms >= 0, patience);
    disconnect(session_, &Session::everythingStateChanged, this, nullptr);
    qInfo("Idle %lld ms after Cancel", static_cast<long long>(ms));
    QVERIFY2(ms < 1000, qPrintable(QString::number(ms))); // 200 where nothing else runs
    QVERIFY(session_->waitingMasks().empty());

    // The thread is free, too: a click is answered.
    button("discardFound")->click();
    QCOMPARE(session_->everythingState(), EverythingState::Idle);
    QVERIFY(!bar_->isVisible());
    QSignalSpy answered(session_, &Session::candidatesReady);
    session_->addPoint({700, 550, true});
    QVERIFY(answered.wait(patience));
}

void TestEverything::foundMasksAreKeptOnlyWhenAskedFor()
{
    openAndWait(sample_);
    const int steps = session_->undoStack()->count();
    const auto cancelHalfWay = [this] {
        pointsDone_ = 0;
        start(20);
        waitForPoints(200);
        QVERIFY2(nextAction().contains("Esc stops"), qUtf8Printable(nextAction()));
        press(Qt::Key_Escape);
        QCOMPARE(session_->everythingState(), EverythingState::Stopping);
        QVERIFY2(!nextAction().contains("Esc"), qUtf8Printable(nextAction()));
        QTRY_COMPARE_WITH_TIMEOUT(session_->everythingState(), EverythingState::Asking, patience);
        QVERIFY(bar_->text().contains(QString::number(session_->foundMasks().size())));
        QVERIFY(session_->waitingMasks().empty());
        // Another run would forget what the question is about.
        QVERIFY(!window_->findChild<MainActions*>()->segmentEverything->isEnabled());
    };
    cancelHalfWay();
    QVERIFY(button("keepFound")->hasFocus());
    press(Qt::Key_Escape);
    QCOMPARE(session_->everythingState(), EverythingState::Idle);
    QVERIFY(session_->waitingMasks().empty() && session_->foundMasks().empty());
    QCOMPARE(session_->undoStack()->count(), steps);

    cancelHalfWay();
    const WaitingMasks found = session_->foundMasks();
    button("keepFound")->click();
    QVERIFY(session_->waitingMasks() == found);
    QCOMPARE(session_->undoStack()->count(), steps + 1);
    QVERIFY(dock_->isVisible());
    session_->undoStack()->undo();
    QVERIFY(session_->waitingMasks().empty());
}

void TestEverything::aClickMeanwhileIsAnsweredAfterwards()
{
    openAndWait(sample_);
    start(8);
    waitForPoints(1);
    QVERIFY2(nextAction().contains("afterwards"), qUtf8Printable(nextAction()));
    canvas_->zoomIn(); // nothing is locked
    session_->addPoint({700, 550, true});
    QCOMPARE(session_->prompt().points.size(), std::size_t(1));
    QVERIFY(!session_->prediction());
    QTRY_VERIFY_WITH_TIMEOUT(session_->prediction(), patience);
    QCOMPARE(session_->everythingState(), EverythingState::Idle);
    QVERIFY(!session_->waitingMasks().empty());
    press(Qt::Key_Return); // the prompt's, although masks wait
    QCOMPARE(objects().size(), std::size_t(1));
}

void TestEverything::askedForDuringEncodingItWaits()
{
    QSignalSpy loaded(session_, &Session::imageLoaded);
    window_->open({sample_});
    QVERIFY(loaded.wait(patience));
    QCOMPARE(session_->imageState(), ImageState::Encoding);
    core::MaskGeneratorOptions options;
    options.pointsPerSide = 4;
    session_->segmentEverything(options);
    QCOMPARE(session_->everythingState(), EverythingState::Running);
    QVERIFY(bar_->text().contains("prepared"));
    session_->cancelEverything(); // nothing has begun: nothing to ask about
    QCOMPARE(session_->everythingState(), EverythingState::Idle);
    QCOMPARE(session_->imageState(), ImageState::Encoding);
    session_->segmentEverything(options);
    QSignalSpy finished(session_, &Session::everythingFinished);
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, patience);
}

void TestEverything::anotherPictureEndsIt()
{
    const QString other = folder_->filePath("other.png");
    QVERIFY(QImage(sample_).scaled(300, 200).save(other));
    openAndWait(sample_);
    start(32);
    waitForPoints(20);
    QSignalSpy finished(session_, &Session::everythingFinished);
    window_->open({other});
    QCOMPARE(session_->everythingState(), EverythingState::Idle);
    QVERIFY2(message().contains("stopped"), qUtf8Printable(message()));
    openAndWait(other);
    QVERIFY(!bar_->isVisible());
    QVERIFY(session_->waitingMasks().empty());
    openAndWait(sample_);
    QVERIFY(session_->waitingMasks().empty());
    QCOMPARE(finished.count(), 0);
}

void TestEverything::closingEndsIt()
{
    openAndWait(sample_);
    start(64);
    waitForPoints(1);
    QElapsedTimer timer;
    timer.start();
    waitForPoints(41);
    const qint64 wholeRun = timer.elapsed() * (64 * 64) / 40;
    closeAndAnswer("Stop segmenting", QMessageBox::Discard);
    QTRY_VERIFY(!window_->isVisible());
    timer.start();
    window_.reset(); // waits for the thread
    QVERIFY2(timer.elapsed() < wholeRun / 2, qPrintable(QString::number(timer.elapsed())));
    init();

    // Nothing is found before the picture is encoded.
    QSignalSpy loaded(session_, &Session::imageLoaded);
    window_->open({sample_});
    QVERIFY(loaded.wait(patience));
    session_->segmentEverything({});
    QCOMPARE(session_->everythingState(), EverythingState::Running);
    QVERIFY(window_->close());
}

void TestEverything::closingAsksAboutARunUnderWay()
{
    openAndWait(sample_);
    start(64);
    waitForPoints(100);
    closeAndAnswer("Stop segmenting", QMessageBox::Cancel);
    QVERIFY(window_->isVisible());
    QCOMPARE(session_->everythingState(), EverythingState::Running);
    waitForPoints(pointsDone_ + 1); // it goes on

    QVERIFY(!window_->close());
    session_->cancelEverything(); // that question is no longer the one to ask
    QTRY_VERIFY(!window_->findChild<QMessageBox*>());
    QVERIFY(window_->isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(session_->everythingState(), EverythingState::Asking, patience);

    closeAndAnswer("found so far", QMessageBox::Cancel);
    QCOMPARE(session_->everythingState(), EverythingState::Asking);
    QVERIFY(!session_->foundMasks().empty());
    closeAndAnswer("found so far", QMessageBox::Discard);
    QTRY_VERIFY(!window_->isVisible());
}

void TestEverything::closingAsksAboutMasksThatWait()
{
    openAndWait(sample_);
    startAndWait(6);
    closeAndAnswer("that wait", QMessageBox::Cancel);
    QVERIFY(window_->isVisible() && !session_->waitingMasks().empty());
    closeAndAnswer("that wait", QMessageBox::Discard);
    QTRY_VERIFY(!window_->isVisible());

    // Of a result that something was taken from, the rest is not wanted.
    window_->show();
    session_->acceptMasks({session_->waitingMasks().front()});
    QVERIFY(!session_->waitingMasks().empty());
    session_->discardAll();
    QVERIFY(window_->close());
}

void TestEverything::savingSaysWhatIsNotInTheFile()
{
    const QString copy = folder_->filePath("copy.png");
    QVERIFY(QImage(sample_).scaled(300, 200).save(copy));
    openAndWait(copy);
    startAndWait(6);
    QSignalSpy saved(session_, &Session::saved);
    press(Qt::Key_S, Qt::ControlModifier);
    QVERIFY(saved.wait(patience));
    QVERIFY2(message().contains("still wait"), qUtf8Printable(message()));
    session_->acceptMasks({session_->waitingMasks().front()});
    press(Qt::Key_S, Qt::ControlModifier);
    QVERIFY(saved.wait(patience));
    QVERIFY2(!message().contains("still wait"), qUtf8Printable(message()));
}

void TestEverything::nothingGoodEnoughIsSaid()
{
    openAndWait(sample_);
    core::MaskGeneratorOptions options;
    options.pointsPerSide = 2;
    options.stabilityScoreThresh = 1;
    options.predIouThresh = 2;
    QSignalSpy finished(session_, &Session::everythingFinished);
    session_->segmentEverything(options);
    QVERIFY(finished.wait(patience));
    QCOMPARE(finished[0][0].toInt(), 0);
    QVERIFY(message().contains("No mask"));
    QVERIFY(!session_->undoStack()->canUndo());
}

void TestEverything::deleteAndEscapeMeanWhatIsChosen()
{
    openAndWait(sample_);
    startAndWait(6);
    const WaitingMasks found = session_->waitingMasks();
    QVERIFY(found.size() >= 3);
    browser().setChosen({found[0]});
    press(Qt::Key_Return);
    QCOMPARE(objects().size(), std::size_t(1));
    session_->selectObject(objects()[0].id);
    browser().setChosen({found[1]});
    press(Qt::Key_Delete); // the chosen mask, not the selected object
    QCOMPARE(objects().size(), std::size_t(1));
    QCOMPARE(session_->waitingMasks().size(), found.size() - 2);
    browser().setChosen({found[2]});
    press(Qt::Key_Escape);
    QCOMPARE(browser().chosenCount(), 0);
    press(Qt::Key_Delete);
    QVERIFY(objects().empty());
}

QTEST_MAIN(TestEverything)
#include "test_everything.moc"
