// The session with the real model: what is shown, when, and that nothing is lost.
#include <QDir>
#include <QFile>
#include <QImage>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>

#include "core/formats/coco.h"
#include "ui/session_private.h"
#include "ui/sidecar.h"

using namespace ui;

namespace {

constexpr int patience = 60000;

QString photo(const QString& name)
{
    return QString(MASKWRIGHT_PHOTOS) + "/" + name;
}

core::Prompt pointPrompt(float x, float y)
{
    core::Prompt prompt;
    prompt.points.push_back({x, y, true});
    return prompt;
}

} // namespace

class TestSession : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void clickWhileEncodingIsAnsweredWhenReady();
    void acceptTakesTheAnswerToTheLastClick();
    void clicksAfterEarlyAcceptStartTheNextObject();
    void choiceMadeBeforeTheAnswerHolds();
    void hoverNeverReplacesAClick();
    void hoverPreviewGoesAway();
    void secondPictureNeverShowsTheFirstOnes();
    void lateAnswersAreNeverShown();
    void labelNamesNewObjects();
    void documentsAreKept();
    void replacedPictureIsEncodedAgain();
    void undoAndRedoOverPromptsAndObjects();
    void undoneAcceptBringsTheSameCandidatesBack();
    void objectChangesAreUndoSteps();
    void savedObjectsComeBackEqual();
    void undoToTheSavedStateIsUnmodified();
    void damagedSidecarIsReportedAndKept_data();
    void damagedSidecarIsReportedAndKept();
    void sidecarOfAnotherSizeIsReportedAndKept();
    void picturesWithOneStemShareTheirSidecar();
    void exportBesideThePictureKeepsOtherObjects();
    void unsavedObjectsAreRecovered();
    void discardedObjectsAreNotRecovered();
    void missingModelIsReportedAndThePictureShown();
    void modelLooksAtPicturesAsAsked();
    void failedEncodingLeavesNothingWaiting();
    void badPictures_data();
    void badPictures();
    void pointOutsideIsRefused();
    void folderIsWalkedInNumberOrder();
    void emptyFolderIsReported();
    void missingFileDoesNotStopTheOthers();

private:
    QString copyOf(const QString& photoName, const QString& as);
    void openAndWait(Session& session, const QString& path);
    void clickAndWait(Session& session, float x, float y);
    void restart();

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<Session> session_;
};

void TestSession::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    QDir(QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation))
        .removeRecursively();
    QVERIFY2(QFile::exists(photo("coffee.png")), MASKWRIGHT_PHOTOS " holds no photographs");
}

void TestSession::init()
{
    folder_ = std::make_unique<QTemporaryDir>();
    qputenv("XDG_CACHE_HOME", folder_->filePath("cache").toUtf8()); // an encoder that runs is seen
    restart();
}

void TestSession::cleanup()
{
    session_->discardAll();
    session_.reset();
}

void TestSession::restart()
{
    session_ = std::make_unique<Session>();
    session_->loadModel({});
}

QString TestSession::copyOf(const QString& photoName, const QString& as)
{
    const QString path = folder_->filePath(as);
    QFile::copy(photo(photoName), path);
    return path;
}

void TestSession::openAndWait(Session& session, const QString& path)
{
    session.openImage(path);
    QTRY_COMPARE_WITH_TIMEOUT(session.imageState(), ImageState::Ready, patience);
}

void TestSession::clickAndWait(Session& session, float x, float y)
{
    QSignalSpy answered(&session, &Session::candidatesReady);
    session.addPoint({x, y, true});
    QVERIFY(answered.wait(patience));
}

void TestSession::clickWhileEncodingIsAnsweredWhenReady()
{
    QSignalSpy loaded(session_.get(), &Session::imageLoaded);
    session_->openImage(photo("coffee.png"));
    QVERIFY(loaded.wait(patience));
    QCOMPARE(session_->imageState(), ImageState::Encoding);
    session_->addPoint({300, 200, true});
    QVERIFY(!session_->prediction());
    QTRY_VERIFY_WITH_TIMEOUT(session_->prediction(), patience);
    QCOMPARE(session_->imageState(), ImageState::Ready);
    QVERIFY(session_->prediction()->candidates[0].mask.area() > 0);
}

