// The real window with the real model: mouse and keys go in, what is on screen and on disk is read.
#include <cmath>

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>

#include "core/formats/coco.h"
#include "core/formats/png.h"
#include "ui/candidate_strip.h"
#include "ui/canvas.h"
#include "ui/export_dialog.h"
#include "ui/main_actions.h"
#include "ui/main_window.h"
#include "ui/message_bar.h"
#include "ui/object_list.h"
#include "ui/sidecar.h"
#include "ui/start_page.h"
#include "ui/status_line.h"
#include "ui/theme.h"

using namespace ui;

namespace {

constexpr int patience = 60000;

QString photo(const QString& name)
{
    return QString(MASKWRIGHT_PHOTOS) + "/" + name;
}

/// Whether the pixel and everything up to `reach` around it is in or out of the mask as (x, y) is.
bool isFarFromEdge(const core::Mask& mask, int x, int y, int reach)
{
    for (int dy = -reach; dy <= reach; ++dy)
        for (int dx = -reach; dx <= reach; ++dx) {
            const int nx = x + dx, ny = y + dy;
            if (nx < 0 || ny < 0 || nx >= mask.width() || ny >= mask.height())
                return false;
            if (mask.at(nx, ny) != mask.at(x, y))
                return false;
        }
    return true;
}

} // namespace

class TestMainWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void emptyWindowSaysWhatToDo();
    void clickChooseAcceptUndoRedoExport();
    void clickDuringEncodingIsAnsweredAfterwards();
    void secondPictureDuringEncodingShowsNoMaskOfTheFirst();
    void boxDragAndRightClick();
    void typingANameIsNotAShortcut();
    void labelFieldNamesObjects();
    void typingGoesOnWhileAPictureIsPrepared();
    void badPicturesShowOneSentence_data();
    void badPicturesShowOneSentence();
    void extremeShapesWork_data();
    void extremeShapesWork();
    void missingModelShowsABanner();
    void deviceThatIsNotThereIsLeftOut();
    void precisionIsShown();
    void exportThatCannotBeWrittenIsReported();
    void closingAsksAboutUnsavedObjects();
    void changeAfterChoosingToSaveKeepsTheWindowOpen();
    void everyActionIsInAMenu();
    void recentPicturesAreRemembered();

private:
    void openAndWait(const QString& path);
    void click(QPointF imagePoint, Qt::MouseButton button = Qt::LeftButton);
    void openWindow(const core::InputOptions& input);
    void clickAndWait(QPointF imagePoint);
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    QPoint onCanvas(QPointF imagePoint) const;
    void exportTo(const QString& folder);
    QString device() const { return window_->findChild<QLabel*>("device")->text(); }
    QString message() const { return window_->findChild<MessageBar*>("messageBar")->text(); }
    const std::vector<core::Object>& objects() { return session_->annotation().objects; }

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<MainWindow> window_;
    Session* session_ = nullptr;
    Canvas* canvas_ = nullptr;
    CandidateStrip* strip_ = nullptr;
};

void TestMainWindow::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    QDir(QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation))
        .removeRecursively();
    QVERIFY2(QFile::exists(photo("coffee.png")), MASKWRIGHT_PHOTOS " holds no photographs");
    theme::apply(theme::Theme::Light);
}

void TestMainWindow::init()
{
    folder_ = std::make_unique<QTemporaryDir>();
    openWindow({});
}

void TestMainWindow::openWindow(const core::InputOptions& input)
{
    window_ = std::make_unique<MainWindow>();
    window_->setInput(input);
    session_ = window_->session();
    canvas_ = window_->findChild<Canvas*>();
    strip_ = window_->findChild<CandidateStrip*>();
    window_->resize(1300, 860);
    window_->loadModel({});
    window_->show();
    QVERIFY(QTest::qWaitForWindowActive(window_.get()));
}

void TestMainWindow::cleanup()
{
    session_->discardAll();
    window_.reset();
}

void TestMainWindow::openAndWait(const QString& path)
{
    window_->open({path});
    QTRY_COMPARE_WITH_TIMEOUT(session_->imageState(), ImageState::Ready, patience);
}

QPoint TestMainWindow::onCanvas(QPointF imagePoint) const
{
    return canvas_->view().toWidget(imagePoint).toPoint();
}

void TestMainWindow::click(QPointF imagePoint, Qt::MouseButton button)
{
    QTest::mouseClick(canvas_, button, Qt::NoModifier, onCanvas(imagePoint));
}

