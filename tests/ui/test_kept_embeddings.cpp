// What the session keeps of the encoder's work, and does before it is asked for.
#include <QDir>
#include <QFile>
#include <QImage>
#include <QPainter>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include "ui/session.h"

using namespace ui;

namespace {

constexpr int patience = 120000;

/// Calls `then` at the moment when that file's state becomes `state`.
template <typename Then>
void when(Session& session, const QString& file, FileState state, Then then)
{
    const auto connection = std::make_shared<QMetaObject::Connection>();
    *connection = QObject::connect(&session, &Session::fileStateChanged, &session,
                                   [&session, file, state, then, connection](const QString& path) {
                                       if (path != file || session.fileState(file) != state)
                                           return;
                                       QObject::disconnect(*connection);
                                       then();
                                   });
}

} // namespace

class TestKeptEmbeddings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void laterRunDoesNotEncode();
    void sameFileNameWithOtherContentIsEncoded();
    void damagedFileIsEncodedAgain();
    void worksWithoutAFolder();
    void memoryIsBounded();
    void nextPictureIsEncodedAhead();
    void openingAnotherPictureCancels();
    void workElsewhereCancels();
    void everythingCancels();
    void anotherModelCancels();
    void closingCancels();
    void brokenNextPictureIsReportedWhenOpened();

private:
    QString file(const QString& name) const { return folder_->filePath("pictures/" + name); }
    void paint(const QString& name, QColor color);
    void paintThree();
    QStringList keptFiles() const;
    void restart();
    bool ready() const { return session_->imageState() == ImageState::Ready; }
    void open(const QString& name);
    core::Prediction answer();
    bool waitFor(const QString& name, FileState state);
    /// Until a preview has been answered and the session has had the time to go on with other work.
    bool waitUntilIdle();

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<Session> session_;
};

void TestKeptEmbeddings::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
}

void TestKeptEmbeddings::init()
{
    folder_ = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir(folder_->path()).mkpath("pictures"));
    qputenv("XDG_CACHE_HOME", folder_->filePath("cache").toUtf8());
    restart();
}

void TestKeptEmbeddings::cleanup()
{
    session_.reset();
}

void TestKeptEmbeddings::restart()
{
    session_.reset(); // waits until everything is on the disk
    session_ = std::make_unique<Session>();
    session_->loadModel({});
}

void TestKeptEmbeddings::paint(const QString& name, QColor color)
{
    QImage picture(320, 240, QImage::Format_RGB32);
    picture.fill(Qt::black);
    QPainter painter(&picture);
    painter.setBrush(color);
    painter.drawEllipse(QPoint(160, 120), 70, 50);
    painter.end();
    QVERIFY(picture.save(file(name)));
}

void TestKeptEmbeddings::paintThree()
{
    paint("a.png", Qt::red);
    paint("b.png", Qt::green);
    paint("c.png", Qt::yellow);
}

QStringList TestKeptEmbeddings::keptFiles() const
{
    QStringList names;
    const QDir cache(folder_->filePath("cache/maskwright/embeddings"));
    for (const QString& name : cache.entryList(QDir::Files | QDir::Hidden))
        names += cache.filePath(name);
    return names;
}

void TestKeptEmbeddings::open(const QString& name)
{
    session_->openImage(file(name));
    QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
}

core::Prediction TestKeptEmbeddings::answer()
{
    session_->addPoint({150, 110, true});
    if (!QTest::qWaitFor([this] { return session_->prediction() != nullptr; }, patience))
        return {};
    return *session_->prediction();
}

bool TestKeptEmbeddings::waitFor(const QString& name, FileState state)
{
    return QTest::qWaitFor([&] { return session_->fileState(file(name)) == state; }, patience);
}

bool TestKeptEmbeddings::waitUntilIdle()
{
    session_->setHover({});
    bool answered = false, idle = false;
    QObject context;
    session_->setHover({});
    connect(session_.get(), &Session::previewChanged, &context, [&] { answered = true; });
    connect(session_->findChild<QTimer*>("idle"), &QTimer::timeout, &context,
            [&] { idle = answered; });
    session_->setHover(QPointF(20, 20));
    return QTest::qWaitFor([&] { return idle; }, patience);
}

