// The strip shows the session's four candidates and chooses among them without asking the model.
#include <algorithm>
#include <memory>

#include "tests/ui/sample_session.h"
#include "ui/candidate_strip.h"
#include "ui/thumbnail.h"

using namespace ui;

class TestCandidateStrip : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void emptyStripTellsWhatToDo();
    void tilesShowTheScores();
    void scoresAreShownWithinOneAndKeptRaw();
    void clickSelectsWithoutTheModel();
    void followsTheSession();
    void layoutFollowsTheOrientation();
    void extentOfAMask();
    void thumbnailShowsTheMask();

private:
    CandidateTile* tile(int index) const
    {
        return strip_->findChild<CandidateTile*>(QString("candidate%1").arg(index));
    }

    std::unique_ptr<SampleSession> sample_;
    std::unique_ptr<CandidateStrip> strip_;
};

void TestCandidateStrip::initTestCase()
{
    sample_ = std::make_unique<SampleSession>();
    QVERIFY(sample_->waitUntilReady());
}

void TestCandidateStrip::init()
{
    strip_ = std::make_unique<CandidateStrip>(&sample_->session);
    strip_->resize(strip_->sizeHint());
    strip_->show();
}

void TestCandidateStrip::cleanup()
{
    strip_.reset();
    sample_->reset();
}

void TestCandidateStrip::emptyStripTellsWhatToDo()
{
    auto* hint = strip_->findChild<QLabel*>("hint");
    QVERIFY(hint->isVisible() && !hint->text().isEmpty());
    QVERIFY(!tile(0)->isVisible());
    QVERIFY(sample_->click(140, 160));
    QVERIFY(!hint->isVisible());
    QVERIFY(tile(0)->isVisible());
    sample_->session.cancelPrompt();
    QVERIFY(hint->isVisible());
    QVERIFY(!tile(3)->isVisible());
}

void TestCandidateStrip::tilesShowTheScores()
{
    QVERIFY(sample_->click(140, 160));
    const core::Prediction& prediction = *sample_->session.prediction();
    for (int i = 0; i < core::Prediction::candidateCount; ++i) {
        const core::Candidate& candidate = prediction.candidates[std::size_t(i)];
        QCOMPARE(tile(i)->property("iou").toFloat(), candidate.iou);
        QCOMPARE(tile(i)->property("stability").toFloat(), candidate.stability);
        QCOMPARE(tile(i)->property("best").toBool(), i == prediction.best);
        QCOMPARE(tile(i)->isChecked(), i == sample_->session.selectedCandidate());
        const double iou = std::clamp(double(candidate.iou), 0.0, 1.0);
        QCOMPARE(tile(i)->findChild<QLabel*>("iou")->text(), QLocale().toString(iou, 'f', 3));
        const double stability = std::clamp(double(candidate.stability), 0.0, 1.0);
        QCOMPARE(tile(i)->findChild<QLabel*>("stability")->text(),
                 QLocale().toString(stability, 'f', 3));
        QVERIFY(tile(i)->accessibleName().contains(QString::number(i + 1)));
    }
}

void TestCandidateStrip::scoresAreShownWithinOneAndKeptRaw()
{
    tile(1)->setScores(1.04, -0.01, false);
    QCOMPARE(tile(1)->iou(), 1.04);
    QCOMPARE(tile(1)->findChild<QLabel*>("iou")->text(), QLocale().toString(1.0, 'f', 3));
    QCOMPARE(tile(1)->findChild<QLabel*>("stability")->text(), QLocale().toString(0.0, 'f', 3));
}

void TestCandidateStrip::clickSelectsWithoutTheModel()
{
    QVERIFY(sample_->click(140, 160));
    const int other = (sample_->session.selectedCandidate() + 1) % 4;
    const core::Prediction* before = sample_->session.prediction();
    QSignalSpy answers(&sample_->session, &Session::candidatesReady);
    QSignalSpy selections(&sample_->session, &Session::selectedCandidateChanged);
    QTest::mouseClick(tile(other), Qt::LeftButton);
    QCOMPARE(sample_->session.selectedCandidate(), other);
    QCOMPARE(selections.count(), 1);
    QVERIFY(tile(other)->isChecked());
    QCOMPARE(sample_->session.prediction(), before);
    QCOMPARE(answers.count(), 0);
}

void TestCandidateStrip::followsTheSession()
{
    QVERIFY(sample_->click(140, 160));
    for (int i = 0; i < 4; ++i) {
        sample_->session.selectCandidate(i);
        for (int j = 0; j < 4; ++j)
            QCOMPARE(tile(j)->isChecked(), i == j);
    }
}

void TestCandidateStrip::layoutFollowsTheOrientation()
{
    QVERIFY(sample_->click(140, 160));
    strip_->setOrientation(Qt::Vertical);
    strip_->resize(strip_->sizeHint());
    QTRY_VERIFY(tile(1)->y() > tile(0)->geometry().bottom());
    QCOMPARE(tile(1)->x(), tile(0)->x());
    strip_->setOrientation(Qt::Horizontal);
    strip_->resize(strip_->sizeHint());
    QTRY_VERIFY(tile(1)->x() > tile(0)->geometry().right());
    QCOMPARE(tile(1)->y(), tile(0)->y());
}

void TestCandidateStrip::extentOfAMask()
{
    core::Mask mask(900, 700);
    QVERIFY(roughExtent(mask).isEmpty());
    for (int y = 100; y < 200; ++y)
        std::fill(mask.row(y) + 300, mask.row(y) + 450, std::uint8_t(1));
    QCOMPARE(roughExtent(mask), QRect(300, 100, 150, 100));
    core::Mask tall(3, 5000); // one pixel, in a row that is not among those read first
    tall.row(4321)[1] = 1;
    QCOMPARE(roughExtent(tall), QRect(1, 4321, 1, 1));
}

void TestCandidateStrip::thumbnailShowsTheMask()
{
    const core::Image image(200, 200, std::vector<std::uint8_t>(200 * 200 * 3, 180));
    core::Mask mask(200, 200);
    for (int y = 0; y < 200; ++y)
        std::fill(mask.row(y), mask.row(y) + 100, std::uint8_t(1));
    const QImage thumbnail =
        maskThumbnail(image, mask, QRectF(0, 0, 200, 200), {50, 50}, Qt::blue, Qt::magenta);
    const QColor inside = thumbnail.pixelColor(10, 25), outside = thumbnail.pixelColor(40, 25);
    QVERIFY(inside.lightness() > outside.lightness() + 40);
    QVERIFY(inside.blue() > inside.red());
    QCOMPARE(outside.red(), outside.blue());
    const QImage beyond =
        maskThumbnail(image, mask, QRectF(-200, 0, 200, 200), {50, 50}, Qt::blue, Qt::magenta);
    QCOMPARE(beyond.pixelColor(10, 25), QColor(Qt::magenta));
}

QTEST_MAIN(TestCandidateStrip)
#include "test_candidate_strip.moc"