void TestMainWindow::clickAndWait(QPointF imagePoint)
{
    QSignalSpy answered(session_, &Session::candidatesReady);
    click(imagePoint);
    QVERIFY(answered.wait(patience));
}

void TestMainWindow::press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : window_.get(), key,
                    modifiers);
}

/// Through the dialog.
void TestMainWindow::exportTo(const QString& folder)
{
    press(Qt::Key_E, Qt::ControlModifier);
    auto* dialog = window_->findChild<ExportDialog*>();
    QVERIFY(dialog);
    dialog->findChild<QLineEdit*>()->setText(folder);
    QSignalSpy done(session_, &Session::exported);
    QSignalSpy failed(session_, &Session::failed);
    dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok)->click();
    QTRY_VERIFY_WITH_TIMEOUT(done.count() + failed.count() > 0, patience);
    window_->activateWindow(); // no window manager does it here
    QVERIFY(QTest::qWaitForWindowActive(window_.get()));
}

void TestMainWindow::emptyWindowSaysWhatToDo()
{
    QVERIFY(window_->findChild<StartPage*>()->isVisible());
    QVERIFY(!canvas_->isVisible());
    QVERIFY(window_->findChild<StatusLine*>()->nextAction().contains("Ctrl+O"));
    QVERIFY(message().isEmpty());
}