void TestSession::acceptTakesTheAnswerToTheLastClick()
{
    openAndWait(*session_, photo("coffee.png"));
    clickAndWait(*session_, 300, 200);
    session_->addPoint({60, 60, true});
    session_->accept(); // the answer to the second click is still under way
    QVERIFY(session_->isAccepting());
    QTRY_COMPARE_WITH_TIMEOUT(session_->annotation().objects.size(), std::size_t(1), patience);
    QCOMPARE(session_->annotation().objects[0].prompt.points.size(), std::size_t(2));

    // The mask is the one that the two points give, not the first click's.
    const core::Rle accepted = session_->annotation().objects[0].mask;
    const int candidate = session_->annotation().objects[0].candidate;
    clickAndWait(*session_, 300, 200);
    clickAndWait(*session_, 60, 60);
    QVERIFY(core::encodeRle(session_->prediction()->candidates[candidate].mask) == accepted);
}

void TestSession::clicksAfterEarlyAcceptStartTheNextObject()
{
    QSignalSpy loaded(session_.get(), &Session::imageLoaded);
    session_->openImage(photo("coffee.png"));
    QVERIFY(loaded.wait(patience));
    session_->addPoint({300, 200, true});
    session_->accept();
    session_->addPoint({60, 60, true});
    session_->accept();
    session_->addPoint({500, 350, true});
    QTRY_COMPARE_WITH_TIMEOUT(session_->annotation().objects.size(), std::size_t(2), patience);
    QTRY_VERIFY_WITH_TIMEOUT(session_->prediction(), patience);
    QVERIFY(session_->annotation().objects[0].prompt == pointPrompt(300, 200));
    QVERIFY(session_->annotation().objects[1].prompt == pointPrompt(60, 60));
    QVERIFY(session_->prompt() == pointPrompt(500, 350));
}

void TestSession::choiceMadeBeforeTheAnswerHolds()
{
    openAndWait(*session_, photo("coffee.png"));
    for (int index = 0; index < 4; ++index) {
        session_->addPoint({300, 200, true});
        session_->selectCandidate(index);
        session_->accept();
        QTRY_COMPARE_WITH_TIMEOUT(session_->annotation().objects.size(), std::size_t(index + 1),
                                  patience);
        QCOMPARE(session_->annotation().objects[index].candidate, index);
    }
}

void TestSession::hoverNeverReplacesAClick()
{
    openAndWait(*session_, photo("coffee.png"));
    for (int x = 0; x < 200; x += 2) // a moving mouse
        session_->setHover(QPointF(x, 20));
    QSignalSpy answered(session_.get(), &Session::candidatesReady);
    session_->addPoint({300, 200, true});
    QVERIFY(answered.wait(patience));
    QVERIFY(!session_->preview());
    const core::Mask mask = session_->prediction()->candidates[0].mask;
    session_->cancelPrompt();
    clickAndWait(*session_, 300, 200);
    QVERIFY(session_->prediction()->candidates[0].mask == mask);
}

void TestSession::hoverPreviewGoesAway()
{
    openAndWait(*session_, photo("coffee.png"));
    session_->setHover(QPointF(300, 200));
    QTRY_VERIFY_WITH_TIMEOUT(session_->preview(), patience);
    session_->setHover({});
    QVERIFY(!session_->preview());
}

