// A batch in a thread of its own: pausing, cancelling and ending, with work made up for it.
#include <atomic>

#include <QCoreApplication>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>

#include <sys/resource.h>
#include <unistd.h>

#include "ui/batch_runner.h"

using namespace ui;
using State = BatchRunner::State;

class TestBatchRunner : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void newsAndSummaryArriveInOrder();
    void pauseStandsStillUntilResumed();
    void cancelEndsAPausedBatch();
    void destructionEndsAPausedBatch();
    void errorsAreReported();
    void givesWayToTheWindow();
    void countsOnlyTheTimeItWorks();
    void picturesAreNotChargedWithPauses();
    void runsAgain();

private:
    /// Reports pictures one after the other until it is stopped or has done `count`.
    BatchRunner::Work counting(int count);

    std::atomic<int> reported_ = 0;
};

BatchRunner::Work TestBatchRunner::counting(int count)
{
    reported_ = 0;
    return [this, count](const core::BatchObserver& observer, std::stop_token stop) {
        core::BatchSummary summary;
        for (int i = 0; i < count && !stop.stop_requested(); ++i) {
            core::BatchNews news;
            news.picture = std::size_t(i);
            news.state = core::PictureState::Done;
            ++reported_;
            ++summary.done;
            observer(news);
        }
        summary.stopped = stop.stop_requested();
        return summary;
    };
}

void TestBatchRunner::newsAndSummaryArriveInOrder()
{
    BatchRunner runner;
    std::vector<std::size_t> pictures;
    connect(&runner, &BatchRunner::news, this, [&](const core::BatchNews& news) {
        QCOMPARE(QThread::currentThread(), qApp->thread());
        pictures.push_back(news.picture);
    });
    std::size_t done = 0;
    connect(&runner, &BatchRunner::finished, this, [&](const core::BatchSummary& summary) {
        QCOMPARE(runner.state(), State::Idle);
        QCOMPARE(pictures.size(), summary.done); // the summary is the last to come
        done = summary.done;
    });
    runner.start(counting(100));
    QCOMPARE(runner.state(), State::Running);
    QTRY_COMPARE(done, std::size_t(100));
    for (std::size_t i = 0; i < pictures.size(); ++i)
        QCOMPARE(pictures[i], i);
}

void TestBatchRunner::pauseStandsStillUntilResumed()
{
    BatchRunner runner;
    QSemaphore go;
    std::atomic<int> reported = 0;
    QSignalSpy news(&runner, &BatchRunner::news);
    QSignalSpy finished(&runner, &BatchRunner::finished);
    runner.start([&](const core::BatchObserver& observer, std::stop_token) {
        for (int i = 0; i < 3; ++i) {
            go.acquire();
            observer({});
            ++reported;
        }
        return core::BatchSummary{};
    });
    runner.pause();
    QCOMPARE(runner.state(), State::Paused);
    go.release(3);
    QTRY_COMPARE(news.count(), 1); // what happened is told, then it stands still
    QVERIFY(!finished.wait(50));
    QCOMPARE(reported, 0);
    QCOMPARE(news.count(), 1);
    runner.resume();
    QCOMPARE(runner.state(), State::Running);
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(reported, 3);
}

void TestBatchRunner::cancelEndsAPausedBatch()
{
    BatchRunner runner;
    QSignalSpy news(&runner, &BatchRunner::news);
    bool stopped = false;
    connect(&runner, &BatchRunner::finished, this,
            [&](const core::BatchSummary& summary) { stopped = summary.stopped; });
    runner.start(counting(1000000));
    runner.pause();
    QTRY_VERIFY(news.count() > 0);
    runner.cancel();
    QCOMPARE(runner.state(), State::Stopping);
    runner.resume(); // too late
    QCOMPARE(runner.state(), State::Stopping);
    QTRY_VERIFY(stopped);
    QCOMPARE(runner.state(), State::Idle);
    QVERIFY(reported_ < 1000000);
}

void TestBatchRunner::destructionEndsAPausedBatch()
{
    bool ended = false;
    {
        BatchRunner runner;
        runner.start([&](const core::BatchObserver& observer, std::stop_token stop) {
            while (!stop.stop_requested())
                observer({});
            ended = true;
            return core::BatchSummary{};
        });
        runner.pause();
    }
    QVERIFY(ended);
    QCoreApplication::processEvents(); // nothing comes from it any more
}