void TestMainWindow::clickChooseAcceptUndoRedoExport()
{
    openAndWait(photo("coffee.png"));
    press(Qt::Key_1, Qt::ControlModifier); // 100 %: one screen pixel per picture pixel
    QCOMPARE(canvas_->zoom(), 1.0);
    clickAndWait({300, 200});

    // The four tiles show the four answers.
    const core::Prediction prediction = *session_->prediction();
    int best = -1;
    for (int i = 0; i < 4; ++i) {
        const CandidateTile* tile = strip_->tile(i);
        QVERIFY(tile->isVisible());
        QCOMPARE(float(tile->iou()), prediction.candidates[i].iou);
        QCOMPARE(float(tile->stability()), prediction.candidates[i].stability);
        QVERIFY(tile->stability() > 0 && tile->stability() <= 1);
        if (tile->isBest())
            best = i;
    }
    QCOMPARE(best, prediction.best);
    QVERIFY(!(prediction.candidates[0].mask == prediction.candidates[1].mask));

    press(Qt::Key_2);
    QVERIFY(strip_->tile(1)->isChecked());
    press(Qt::Key_Return);
    QCOMPARE(objects().size(), std::size_t(1));
    QVERIFY(core::decodeRle(objects()[0].mask) == prediction.candidates[1].mask);
    const core::Annotation accepted = session_->annotation();

    QSignalSpy answered(session_, &Session::candidatesReady);
    press(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(objects().empty());
    QVERIFY(answered.wait(patience));
    QVERIFY(strip_->tile(1)->isChecked());
    press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(session_->annotation() == accepted);

    exportTo(folder_->path());
    QVERIFY2(message().contains(folder_->path()), qUtf8Printable(message()));
    const QString png = folder_->filePath("coffee/1-Object 1.png");
    const core::Mask exported = core::readMaskPng(png.toStdString());
    QVERIFY(exported == prediction.candidates[1].mask);
    const auto coco = core::readCoco(folder_->filePath("coffee.coco.json").toStdString());
    QCOMPARE(coco.size(), std::size_t(1));
    QVERIFY(coco[0].objects[0].mask == accepted.objects[0].mask);

    // And the same mask is what the screen shows: where hiding it changes the picture.
    session_->selectObject(0);
    const QImage shown = canvas_->grab().toImage();
    press(Qt::Key_V);
    QVERIFY(!canvas_->masksVisible());
    const QImage hidden = canvas_->grab().toImage();
    int compared = 0, wrong = 0;
    for (int y = 0; y < exported.height(); ++y)
        for (int x = 0; x < exported.width(); ++x) {
            const QPoint pixel =
                (canvas_->view().toWidget(QPointF(x, y)) + QPointF(0.5, 0.5)).toPoint();
            if (!shown.rect().contains(pixel) || !isFarFromEdge(exported, x, y, 3))
                continue;
            ++compared;
            wrong += (shown.pixel(pixel) != hidden.pixel(pixel)) != exported.at(x, y);
        }
    QVERIFY(compared > exported.width() * exported.height() / 2);
    QVERIFY2(wrong <= compared / 500, qPrintable(QString("%1 of %2").arg(wrong).arg(compared)));
}

void TestMainWindow::clickDuringEncodingIsAnsweredAfterwards()
{
    QSignalSpy loaded(session_, &Session::imageLoaded);
    window_->open({photo("chelsea.png")});
    QVERIFY(loaded.wait(patience));
    QCOMPARE(session_->imageState(), ImageState::Encoding);
    click({230, 150});
    QCOMPARE(session_->prompt().points.size(), std::size_t(1));
    QVERIFY(std::abs(session_->prompt().points[0].x - 230) < 2);
    QVERIFY(!session_->prediction());
    QTRY_VERIFY_WITH_TIMEOUT(session_->prediction(), patience);
    QVERIFY(strip_->tile(session_->selectedCandidate())->isChecked());
    press(Qt::Key_Return);
    QCOMPARE(objects().size(), std::size_t(1));
    QCOMPARE(objects()[0].mask.width, session_->image().width());
}

void TestMainWindow::secondPictureDuringEncodingShowsNoMaskOfTheFirst()
{
    int masksOfAnotherSize = 0;
    connect(session_, &Session::candidatesReady, this, [&] {
        masksOfAnotherSize +=
            session_->prediction()->candidates[0].mask.width() != session_->image().width();
    });
    QSignalSpy loaded(session_, &Session::imageLoaded);
    QSignalSpy answered(session_, &Session::candidatesReady);
    window_->open({photo("coffee.png")});
    QVERIFY(loaded.wait(patience));
    click({300, 200});
    openAndWait(photo("astronaut.png"));
    QCOMPARE(session_->image().width(), 512);
    QVERIFY(session_->prompt().empty());
    QCOMPARE(answered.count(), 0);
    const QImage before = canvas_->grab().toImage();
    press(Qt::Key_V); // hiding masks changes nothing when there are none
    QVERIFY(!canvas_->masksVisible());
    QVERIFY(canvas_->grab().toImage() == before);
    press(Qt::Key_V);

    clickAndWait({220, 100});
    QCOMPARE(masksOfAnotherSize, 0);
    QCOMPARE(session_->prediction()->candidates[0].mask.width(), 512);
    openAndWait(photo("coffee.png")); // the first picture's click is answered there
    QTRY_VERIFY_WITH_TIMEOUT(session_->prediction(), patience);
    QCOMPARE(masksOfAnotherSize, 0);
    QCOMPARE(session_->prediction()->candidates[0].mask.width(), 600);
}

void TestMainWindow::boxDragAndRightClick()
{
    openAndWait(photo("coffee.png"));
    QSignalSpy answered(session_, &Session::candidatesReady);
    QTest::mousePress(canvas_, Qt::LeftButton, Qt::NoModifier, onCanvas({80, 20}));
    QTest::mouseMove(canvas_, onCanvas({300, 200}));
    QTest::mouseMove(canvas_, onCanvas({480, 390}));
    QTest::mouseRelease(canvas_, Qt::LeftButton, Qt::NoModifier, onCanvas({480, 390}));
    QVERIFY(session_->prompt().box);
    QVERIFY(std::abs(session_->prompt().box->x1 - 480) < 2);
    QVERIFY(answered.wait(patience));
    click({300, 150}, Qt::RightButton);
    QCOMPARE(session_->prompt().points.size(), std::size_t(1));
    QVERIFY(!session_->prompt().points[0].foreground);
    press(Qt::Key_Escape);
    QVERIFY(session_->prompt().empty());
}

void TestMainWindow::typingANameIsNotAShortcut()
{
    openAndWait(photo("coffee.png"));
    clickAndWait({300, 200});
    press(Qt::Key_Return);
    click({60, 60}); // pending: Enter, F, E and digits are its keys
    press(Qt::Key_F2);
    auto* editor = qobject_cast<QLineEdit*>(QApplication::focusWidget());
    QVERIFY(editor);
    editor->selectAll();
    QTest::keyClicks(editor, "fade 12 v");
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(objects()[0].name, std::string("fade 12 v"));
    QCOMPARE(objects().size(), std::size_t(1));
    QVERIFY(canvas_->masksVisible());
    QCOMPARE(session_->prompt().points.size(), std::size_t(1));
}

void TestMainWindow::labelFieldNamesObjects()
{
    openAndWait(photo("coffee.png"));
    auto* field = window_->findChild<QLineEdit*>("labelField");
    QVERIFY(field);
    field->setFocus();
    QTest::keyClicks(field, "a cup 1"); // letters and digits that are shortcuts elsewhere
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_VERIFY(canvas_->hasFocus());
    clickAndWait({300, 200});
    press(Qt::Key_Return);
    QCOMPARE(objects().size(), std::size_t(1));
    QCOMPARE(objects()[0].label, std::string("a cup 1"));
    QCOMPARE(field->text(), QString("a cup 1")); // stays armed
}

void TestMainWindow::typingGoesOnWhileAPictureIsPrepared()
{
    QSignalSpy loaded(session_, &Session::imageLoaded);
    window_->open({photo("coffee.png")});
    QVERIFY(loaded.wait(patience));
    QVERIFY(canvas_->hasFocus());
    auto* field = window_->findChild<QLineEdit*>("labelField");
    field->setFocus();
    QTest::keyClicks(field, "a c");
    QCOMPARE(session_->imageState(), ImageState::Encoding);
    QTRY_COMPARE_WITH_TIMEOUT(session_->imageState(), ImageState::Ready, patience);
    QVERIFY(field->hasFocus());
    openAndWait(photo("astronaut.png"));
    QVERIFY(field->hasFocus());
    press(Qt::Key_U);
    press(Qt::Key_P);
    QCOMPARE(field->text(), QString("a cup"));
}

void TestMainWindow::badPicturesShowOneSentence_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QFile good(photo("coffee.png"));
    QVERIFY(good.open(QIODevice::ReadOnly));
    const QByteArray png = good.readAll();
    QTest::newRow("missing") << "missing.png" << QByteArray();
    QTest::newRow("empty") << "empty.png" << QByteArray("");
    QTest::newRow("text") << "text.png" << QByteArray("not a picture at all");
    QTest::newRow("truncated") << "truncated.png" << png.left(png.size() / 2);
    QTest::newRow("header only") << "header.png" << png.left(8);
}