void TestSession::secondPictureNeverShowsTheFirstOnes()
{
    bool foreign = false;
    connect(session_.get(), &Session::candidatesReady, this, [&] {
        const core::Mask& mask = session_->prediction()->candidates[0].mask;
        foreign |= mask.width() != session_->image().width() ||
                   mask.height() != session_->image().height();
    });
    QSignalSpy loaded(session_.get(), &Session::imageLoaded);
    QSignalSpy ready(session_.get(), &Session::imageReady);
    session_->openImage(photo("coffee.png")); // 600×400
    QVERIFY(loaded.wait(patience));
    session_->addPoint({300, 200, true});
    session_->openImage(photo("astronaut.png")); // 512×512
    QVERIFY(session_->prompt().empty());
    QVERIFY(session_->image().empty());
    QTRY_COMPARE_WITH_TIMEOUT(session_->imageState(), ImageState::Ready, patience);
    QCOMPARE(ready.count(), 1); // the first picture's encoding was given up
    QCOMPARE(session_->image().width(), 512);
    QVERIFY(!session_->prediction());
    clickAndWait(*session_, 200, 200);

    // And when an answer, not the encoding, is what is under way.
    session_->addPoint({250, 300, true});
    openAndWait(*session_, photo("coffee.png"));
    QTRY_VERIFY_WITH_TIMEOUT(session_->prediction(), patience); // its own click, kept
    QCOMPARE(session_->prediction()->candidates[0].mask.width(), 600);
    QVERIFY(!foreign);
}

void TestSession::lateAnswersAreNeverShown()
{
    openAndWait(*session_, photo("coffee.png"));
    clickAndWait(*session_, 300, 200);
    Session::Private& state = *session_->d_;
    const PredictionPtr coffee = state.prediction;
    const PictureId coffeePicture = state.picture;

    openAndWait(*session_, photo("chelsea.png"));
    Q_EMIT state.worker->predicted(coffeePicture, state.ticket + 1, coffee);
    QVERIFY(!session_->prediction() && !session_->preview());

    clickAndWait(*session_, 225, 130);
    const core::Prediction* shown = session_->prediction();
    Q_EMIT state.worker->predicted(coffeePicture, state.ticket + 1, coffee);
    QCOMPARE(session_->prediction(), shown);
    Q_EMIT state.worker->predicted(state.picture, state.shownTicket - 1,
                                   coffee); // an older click's
    QCOMPARE(session_->prediction(), shown);
    Q_EMIT state.worker->predicted(state.picture, state.ticket + 1, coffee); // what would be shown
    QVERIFY(session_->prediction() != shown);
}

void TestSession::labelNamesNewObjects()
{
    openAndWait(*session_, photo("coffee.png"));
    session_->setCurrentLabel(" cup ");
    QCOMPARE(session_->currentLabel(), QString("cup"));
    for (const float x : {300.f, 520.f}) {
        clickAndWait(*session_, x, 180);
        session_->accept();
    }
    const std::vector<core::Object>& objects = session_->annotation().objects;
    QCOMPARE(objects.size(), std::size_t(2));
    QCOMPARE(objects[0].label, std::string("cup"));
    QCOMPARE(objects[1].name, std::string("cup 2"));
}

void TestSession::documentsAreKept()
{
    openAndWait(*session_, photo("coffee.png"));
    clickAndWait(*session_, 300, 200);
    session_->accept();
    session_->addPoint({60, 60, true});
    const core::Annotation before = session_->annotation();
    const int steps = session_->undoStack()->count();

    openAndWait(*session_, photo("astronaut.png"));
    QVERIFY(session_->annotation().objects.empty());
    QCOMPARE(session_->undoStack()->count(), 0);
    QCOMPARE(session_->fileState(photo("coffee.png")), FileState::HasObjects);

    QSignalSpy progress(session_.get(), &Session::encodeProgress);
    openAndWait(*session_, photo("coffee.png"));
    QCOMPARE(progress.count(), 0); // the encoder runs once per picture
    QVERIFY(session_->annotation() == before);
    QVERIFY(session_->prompt() == pointPrompt(60, 60));
    QCOMPARE(session_->undoStack()->count(), steps);
    QTRY_VERIFY_WITH_TIMEOUT(session_->prediction(), patience);
}

void TestSession::replacedPictureIsEncodedAgain()
{
    const QString path = copyOf("coffee.png", "coffee.png");
    openAndWait(*session_, path);
    openAndWait(*session_, photo("astronaut.png"));
    QVERIFY(QImage(path).mirrored().save(path)); // of the same size
    QSignalSpy progress(session_.get(), &Session::encodeProgress);
    openAndWait(*session_, path);
    QVERIFY(progress.count() > 0);
}

