// The batch's table and its estimates, without a model.
#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include "ui/batch_model.h"
#include "ui/batch_progress.h"

using namespace ui;
using core::PictureState;

namespace {

ListedPictures pictures(int count)
{
    auto list = std::make_shared<std::vector<core::ListedPicture>>();
    for (int i = 0; i < count; ++i) {
        const std::string name = "day/" + std::to_string(i);
        list->push_back({"/photos/" + name + ".jpg", name});
    }
    return list;
}

core::BatchNews news(std::size_t picture, PictureState state)
{
    core::BatchNews made;
    made.picture = picture;
    made.state = state;
    return made;
}

core::BatchNews running(std::size_t picture, int done, int total)
{
    core::BatchNews made = news(picture, PictureState::Running);
    made.pointsDone = done;
    made.pointsTotal = total;
    return made;
}

} // namespace

class TestBatchModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rowsFollowTheNews();
    void failuresSayWhy();
    void whatWasUnderWayWaitsAgain();
    void aHundredThousandPictures();
    void estimatesFromWorkOnly();
    void estimatesCountPicturesUnderWay();
    void saysNothingWithoutAnythingToGoBy();
    void durations_data();
    void durations();

private:
    static QString text(const BatchModel& model, int row, int column)
    {
        return model.index(row, column).data().toString();
    }
};

void TestBatchModel::rowsFollowTheNews()
{
    BatchModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setPictures(pictures(3), "/photos");
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(text(model, 1, BatchModel::PictureColumn), QString("day/1.jpg"));
    QCOMPARE(text(model, 1, BatchModel::StateColumn), QString("Waiting"));
    QCOMPARE(text(model, 1, BatchModel::MasksColumn), QString());

    QSignalSpy changed(&model, &BatchModel::dataChanged);
    model.apply(running(1, 256, 1024));
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed[0][0].toModelIndex().row(), 1);
    const QModelIndex state = model.index(1, BatchModel::StateColumn);
    QCOMPARE(state.data().toString(), QString("25 %"));
    QCOMPARE(state.data(BatchModel::ProgressRole).toFloat(), 0.25F);
    QVERIFY(!model.index(0, BatchModel::StateColumn).data(BatchModel::ProgressRole).isValid());

    core::BatchNews done = news(1, PictureState::Done);
    done.masks = 12;
    done.seconds = 3.44;
    model.apply(done);
    QCOMPARE(state.data().toString(), QString("Done"));
    QVERIFY(!state.data(BatchModel::ProgressRole).isValid());
    QCOMPARE(text(model, 1, BatchModel::MasksColumn), QString("12"));
    QCOMPARE(text(model, 1, BatchModel::TimeColumn), QString("3.4 s"));

    core::BatchNews skipped = news(2, PictureState::Skipped);
    skipped.masks = 0;
    model.apply(skipped);
    QCOMPARE(text(model, 2, BatchModel::StateColumn), QString("Done before"));
    QCOMPARE(text(model, 2, BatchModel::MasksColumn), QString("0"));
    QCOMPARE(text(model, 2, BatchModel::TimeColumn), QString());
    QCOMPARE(text(model, 0, BatchModel::StateColumn), QString("Waiting"));
}

void TestBatchModel::failuresSayWhy()
{
    BatchModel model;
    model.setPictures(pictures(2), "/photos");
    core::BatchNews failed = news(0, PictureState::Failed);
    failed.error = core::Error(core::ErrorCode::PictureDamaged, "/photos/day/0.jpg");
    model.apply(failed);
    QCOMPARE(text(model, 0, BatchModel::StateColumn), QString("Failed"));
    QCOMPARE(text(model, 0, BatchModel::ProblemColumn),
             QString("0.jpg is damaged or cut off; get the file again from where it came from."));
    failed.error = core::Error(core::ErrorCode::WriteFailed, "/out/day/0", "it is a file");
    model.apply(failed); // another path than the row's is named whole
    QVERIFY(text(model, 0, BatchModel::ProblemColumn).startsWith("/out/day/0 "));
    QVERIFY(text(model, 1, BatchModel::ProblemColumn).isEmpty());
}