void TestMainWindow::badPicturesShowOneSentence()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    const QString path = folder_->filePath(name);
    if (!bytes.isNull()) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    QSignalSpy failed(session_, &Session::failed);
    window_->open({path});
    QVERIFY(failed.wait(patience));
    QCOMPARE(session_->imageState(), ImageState::Failed);
    QVERIFY2(message().contains(name), qUtf8Printable(message()));
    QVERIFY2(message().endsWith('.') && !message().contains('\n'), qUtf8Printable(message()));
    QVERIFY(QApplication::activeModalWidget() == nullptr);

    window_->open({photo("coffee.png")}); // nothing is broken by it
    QTRY_COMPARE_WITH_TIMEOUT(session_->image().width(), 600, patience);
    QVERIFY(canvas_->isVisible());
}

void TestMainWindow::extremeShapesWork_data()
{
    QTest::addColumn<QSize>("size");
    QTest::newRow("1×1") << QSize(1, 1);
    QTest::newRow("1×20000") << QSize(1, 20000);
    QTest::newRow("20000×1") << QSize(20000, 1);
}

void TestMainWindow::extremeShapesWork()
{
    QFETCH(QSize, size);
    const QString path = folder_->filePath("extreme.png");
    QImage image(size, QImage::Format_RGB888);
    image.fill(Qt::gray);
    QVERIFY(image.save(path));
    openAndWait(path);
    QSignalSpy answered(session_, &Session::candidatesReady);
    session_->addPoint({float(size.width() / 2), float(size.height() / 2), true});
    QVERIFY(answered.wait(patience));
    QCOMPARE(session_->prediction()->candidates[0].mask.width(), size.width());
    QCOMPARE(session_->prediction()->candidates[0].mask.height(), size.height());
    canvas_->grab();
}

void TestMainWindow::missingModelShowsABanner()
{
    auto* banner = window_->findChild<MessageBar*>("modelBar");
    window_->loadModel("/nowhere/model.safetensors");
    QTRY_VERIFY_WITH_TIMEOUT(banner->text().contains("/nowhere/model.safetensors"), patience);
    QVERIFY(banner->text().contains("Models…"));
    QVERIFY(banner->isVisible());
    QVERIFY(QApplication::activeModalWidget() == nullptr);
    window_->loadModel({});
    QVERIFY(banner->text().isEmpty());
}

void TestMainWindow::deviceThatIsNotThereIsLeftOut()
{
    cleanup();
    openWindow({.device = core::Device::Cuda});
    QTRY_VERIFY_WITH_TIMEOUT(session_->model(), patience);
    const bool isThere = session_->segmenter()->input().device == core::Device::Cuda;
    QCOMPARE(message().contains("runs on the processor"), !isThere);
    QCOMPARE(device().startsWith("CPU"), !isThere);
    openAndWait(photo("coffee.png"));
    clickAndWait({300, 200});
}