void TestSession::undoAndRedoOverPromptsAndObjects()
{
    openAndWait(*session_, photo("coffee.png"));
    QUndoStack* stack = session_->undoStack();
    clickAndWait(*session_, 300, 200);
    clickAndWait(*session_, 320, 220);
    session_->accept();
    const core::Annotation accepted = session_->annotation();
    session_->removeObject(accepted.objects[0].id);
    QVERIFY(session_->annotation().objects.empty());

    stack->undo(); // removed
    QVERIFY(session_->annotation() == accepted);
    stack->undo(); // accepted
    QVERIFY(session_->annotation().objects.empty());
    QCOMPARE(session_->prompt().points.size(), std::size_t(2));
    stack->undo(); // second click
    QVERIFY(session_->prompt() == pointPrompt(300, 200));
    stack->undo(); // first click
    QVERIFY(session_->prompt().empty());
    QVERIFY(!session_->prediction());
    QVERIFY(!stack->canUndo());
    while (stack->canRedo())
        stack->redo();
    QVERIFY(session_->annotation().objects.empty());
    stack->undo();
    QVERIFY(session_->annotation() == accepted);
}

void TestSession::undoneAcceptBringsTheSameCandidatesBack()
{
    openAndWait(*session_, photo("coffee.png"));
    clickAndWait(*session_, 300, 200);
    const core::Prediction before = *session_->prediction();
    const int other = (before.best + 1) % 4;
    session_->selectCandidate(other);
    session_->accept();
    QVERIFY(!session_->prediction());
    QSignalSpy answered(session_.get(), &Session::candidatesReady);
    session_->undoStack()->undo();
    QVERIFY(answered.wait(patience));
    QCOMPARE(session_->selectedCandidate(), other);
    for (int i = 0; i < 4; ++i)
        QVERIFY(session_->prediction()->candidates[i].mask == before.candidates[i].mask);
}

void TestSession::objectChangesAreUndoSteps()
{
    openAndWait(*session_, photo("coffee.png"));
    session_->setCurrentLabel("cup");
    clickAndWait(*session_, 300, 200);
    session_->accept();
    const core::Object original = session_->annotation().objects[0];
    QCOMPARE(original.label, std::string("cup"));
    session_->renameObject(original.id, "  mug ");
    session_->setObjectColor(original.id, {1, 2, 3});
    session_->setObjectVisible(original.id, false);
    const core::Object& changed = session_->annotation().objects[0];
    QCOMPARE(changed.name, std::string("mug"));
    QVERIFY(changed.color == (core::Color{1, 2, 3}));
    QVERIFY(!changed.visible);
    for (int i = 0; i < 3; ++i)
        session_->undoStack()->undo();
    QVERIFY(session_->annotation().objects[0] == original);
}

void TestSession::savedObjectsComeBackEqual()
{
    const QString path = copyOf("coffee.png", "coffee.png");
    openAndWait(*session_, path);
    clickAndWait(*session_, 300, 200);
    clickAndWait(*session_, 20, 20);
    session_->accept();
    session_->setBox({100, 100, 400, 300});
    session_->accept();
    QTRY_COMPARE_WITH_TIMEOUT(session_->annotation().objects.size(), std::size_t(2), patience);
    session_->renameObject(2, "Löffel / spoon");
    session_->setObjectVisible(1, false);
    QVERIFY(session_->isModified());
    QSignalSpy saved(session_.get(), &Session::saved);
    session_->save();
    QVERIFY(saved.wait(patience));
    QCOMPARE(saved[0][0].toString(), folder_->filePath("coffee.coco.json"));
    QVERIFY(!session_->isModified());

    const core::Annotation before = session_->annotation();
    restart();
    openAndWait(*session_, path);
    QVERIFY(session_->annotation() == before);
    QVERIFY(!session_->isModified());
    QVERIFY(!session_->undoStack()->canUndo());
}