void TestBatchRunner::errorsAreReported()
{
    BatchRunner runner;
    QSignalSpy finished(&runner, &BatchRunner::finished);
    std::optional<core::Error> error;
    connect(&runner, &BatchRunner::failed, this, [&](const core::Error& told) { error = told; });
    runner.start([](const core::BatchObserver&, std::stop_token) -> core::BatchSummary {
        throw core::Error(core::ErrorCode::DiskFull, "/out");
    });
    QTRY_VERIFY(error);
    QCOMPARE(error->code(), core::ErrorCode::DiskFull);
    QCOMPARE(error->subject(), std::string("/out"));
    QCOMPARE(runner.state(), State::Idle);
    runner.start([](const core::BatchObserver&, std::stop_token) -> core::BatchSummary {
        throw std::bad_alloc();
    });
    QTRY_COMPARE(error->code(), core::ErrorCode::OutOfMemory);
    QCOMPARE(finished.count(), 0);
}

void TestBatchRunner::givesWayToTheWindow()
{
    const auto niceness = [] { return getpriority(PRIO_PROCESS, id_t(gettid())); };
    const int before = niceness();
    BatchRunner runner;
    QSignalSpy finished(&runner, &BatchRunner::finished);
    int batch = 0, helper = 0;
    runner.start([&](const core::BatchObserver&, std::stop_token) {
        batch = niceness();
        std::thread([&] { helper = niceness(); }).join();
        return core::BatchSummary{};
    });
    QTRY_COMPARE(finished.count(), 1);
    QVERIFY(batch > before);
    QCOMPARE(helper, batch);
    QCOMPARE(niceness(), before);
}

void TestBatchRunner::countsOnlyTheTimeItWorks()
{
    BatchRunner runner;
    QSignalSpy finished(&runner, &BatchRunner::finished);
    runner.start(counting(1000000));
    runner.pause();
    const double paused = runner.secondsWorked();
    QVERIFY(!finished.wait(30));
    QCOMPARE(runner.secondsWorked(), paused);
    runner.resume();
    QTRY_VERIFY(runner.secondsWorked() > paused);
    runner.cancel();
    QTRY_COMPARE(finished.count(), 1);
    const double ended = runner.secondsWorked();
    QVERIFY(!finished.wait(10));
    QCOMPARE(runner.secondsWorked(), ended);
}

void TestBatchRunner::picturesAreNotChargedWithPauses()
{
    BatchRunner runner;
    QSemaphore go;
    std::vector<double> seconds;
    connect(&runner, &BatchRunner::news, this, [&](const core::BatchNews& news) {
        if (news.state == core::PictureState::Done)
            seconds.push_back(news.seconds);
    });
    QSignalSpy finished(&runner, &BatchRunner::finished);
    runner.start([&](const core::BatchObserver& observer, std::stop_token) {
        go.acquire();
        for (std::size_t i : {0, 1}) {
            observer({.picture = i, .state = core::PictureState::Running});
            observer({.picture = i, .state = core::PictureState::Done, .seconds = 100});
        }
        return core::BatchSummary{};
    });
    runner.pause();
    go.release();
    QVERIFY(!finished.wait(200));
    runner.resume();
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(seconds.size(), std::size_t(2));
    QVERIFY(seconds[0] < 99.9 && seconds[0] > 50);
    QCOMPARE(seconds[1], 100.0);
}

void TestBatchRunner::runsAgain()
{
    BatchRunner runner;
    QSignalSpy news(&runner, &BatchRunner::news);
    QSignalSpy finished(&runner, &BatchRunner::finished);
    runner.start(counting(1000000));
    runner.pause();
    runner.cancel();
    QTRY_COMPARE(finished.count(), 1);
    news.clear();
    runner.start(counting(5)); // neither cancelled nor paused
    QTRY_COMPARE(finished.count(), 2);
    QCOMPARE(news.count(), 5);
}

QTEST_MAIN(TestBatchRunner)
#include "test_batch_runner.moc"