void TestBatchModel::whatWasUnderWayWaitsAgain()
{
    BatchModel model;
    model.setPictures(pictures(3), "/photos");
    model.apply(news(0, PictureState::Done));
    model.apply(running(1, 1, 2));
    model.stopRunning();
    QCOMPARE(text(model, 0, BatchModel::StateColumn), QString("Done"));
    QCOMPARE(text(model, 1, BatchModel::StateColumn), QString("Waiting"));
    model.apply(news(7, PictureState::Done)); // of a list that is no longer shown
    QCOMPARE(model.rowCount(), 3);
}

void TestBatchModel::aHundredThousandPictures()
{
    constexpr int many = 100000;
    const ListedPictures list = pictures(many);
    BatchModel model;
    BatchProgress progress(many);
    QElapsedTimer clock;
    clock.start();
    model.setPictures(list, "/photos");
    for (std::size_t i = 0; i < many; ++i) {
        model.apply(news(i, PictureState::Skipped));
        progress.add(news(i, PictureState::Skipped), 0.001 * double(i));
    }
    const qint64 taken = clock.elapsed();
    QCOMPARE(progress.finished(), std::size_t(many));
    QCOMPARE(text(model, many - 1, BatchModel::StateColumn), QString("Done before"));
    QVERIFY2(taken < 2000, qPrintable(QString("%1 ms").arg(taken)));
}

void TestBatchModel::estimatesFromWorkOnly()
{
    BatchProgress progress(10);
    progress.add(news(0, PictureState::Skipped), 4); // to find that it is done took four seconds
    QVERIFY(!progress.secondsPerPicture());
    progress.add(running(1, 0, 100), 4);
    progress.add(news(1, PictureState::Done), 6);
    progress.add(news(2, PictureState::Done), 8);
    QCOMPARE(progress.secondsPerPicture().value(), 2.0);
    QCOMPARE(progress.secondsLeft().value(), 14.0);
    QCOMPARE(progress.fraction(), 0.3);
    QCOMPARE(progress.skipped(), std::size_t(1));
    QCOMPARE(progress.done(), std::size_t(2));
}

void TestBatchModel::estimatesCountPicturesUnderWay()
{
    BatchProgress progress(4);
    progress.add(running(0, 50, 100), 3);
    progress.add(running(1, 50, 100), 3);
    QCOMPARE(progress.fraction(), 0.25);
    QCOMPARE(progress.secondsPerPicture().value(), 3.0);
    QCOMPARE(progress.secondsLeft().value(), 9.0);
    progress.add(news(0, PictureState::Done), 6);
    progress.add(news(1, PictureState::Failed), 6);
    QCOMPARE(progress.fraction(), 0.5);
    QCOMPARE(progress.failed(), std::size_t(1));
}

void TestBatchModel::saysNothingWithoutAnythingToGoBy()
{
    BatchProgress progress(4);
    QVERIFY(!progress.secondsLeft());
    progress.add(running(0, 1, 100), 1); // encoded, hardly begun
    QVERIFY(!progress.secondsLeft());
    progress.add(news(0, PictureState::Failed), 1); // failing is quick
    QVERIFY(!progress.secondsLeft());
    QCOMPARE(BatchProgress(0).fraction(), 0.0);
}

void TestBatchModel::durations_data()
{
    QTest::addColumn<double>("seconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << 0.0 << "0.0 s";
    QTest::newRow("short") << 3.449 << "3.4 s";
    QTest::newRow("ten") << 9.96 << "10 s";
    QTest::newRow("minute") << 99.4 << "99 s";
    QTest::newRow("minutes") << 100.0 << "2 min";
    QTest::newRow("hour") << 3570.0 << "1 h 0 min";
    QTest::newRow("hours") << 11100.0 << "3 h 5 min";
}

void TestBatchModel::durations()
{
    QFETCH(double, seconds);
    QFETCH(QString, text);
    QCOMPARE(BatchProgress::durationText(seconds), text);
}

QTEST_MAIN(TestBatchModel)
#include "test_batch_model.moc"