void TestSession::undoToTheSavedStateIsUnmodified()
{
    openAndWait(*session_, copyOf("coffee.png", "coffee.png"));
    QVERIFY(!session_->isModified());
    clickAndWait(*session_, 300, 200);
    QVERIFY(!session_->isModified()); // a click is not yet an object
    session_->accept();
    QVERIFY(session_->isModified());
    session_->undoStack()->undo();
    QVERIFY(!session_->isModified());
    session_->undoStack()->redo();
    QVERIFY(session_->isModified());
}

void TestSession::damagedSidecarIsReportedAndKept_data()
{
    QTest::addColumn<QByteArray>("rubbish");
    QTest::newRow("cut off") << QByteArray("{\"images\": [");
    QTest::newRow("empty") << QByteArray("");
}

void TestSession::damagedSidecarIsReportedAndKept()
{
    QFETCH(QByteArray, rubbish);
    const QString path = copyOf("coffee.png", "coffee.png");
    QFile sidecar(folder_->filePath("coffee.coco.json"));
    QVERIFY(sidecar.open(QIODevice::WriteOnly));
    sidecar.write(rubbish);
    sidecar.close();

    QSignalSpy failed(session_.get(), &Session::failed);
    openAndWait(*session_, path);
    QCOMPARE(failed.count(), 1);
    QVERIFY(failed[0][1].toString().contains("coffee.coco.json"));
    clickAndWait(*session_, 300, 200);
    session_->accept();
    QSignalSpy saved(session_.get(), &Session::saved);
    session_->save();
    QVERIFY(saved.wait(patience));
    QFile aside(saved[0][1].toString());
    QVERIFY(aside.open(QIODevice::ReadOnly));
    QCOMPARE(aside.readAll(), rubbish);
    QVERIFY(core::readCoco(sidecar.fileName().toStdString())[0].objects ==
            session_->annotation().objects);
}

void TestSession::sidecarOfAnotherSizeIsReportedAndKept()
{
    core::Annotation other;
    other.imagePath = folder_->filePath("coffee.png").toStdString();
    other.imageWidth = 10;
    other.imageHeight = 10;
    writeSidecar(other);
    QSignalSpy failed(session_.get(), &Session::failed);
    openAndWait(*session_, copyOf("coffee.png", "coffee.png"));
    QCOMPARE(failed.count(), 1);
    QSignalSpy saved(session_.get(), &Session::saved);
    session_->save();
    QVERIFY(saved.wait(patience));
    QVERIFY(QFile::exists(folder_->filePath("coffee.coco.json.damaged")));
}

void TestSession::picturesWithOneStemShareTheirSidecar()
{
    for (const QString name : {"coffee.png", "astronaut.png"}) {
        openAndWait(*session_, copyOf(name, name == "coffee.png" ? "same.png" : "same.bmp"));
        clickAndWait(*session_, 200, 200);
        session_->accept();
        QSignalSpy saved(session_.get(), &Session::saved);
        session_->save();
        QVERIFY(saved.wait(patience));
    }
    restart();
    openAndWait(*session_, folder_->filePath("same.png"));
    QCOMPARE(session_->annotation().objects.size(), std::size_t(1));
    QCOMPARE(session_->annotation().objects[0].mask.width, 600);
    openAndWait(*session_, folder_->filePath("same.bmp"));
    QCOMPARE(session_->annotation().objects.size(), std::size_t(1));
    QCOMPARE(session_->annotation().objects[0].mask.width, 512);
}