void TestKeptEmbeddings::laterRunDoesNotEncode()
{
    paint("a.png", Qt::red);
    QSignalSpy firstProgress(session_.get(), &Session::encodeProgress);
    open("a.png");
    QVERIFY(firstProgress.count() > 0);
    QVERIFY(session_->lastEncodeMs() > 0);
    const core::Prediction first = answer();
    QVERIFY(first.candidates[0].mask.area() > 0);

    restart();
    QCOMPARE(keptFiles().size(), 1);
    QVERIFY(QFile::rename(file("a.png"), file("renamed.png")));
    QSignalSpy progress(session_.get(), &Session::encodeProgress);
    open("renamed.png");
    const core::Prediction second = answer();
    QCOMPARE(progress.count(), 0);
    QCOMPARE(session_->lastEncodeMs(), 0.0); // nothing is known about the encoder
    for (int i = 0; i < core::Prediction::candidateCount; ++i) {
        QVERIFY(second.candidates[i].mask == first.candidates[i].mask);
        QVERIFY(second.candidates[i].iou == first.candidates[i].iou);
        QVERIFY(second.candidates[i].logits->values == first.candidates[i].logits->values);
    }
}

void TestKeptEmbeddings::sameFileNameWithOtherContentIsEncoded()
{
    paint("a.png", Qt::red);
    open("a.png");
    restart();
    paint("a.png", Qt::blue);
    QSignalSpy progress(session_.get(), &Session::encodeProgress);
    open("a.png");
    QVERIFY(progress.count() > 0);
}

void TestKeptEmbeddings::damagedFileIsEncodedAgain()
{
    paint("a.png", Qt::red);
    open("a.png");
    const core::Prediction first = answer();
    restart();
    QFile kept(keptFiles().value(0));
    QVERIFY(kept.open(QIODevice::ReadWrite) && kept.seek(1'000'000) && kept.write("damage") == 6);
    kept.close();
    QSignalSpy progress(session_.get(), &Session::encodeProgress);
    QSignalSpy failed(session_.get(), &Session::failed);
    open("a.png");
    QVERIFY(progress.count() > 0);
    QVERIFY(answer().candidates[0].mask == first.candidates[0].mask);
    QCOMPARE(failed.count(), 0);
}

void TestKeptEmbeddings::worksWithoutAFolder()
{
    qputenv("XDG_CACHE_HOME", "/dev/null");
    restart();
    paint("a.png", Qt::red);
    for (int run = 0; run < 2; ++run) {
        QSignalSpy progress(session_.get(), &Session::encodeProgress);
        QSignalSpy failed(session_.get(), &Session::failed);
        open("a.png");
        QVERIFY(answer().candidates[0].mask.area() > 0);
        QVERIFY(progress.count() > 0);
        QCOMPARE(failed.count(), 0);
        restart();
    }
}

void TestKeptEmbeddings::memoryIsBounded()
{
    constexpr int tooMany = 40;
    paint("0.png", Qt::red);
    for (int i = 1; i < tooMany; ++i)
        QVERIFY(QFile::copy(file("0.png"), file(QString("%1.png").arg(i))));
    int kept = 0;
    for (int i = 0; i < tooMany; ++i) {
        open(QString("%1.png").arg(i));
        if (i == 1)
            QCOMPARE(session_->fileState(file("0.png")), FileState::Ready);
    }
    for (int i = 0; i < tooMany; ++i)
        kept += session_->fileState(file(QString("%1.png").arg(i))) == FileState::Ready;
    QVERIFY2(kept > 5 && kept < 30, qPrintable(QString::number(kept)));
    QCOMPARE(session_->fileState(file("0.png")), FileState::Untouched);
    QCOMPARE(session_->fileState(file(QString("%1.png").arg(tooMany - 1))), FileState::Ready);
}

void TestKeptEmbeddings::nextPictureIsEncodedAhead()
{
    paintThree();
    QStringList working;
    connect(session_.get(), &Session::fileStateChanged, this, [&](const QString& path) {
        if (session_->fileState(path) == FileState::Working && path != session_->imagePath())
            working += path;
    });
    session_->openFolder(file(""));
    QVERIFY(waitFor("b.png", FileState::Ready));
    QCOMPARE(session_->imagePath(), file("a.png"));
    QCOMPARE(session_->fileState(file("c.png")), FileState::Untouched);
    QCOMPARE(working, QStringList({file("b.png")}));

    QSignalSpy progress(session_.get(), &Session::encodeProgress);
    session_->openNext();
    QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
    QCOMPARE(session_->imagePath(), file("b.png"));
    QCOMPARE(progress.count(), 0);
    const core::Prediction ahead = answer();
    QVERIFY(ahead.candidates[0].mask.area() > 0);
    QVERIFY(waitFor("c.png", FileState::Ready));

    restart(); // it is kept on the disk, too
    QCOMPARE(keptFiles().size(), 3);
    QSignalSpy laterProgress(session_.get(), &Session::encodeProgress);
    open("b.png");
    QCOMPARE(laterProgress.count(), 0);
    QVERIFY(answer().candidates[0].logits->values == ahead.candidates[0].logits->values);
}