void TestMainWindow::precisionIsShown()
{
    QVERIFY2(!device().contains("bf16"), qPrintable(device()));
    cleanup();
    openWindow({.precision = core::Precision::BFloat16});
    QTRY_VERIFY_WITH_TIMEOUT(session_->model(), patience);
    const bool isThere = session_->segmenter()->input().precision == core::Precision::BFloat16;
    QCOMPARE(device().endsWith("bf16"), isThere);
    QCOMPARE(message().contains("32-bit numbers"), !isThere);
}

void TestMainWindow::exportThatCannotBeWrittenIsReported()
{
    openAndWait(photo("coffee.png"));
    clickAndWait({300, 200});
    press(Qt::Key_Return);
    QFile file(folder_->filePath("file"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    exportTo(file.fileName()); // a file is no folder
    QVERIFY2(message().contains(file.fileName()), qUtf8Printable(message()));
    QCOMPARE(objects().size(), std::size_t(1));
}

void TestMainWindow::closingAsksAboutUnsavedObjects()
{
    const QString path = folder_->filePath("coffee.png");
    QVERIFY(QFile::copy(photo("coffee.png"), path));
    openAndWait(path);
    clickAndWait({300, 200});
    press(Qt::Key_Return);
    QVERIFY(window_->isWindowModified());

    const auto answer = [this](QMessageBox::StandardButton button) {
        QVERIFY(!window_->close());
        auto* box = window_->findChild<QMessageBox*>();
        QVERIFY(box);
        box->button(button)->click();
        QTRY_VERIFY(!window_->findChild<QMessageBox*>());
    };
    answer(QMessageBox::Cancel);
    QVERIFY(window_->isVisible());
    QCOMPARE(objects().size(), std::size_t(1));
    answer(QMessageBox::Save);
    QTRY_VERIFY_WITH_TIMEOUT(!window_->isVisible(), patience);
    QCOMPARE(core::readCoco(sidecarPath(path).toStdString())[0].objects.size(), std::size_t(1));
}

void TestMainWindow::changeAfterChoosingToSaveKeepsTheWindowOpen()
{
    const QString path = folder_->filePath("coffee.png");
    QVERIFY(QFile::copy(photo("coffee.png"), path));
    openAndWait(path);
    clickAndWait({300, 200});
    press(Qt::Key_Return);
    QVERIFY(!window_->close());
    QSignalSpy saved(session_, &Session::saved);
    window_->findChild<QMessageBox*>()->button(QMessageBox::Save)->click();
    session_->renameObject(objects()[0].id, "changed"); // before the save is through
    QVERIFY(saved.wait(patience));
    QVERIFY(window_->isVisible());
    QVERIFY(window_->isWindowModified());
    QTRY_VERIFY(!window_->findChild<QMessageBox*>());

    QVERIFY(!window_->close()); // asks again
    window_->findChild<QMessageBox*>()->button(QMessageBox::Cancel)->click();
    session_->save();
    QVERIFY(saved.wait(patience));
    QVERIFY(!window_->isWindowModified());
    QVERIFY(window_->isVisible()); // saving is not closing
}

void TestMainWindow::everyActionIsInAMenu()
{
    const auto actions = window_->findChild<MainActions*>()->findChildren<QAction*>();
    QVERIFY(actions.size() > 25);
    for (const QAction* action : actions) {
        bool inMenu = false;
        for (const QObject* place : action->associatedObjects())
            inMenu |= qobject_cast<const QMenu*>(place) != nullptr;
        QVERIFY2(inMenu, qUtf8Printable(action->text()));
        QVERIFY2(!action->toolTip().isEmpty(), qUtf8Printable(action->text()));
    }
}

void TestMainWindow::recentPicturesAreRemembered()
{
    const QString path = folder_->filePath("one of mine.png");
    QVERIFY(QFile::copy(photo("coffee.png"), path));
    openAndWait(path);
    window_ = std::make_unique<MainWindow>(); // a later run
    session_ = window_->session();
    const auto links = window_->findChild<StartPage*>()->findChildren<QPushButton*>();
    const bool offered = std::any_of(links.begin(), links.end(), [](const QPushButton* link) {
        return link->text() == "one of mine.png";
    });
    QVERIFY(offered);
}

QTEST_MAIN(TestMainWindow)
#include "test_main_window.moc"