void TestSession::exportBesideThePictureKeepsOtherObjects()
{
    core::Annotation other;
    other.imagePath = folder_->filePath("coffee.bmp").toStdString();
    other.imageWidth = 10;
    other.imageHeight = 10;
    writeSidecar(other);
    openAndWait(*session_, copyOf("coffee.png", "coffee.png"));
    clickAndWait(*session_, 300, 200);
    session_->accept();
    ExportOptions options;
    options.folder = folder_->path() + "/.";
    options.maskPngs = false;
    QSignalSpy exported(session_.get(), &Session::exported);
    session_->exportTo(options);
    QVERIFY(exported.wait(patience));
    const QString coco = folder_->filePath("coffee.coco.json");
    const auto entries = core::readCoco(coco.toStdString());
    QCOMPARE(entries.size(), std::size_t(2));
    QVERIFY(entries[0].imagePath.filename() == "coffee.bmp");
    QVERIFY(entries[1].objects == session_->annotation().objects);

    const QByteArray rubbish = "not what save() writes";
    QFile file(coco);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(rubbish);
    file.close();
    exported.clear();
    session_->exportTo(options);
    QVERIFY(exported.wait(patience));
    QFile aside(coco + ".damaged");
    QVERIFY(aside.open(QIODevice::ReadOnly));
    QCOMPARE(aside.readAll(), rubbish);
    QCOMPARE(core::readCoco(coco.toStdString()).size(), std::size_t(1));
}

void TestSession::unsavedObjectsAreRecovered()
{
    const QString path = copyOf("coffee.png", "coffee.png");
    openAndWait(*session_, path);
    clickAndWait(*session_, 300, 200);
    session_->accept();
    const core::Annotation before = session_->annotation();
    restart(); // without saving or discarding, as after a crash
    QSignalSpy recovered(session_.get(), &Session::recovered);
    openAndWait(*session_, path);
    QCOMPARE(recovered.count(), 1);
    QVERIFY(session_->annotation() == before);
    QVERIFY(session_->isModified());
    session_->undoStack()->undo();
    QVERIFY(session_->annotation().objects.empty());
    QVERIFY(!session_->isModified());
}

void TestSession::discardedObjectsAreNotRecovered()
{
    const QString path = copyOf("coffee.png", "coffee.png");
    openAndWait(*session_, path);
    clickAndWait(*session_, 300, 200);
    session_->accept();
    session_->discardAll();
    restart();
    QSignalSpy recovered(session_.get(), &Session::recovered);
    openAndWait(*session_, path);
    QCOMPARE(recovered.count(), 0);
    QVERIFY(session_->annotation().objects.empty());
}

void TestSession::missingModelIsReportedAndThePictureShown()
{
    Session session;
    QSignalSpy failed(&session, &Session::failed);
    session.openImage(photo("coffee.png"));
    QTRY_COMPARE_WITH_TIMEOUT(session.imageState(), ImageState::ShownOnly, patience);
    session.loadModel("/nowhere/model.safetensors");
    QVERIFY(failed.wait(patience));
    QCOMPARE(failed[0][0].value<core::ErrorCode>(), core::ErrorCode::ModelMissing);
    QCOMPARE(session.imageState(), ImageState::ShownOnly);
    session.addPoint({300, 200, true});
    session.loadModel({}); // now it is there: the click is answered
    QTRY_VERIFY_WITH_TIMEOUT(session.prediction(), patience);
}

void TestSession::modelLooksAtPicturesAsAsked()
{
    Session session;
    QSignalSpy ready(&session, &Session::modelReady);
    session.loadModel({}, core::ModelStore(), {.side = 512});
    QVERIFY(ready.wait(patience));
    QCOMPARE(session.segmenter()->input().side, 512);
}

void TestSession::failedEncodingLeavesNothingWaiting()
{
    QSignalSpy loaded(session_.get(), &Session::imageLoaded);
    const QString path = photo("coffee.png");
    session_->openImage(path);
    QVERIFY(loaded.wait(patience));
    session_->addPoint({300, 200, true});
    session_->accept();
    session_->addPoint({60, 60, true}); // held back
    Session::Private& state = *session_->d_;
    state.stop.request_stop(); // what is under way shall not answer
    state.stop = std::stop_source();
    QTRY_VERIFY_WITH_TIMEOUT(session_->model(), patience);
    Q_EMIT state.worker->failed(
        {Task::Encode, state.picture, core::ErrorCode::OutOfMemory, {}, {}});
    QCOMPARE(session_->imageState(), ImageState::ShownOnly);
    QVERIFY(!session_->isAccepting());
    session_->addPoint({310, 210, true});
    QCOMPARE(session_->prompt().points.size(), std::size_t(2)); // not held back
    session_->openImage(path);
    QTRY_COMPARE_WITH_TIMEOUT(session_->imageState(), ImageState::Ready, patience);
    QTRY_VERIFY_WITH_TIMEOUT(session_->prediction(), patience);
}