void TestKeptEmbeddings::openingAnotherPictureCancels()
{
    paintThree();
    bool cancelled = false;
    when(*session_, file("b.png"), FileState::Working, [&] {
        session_->openImage(file("c.png"));
        cancelled = session_->fileState(file("b.png")) == FileState::Untouched;
    });
    session_->openFolder(file(""));
    QTRY_VERIFY_WITH_TIMEOUT(cancelled, patience);
    QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
    QCOMPARE(session_->imagePath(), file("c.png"));
    QCOMPARE(session_->fileState(file("b.png")), FileState::Untouched);
    restart();
    QCOMPARE(keptFiles().size(), 2); // the encoder did not end unheard either
}

void TestKeptEmbeddings::workElsewhereCancels()
{
    paintThree();
    bool cancelled = false;
    when(*session_, file("b.png"), FileState::Working, [&] {
        session_->setBusyElsewhere(true);
        cancelled = session_->fileState(file("b.png")) == FileState::Untouched;
    });
    session_->openFolder(file(""));
    QTRY_VERIFY_WITH_TIMEOUT(cancelled, patience);
    QVERIFY(waitUntilIdle());
    QCOMPARE(session_->fileState(file("b.png")), FileState::Untouched);
    open("b.png");
    QVERIFY(waitUntilIdle());
    QCOMPARE(session_->fileState(file("c.png")), FileState::Untouched);
    session_->setBusyElsewhere(false);
    QVERIFY(waitFor("c.png", FileState::Ready));
}

void TestKeptEmbeddings::everythingCancels()
{
    paintThree();
    core::MaskGeneratorOptions options;
    options.pointsPerSide = 4;
    bool cancelled = false;
    when(*session_, file("b.png"), FileState::Working, [&] {
        session_->segmentEverything(options);
        cancelled = session_->fileState(file("b.png")) == FileState::Untouched;
    });
    QSignalSpy finished(session_.get(), &Session::everythingFinished);
    session_->openFolder(file(""));
    QVERIFY(finished.wait(patience));
    QVERIFY(cancelled);
    QCOMPARE(session_->fileState(file("b.png")), FileState::Untouched);
    QVERIFY(waitFor("b.png", FileState::Ready)); // afterwards
}

void TestKeptEmbeddings::anotherModelCancels()
{
    paintThree();
    bool cancelled = false;
    when(*session_, file("b.png"), FileState::Working, [&] {
        session_->loadModel({});
        cancelled = session_->fileState(file("b.png")) == FileState::Untouched;
    });
    session_->openFolder(file(""));
    QTRY_VERIFY_WITH_TIMEOUT(cancelled, patience);
    QVERIFY(waitFor("b.png", FileState::Ready)); // with the other model
    QVERIFY(ready());
}

void TestKeptEmbeddings::closingCancels()
{
    paintThree();
    bool started = false;
    when(*session_, file("b.png"), FileState::Working, [&] { started = true; });
    session_->openFolder(file(""));
    QTRY_VERIFY_WITH_TIMEOUT(started, patience);
    restart();
    QVERIFY(!keptFiles().filter(".maskwright-").size());
    open("a.png");
    QVERIFY(answer().candidates[0].mask.area() > 0);
}

void TestKeptEmbeddings::brokenNextPictureIsReportedWhenOpened()
{
    paintThree();
    QFile broken(file("b.png"));
    QVERIFY(broken.resize(200));
    QSignalSpy failed(session_.get(), &Session::failed);
    int tries = 0;
    connect(session_.get(), &Session::fileStateChanged, this, [&](const QString& path) {
        tries += path == file("b.png") && session_->fileState(path) == FileState::Working;
    });
    session_->openFolder(file(""));
    QTRY_COMPARE_WITH_TIMEOUT(tries, 1, patience);
    QVERIFY(waitFor("b.png", FileState::Untouched));
    QVERIFY(waitUntilIdle()); // when it is not tried again
    QCOMPARE(tries, 1);
    QCOMPARE(failed.count(), 0);
    QVERIFY(ready());
    session_->openNext();
    QVERIFY(failed.wait(patience));
    QVERIFY(failed[0][1].toString().contains("b.png"));
}

QTEST_GUILESS_MAIN(TestKeptEmbeddings)
#include "test_kept_embeddings.moc"