void TestSession::badPictures_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<core::ErrorCode>("code");
    QFile good(photo("coffee.png"));
    QVERIFY(good.open(QIODevice::ReadOnly));
    const QByteArray png = good.readAll();
    QTest::newRow("empty") << QByteArray() << core::ErrorCode::FileEmpty;
    QTest::newRow("text") << QByteArray("no picture") << core::ErrorCode::NotAPicture;
    QTest::newRow("truncated") << png.left(png.size() / 2) << core::ErrorCode::PictureDamaged;
}

void TestSession::badPictures()
{
    QFETCH(QByteArray, bytes);
    QFETCH(core::ErrorCode, code);
    QFile file(folder_->filePath("bad.png"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
    file.close();
    QSignalSpy failed(session_.get(), &Session::failed);
    session_->openImage(file.fileName());
    QVERIFY(failed.wait(patience));
    QCOMPARE(failed[0][0].value<core::ErrorCode>(), code);
    QVERIFY(failed[0][1].toString().contains("bad.png"));
    QCOMPARE(session_->imageState(), ImageState::Failed);
    session_->addPoint({1, 1, true}); // nothing to click on
    QVERIFY(session_->prompt().empty());
    openAndWait(*session_, photo("coffee.png"));
}

void TestSession::pointOutsideIsRefused()
{
    openAndWait(*session_, photo("coffee.png"));
    QSignalSpy failed(session_.get(), &Session::failed);
    session_->addPoint({5000, 10, true});
    session_->setBox({10, 10, 10, 20});
    QCOMPARE(failed.count(), 2);
    QVERIFY(session_->prompt().empty());
    QVERIFY(!session_->undoStack()->canUndo());
}

void TestSession::folderIsWalkedInNumberOrder()
{
    for (const char* name : {"p10.png", "p2.png", "p1.png"})
        copyOf("astronaut.png", name);
    copyOf("README.txt", "notes.txt");
    session_->openFolder(folder_->path());
    QTRY_COMPARE_WITH_TIMEOUT(session_->imageState(), ImageState::Encoding, patience);
    QCOMPARE(session_->files(),
             QStringList({folder_->filePath("p1.png"), folder_->filePath("p2.png"),
                          folder_->filePath("p10.png")}));
    QCOMPARE(session_->imagePath(), folder_->filePath("p1.png"));
    session_->openNext();
    session_->openNext();
    session_->openNext(); // there is no fourth
    QCOMPARE(session_->imagePath(), folder_->filePath("p10.png"));
    session_->openPrevious();
    QCOMPARE(session_->imagePath(), folder_->filePath("p2.png"));
}

void TestSession::emptyFolderIsReported()
{
    QSignalSpy failed(session_.get(), &Session::failed);
    session_->openFolder(folder_->path());
    QVERIFY(failed.wait(patience));
    QVERIFY(failed[0][1].toString().contains("no pictures"));
    session_->openFolder(folder_->filePath("missing"));
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 2, patience);
    QVERIFY(session_->files().isEmpty());
}

void TestSession::missingFileDoesNotStopTheOthers()
{
    QSignalSpy failed(session_.get(), &Session::failed);
    const QString path = copyOf("coffee.png", "coffee.png");
    session_->openFiles({folder_->filePath("missing.png"), path});
    QCOMPARE(failed.count(), 1);
    QVERIFY(failed[0][1].toString().contains("missing.png"));
    QTRY_COMPARE_WITH_TIMEOUT(session_->files(), QStringList({path}), patience);
    QCOMPARE(session_->imagePath(), path);
    QCOMPARE(failed.count(), 1);
}

QTEST_GUILESS_MAIN(TestSession)
#include "test_session.moc"
