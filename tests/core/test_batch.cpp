#include <atomic>
#include <csignal>
#include <fstream>
#include <map>
#include <thread>

#include <QImage>
#include <QPainter>
#include <sys/resource.h>

#include "core/batch.h"
#include "core/formats/amg.h"
#include "core/formats/coco.h"
#include "core/formats/coco_merge.h"
#include "core/kernels/bfloat16_products.h"
#include "core/model_catalogue.h"
#include "tests/core/helpers.h"
#include "tests/core/trees.h"

using core::BatchFormat;
using core::BatchNews;
using core::PictureState;

namespace {

constexpr int points = 4; // per side

void paint(const fs::path& path, int seed)
{
    QImage image(120, 90, QImage::Format_RGB32);
    image.fill(QColor(40, 90, 60));
    QPainter painter(&image);
    painter.setBrush(QColor(220, 60 + seed, 40));
    painter.drawEllipse(20 + 7 * seed, 20, 50, 50);
    painter.setBrush(QColor(250, 230, 90));
    painter.drawRect(60, 50, 20 + 3 * seed, 24);
    painter.end();
    fs::create_directories(path.parent_path());
    if (!image.save(QString::fromStdString(path.string())))
        qFatal("cannot paint");
}

} // namespace

class TestBatch : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void writesWhatWasAsked();
    void tellsWhatHappens();
    void skipsWhatIsDone();
    void addsAnotherFormat();
    void doesChangedPicturesAgain();
    void replacesItsOlderResults();
    void startsAgainWithOtherInputOptions();
    void restoresWhatIsMissing();
    void leavesOthersFilesAlone();
    void goesOnAfterABadPicture();
    void writesTheSameWithMoreJobs();
    void stopsAndGoesOn();
    void waitsForTheObserver();
    void sharesOneOutput();
    void endsWhenItCannotWrite();
    void refusesImpossibleJobs();
    void describesMasksInCoco();

private:
    core::BatchJob job(const char* output, std::set<BatchFormat> formats) const
    {
        core::BatchJob job;
        job.pictures = core::listPictures({pictures_}, true);
        job.output = root_ / output;
        job.formats = std::move(formats);
        job.options.pointsPerSide = points;
        job.options.predIouThresh = 0.7f;
        job.options.stabilityScoreThresh = 0.7f;
        return job;
    }
    /// Runs it and counts states: "done 2 skipped 1 failed 0".
    std::string run(const core::BatchJob& job) const
    {
        const core::BatchSummary s = core::runBatch(*segmenter_, job);
        return "done " + std::to_string(s.done) + " skipped " + std::to_string(s.skipped) +
               " failed " + std::to_string(s.failed) + (s.stopped ? " stopped" : "");
    }
    /// A tree as an undisturbed run leaves it.
    void takeReady(const char* output) const
    {
        fs::copy(std::string(ready_.path().toStdString()), root_ / output,
                 fs::copy_options::recursive);
    }

    static const std::set<BatchFormat> all;
    QTemporaryDir ready_;
    std::unique_ptr<core::Segmenter> segmenter_;
    std::unique_ptr<QTemporaryDir> folder_;
    fs::path root_, pictures_;
};

const std::set<BatchFormat> TestBatch::all{BatchFormat::AmgFolder, BatchFormat::AmgJson,
                                           BatchFormat::Coco};

void TestBatch::initTestCase()
{
    segmenter_ = std::make_unique<core::Segmenter>(core::resolveModel(""));
    init();
    core::BatchJob whole = job("", all);
    whole.output = ready_.path().toStdString();
    QCOMPARE(run(whole), std::string("done 3 skipped 0 failed 0"));
}

void TestBatch::init()
{
    folder_ = std::make_unique<QTemporaryDir>();
    root_ = folder_->path().toStdString();
    pictures_ = root_ / "pictures";
    paint(pictures_ / "a.png", 1);
    paint(pictures_ / "sub/a.png", 2);
    paint(pictures_ / "b.jpg", 3);
}

void TestBatch::writesWhatWasAsked()
{
    QCOMPARE(run(job("out", all)), std::string("done 3 skipped 0 failed 0"));
    for (const char* name : {"a", "sub/a", "b"}) {
        const auto masks = core::readAmg(root_ / "out" / name);
        QVERIFY(!masks.empty());
        QCOMPARE(core::readAmg(root_ / "out" / (std::string(name) + ".json")), masks);
    }
    const auto annotations = core::readCoco(root_ / "out/annotations.json");
    QCOMPARE(annotations.size(), std::size_t(3));
    QCOMPARE(annotations[2].imagePath.string(), (root_ / "out/sub/a.png").string());

    QCOMPARE(run(job("coco", {BatchFormat::Coco})), std::string("done 3 skipped 0 failed 0"));
    QCOMPARE(contents(root_ / "coco/annotations.json"), contents(root_ / "out/annotations.json"));
    QVERIFY(!fs::exists(root_ / "coco/a"));
    QVERIFY(!fs::exists(root_ / "coco/a.json"));
}

void TestBatch::tellsWhatHappens()
{
    std::vector<BatchNews> news;
    std::atomic<bool> inside = false;
    core::BatchJob two = job("out", {BatchFormat::AmgJson});
    two.jobs = 2;
    core::runBatch(*segmenter_, two, [&](const BatchNews& item) {
        QVERIFY(!inside.exchange(true));
        news.push_back(item);
        inside = false;
    });
    for (std::size_t picture = 0; picture < 3; ++picture) {
        std::vector<BatchNews> own;
        for (const BatchNews& item : news)
            if (item.picture == picture)
                own.push_back(item);
        QCOMPARE(own.size(), std::size_t(1 + points * points + 1));
        for (std::size_t i = 1; i + 1 < own.size(); ++i) {
            QVERIFY(own[i].state == PictureState::Running);
            QCOMPARE(own[i].pointsDone, int(i));
            QCOMPARE(own[i].pointsTotal, points * points);
        }
        QVERIFY(own.back().state == PictureState::Done);
        QVERIFY(own.back().seconds > 0);
        const fs::path result = two.pictures[picture].name.string() + ".json";
        QCOMPARE(std::size_t(own.back().masks), core::readAmg(root_ / "out" / result).size());
    }
}

void TestBatch::skipsWhatIsDone()
{
    takeReady("out");
    const auto before = tree(root_ / "out");
    int masks = 0, told = 0;
    core::runBatch(*segmenter_, job("out", all), [&](const BatchNews& news) {
        if (news.state == PictureState::Skipped) {
            masks += news.masks;
            ++told;
        }
    });
    QCOMPARE(told, 3);
    QCOMPARE(tree(root_ / "out"), before);
    int written = 0;
    for (const core::Annotation& annotation : core::readCoco(root_ / "out/annotations.json"))
        written += int(annotation.objects.size());
    QCOMPARE(masks, written);
    core::BatchJob otherBatches = job("out", all);
    otherBatches.options.pointsPerBatch = 3;
    QCOMPARE(run(otherBatches), std::string("done 0 skipped 3 failed 0"));
}

void TestBatch::addsAnotherFormat()
{
    QCOMPARE(run(job("out", {BatchFormat::AmgFolder})), std::string("done 3 skipped 0 failed 0"));
    QCOMPARE(run(job("out", {BatchFormat::Coco})), std::string("done 3 skipped 0 failed 0"));
    QCOMPARE(run(job("out", {BatchFormat::AmgFolder, BatchFormat::Coco})),
             std::string("done 0 skipped 3 failed 0"));
}

void TestBatch::doesChangedPicturesAgain()
{
    takeReady("out");
    paint(pictures_ / "a.png", 7);
    QCOMPARE(run(job("out", all)), std::string("done 1 skipped 2 failed 0"));
    run(job("fresh", all));
    QCOMPARE(differences(root_ / "out", root_ / "fresh"), std::string());
}

void TestBatch::replacesItsOlderResults()
{
    core::BatchJob other = job("out", all);
    other.options.predIouThresh = 0.1f;
    run(other);
    const std::size_t many = core::readAmg(root_ / "out/a").size();
    QCOMPARE(run(job("out", all)), std::string("done 3 skipped 0 failed 0"));
    QVERIFY(core::readAmg(root_ / "out/a").size() < many);
    takeReady("fresh");
    QCOMPARE(differences(root_ / "out", root_ / "fresh"), std::string());
}

void TestBatch::startsAgainWithOtherInputOptions()
{
    std::vector<core::InputOptions> others{{.side = 512}, {.padded = false}};
    if (core::kernels::bfloat16Products())
        others.push_back({.precision = core::Precision::BFloat16});
    takeReady("out");
    for (const core::InputOptions& other : others) {
        const core::Segmenter model(core::resolveModel(""), other);
        const core::BatchJob again = job("out", {BatchFormat::AmgJson});
        QCOMPARE(core::runBatch(model, again).done, std::size_t(3));
        QCOMPARE(core::runBatch(model, again).skipped, std::size_t(3));
    }
}

void TestBatch::restoresWhatIsMissing()
{
    takeReady("out");
    const auto before = tree(root_ / "out");
    fs::remove_all(root_ / "out/a");
    fs::remove(root_ / "out/b/0.png");
    fs::remove(root_ / "out/annotations.json");
    QCOMPARE(run(job("out", all)), std::string("done 2 skipped 1 failed 0"));
    QCOMPARE(tree(root_ / "out"), before);
    for (auto& entry : fs::recursive_directory_iterator(root_ / "out/.maskwright/coco"))
        if (entry.is_regular_file())
            std::ofstream(entry.path()) << "damaged\n";
    QCOMPARE(run(job("out", all)), std::string("done 3 skipped 0 failed 0"));
    QCOMPARE(tree(root_ / "out"), before);
}

void TestBatch::leavesOthersFilesAlone()
{
    fs::create_directories(root_ / "out/a");
    std::ofstream(root_ / "out/a/mine.txt") << "mine";
    std::ofstream(root_ / "out/b.json") << "mine too";
    std::vector<core::Error> errors;
    const core::BatchSummary summary =
        core::runBatch(*segmenter_, job("out", all), [&](const BatchNews& news) {
            if (news.error)
                errors.push_back(*news.error);
        });
    QCOMPARE(summary.done, std::size_t(1));
    QCOMPARE(errors.size(), std::size_t(2));
    for (const core::Error& error : errors)
        QCOMPARE(error.code(), core::ErrorCode::WriteFailed);
    QCOMPARE(errors[0].subject(), (root_ / "out/a").string());
    QCOMPARE(contents(root_ / "out/a/mine.txt"), std::string("mine"));
    QCOMPARE(contents(root_ / "out/b.json"), std::string("mine too"));

    // A file that was put beside our own results is not taken away with them.
    std::ofstream(root_ / "out/sub/a/notes.txt") << "mine";
    core::BatchJob other = job("out", {BatchFormat::AmgFolder});
    other.options.predIouThresh = 0.1f;
    run(other);
    QCOMPARE(contents(root_ / "out/sub/a/notes.txt"), std::string("mine"));

    fs::create_directories(root_ / "coco");
    std::ofstream(root_ / "coco/annotations.json") << "mine";
    EXPECT_ERROR(WriteFailed, run(job("coco", {BatchFormat::Coco})));
    QCOMPARE(contents(root_ / "coco/annotations.json"), std::string("mine"));
}

void TestBatch::goesOnAfterABadPicture()
{
    const std::string bytes = contents(pictures_ / "a.png");
    std::ofstream(pictures_ / "a.png", std::ios::binary) << bytes.substr(0, 400);
    fs::create_symlink("nowhere", root_ / "gone.png");
    core::BatchJob bad = job("out", all);
    bad.pictures.push_back({root_ / "gone.png", "gone"});
    std::map<std::size_t, core::ErrorCode> errors;
    const core::BatchSummary summary = core::runBatch(*segmenter_, bad, [&](const BatchNews& news) {
        if (news.error)
            errors[news.picture] = news.error->code();
    });
    QCOMPARE(summary.done, std::size_t(2));
    QCOMPARE(summary.failed, std::size_t(2));
    QVERIFY(!summary.stopped);
    QCOMPARE(errors.at(0), core::ErrorCode::PictureDamaged);
    QCOMPARE(errors.at(3), core::ErrorCode::FileMissing);
    QVERIFY(!fs::exists(root_ / "out/a"));
    QCOMPARE(core::readCoco(root_ / "out/annotations.json").size(), std::size_t(2));
    std::ofstream(pictures_ / "a.png", std::ios::binary) << bytes;
    QCOMPARE(run(job("out", all)), std::string("done 1 skipped 2 failed 0"));
    takeReady("fresh");
    QCOMPARE(differences(root_ / "out", root_ / "fresh"), std::string());
}

void TestBatch::writesTheSameWithMoreJobs()
{
    takeReady("one");
    core::BatchJob three = job("three", all);
    three.jobs = 3;
    QCOMPARE(run(three), std::string("done 3 skipped 0 failed 0"));
    QCOMPARE(differences(root_ / "one", root_ / "three"), std::string());
}

void TestBatch::stopsAndGoesOn()
{
    std::stop_source stop;
    const core::BatchSummary summary = core::runBatch(
        *segmenter_, job("out", all),
        [&](const BatchNews& news) {
            if (news.picture == 1 && news.pointsDone == 3)
                stop.request_stop();
        },
        stop.get_token());
    QVERIFY(summary.stopped);
    QCOMPARE(summary.done, std::size_t(1));
    QCOMPARE(summary.failed, std::size_t(0));
    QVERIFY(fs::exists(root_ / "out/a"));
    QVERIFY(!fs::exists(root_ / "out/b"));
    QVERIFY(!fs::exists(root_ / "out/annotations.json"));
    QCOMPARE(run(job("out", all)), std::string("done 2 skipped 1 failed 0"));
    takeReady("fresh");
    QCOMPARE(differences(root_ / "out", root_ / "fresh"), std::string());
}

/// A caller pauses by not returning; meanwhile the other thread must stand still too.
void TestBatch::waitsForTheObserver()
{
    core::BatchJob two = job("out", {BatchFormat::AmgJson});
    two.jobs = 2;
    std::atomic<int> calls = 0;
    std::atomic<bool> held = false, go = false;
    std::jthread batch([&] {
        core::runBatch(*segmenter_, two, [&](const BatchNews& news) {
            ++calls;
            if (news.pointsDone == 2 && !held.exchange(true))
                go.wait(false);
        });
    });
    QTRY_VERIFY_WITH_TIMEOUT(held.load(), 60'000);
    const int then = calls;
    QTest::qWait(300); // time in which it would go on if it did not wait
    QCOMPARE(calls.load(), then);
    go = true;
    go.notify_all();
    batch.join();
    QVERIFY(calls > then);
}

/// Two batches, of one part each, at the same time.
void TestBatch::sharesOneOutput()
{
    paint(pictures_ / "c.png", 4);
    const auto shard = [&](int index) {
        core::BatchJob part = job("out", all);
        part.pictures = core::shardOf(part.pictures, index, 2);
        part.cocoFile = "part-" + std::to_string(index) + ".json";
        part.jobs = 1;
        core::runBatch(*segmenter_, part);
    };
    {
        std::jthread first([&] { shard(1); }), second([&] { shard(2); });
    }
    QCOMPARE(run(job("out", all)), std::string("done 0 skipped 4 failed 0"));
    run(job("fresh", all));
    core::mergeCoco({root_ / "out/part-2.json", root_ / "out/part-1.json"}, root_ / "merged.json");
    QCOMPARE(contents(root_ / "merged.json"), contents(root_ / "fresh/annotations.json"));
    for (const char* name : {"a", "b", "c", "sub/a"})
        QCOMPARE(differences(root_ / "out" / name, root_ / "fresh" / name), std::string());
}

void TestBatch::endsWhenItCannotWrite()
{
    ::signal(SIGXFSZ, SIG_IGN);
    rlimit old;
    ::getrlimit(RLIMIT_FSIZE, &old);
    const rlimit small{60, old.rlim_max};
    int failed = 0;
    ::setrlimit(RLIMIT_FSIZE, &small);
    EXPECT_ERROR(WriteFailed,
                 core::runBatch(*segmenter_, job("out", all), [&](const BatchNews& news) {
                     failed += news.state == PictureState::Failed;
                 }));
    ::setrlimit(RLIMIT_FSIZE, &old);
    QCOMPARE(failed, 1); // it does not try the others
    QCOMPARE(run(job("out", all)), std::string("done 3 skipped 0 failed 0"));
    takeReady("fresh");
    QCOMPARE(differences(root_ / "out", root_ / "fresh"), std::string());
    std::ofstream(root_ / "file") << "x";
    EXPECT_ERROR(WriteFailed, run(job("file/out", all)));
}

void TestBatch::refusesImpossibleJobs()
{
    core::BatchJob bad = job("out", all);
    bad.jobs = 0;
    EXPECT_ERROR(OptionInvalid, run(bad));
    EXPECT_ERROR(OptionInvalid, run(job("out", {})));
    bad = job("out", all);
    bad.options.pointsPerSide = 0;
    EXPECT_ERROR(OptionInvalid, run(bad));
    bad = job("out", all);
    bad.pictures.push_back({"x.json.png", "a.json"});
    EXPECT_ERROR(NameTaken, run(bad));
    bad.pictures.back() = {"annotations.png", "annotations"};
    EXPECT_ERROR(NameTaken, run(bad));
    bad.pictures.back() = {".maskwright.png", ".maskwright"};
    EXPECT_ERROR(NameTaken, run(bad));
    QVERIFY(!fs::exists(root_ / "out"));
}

/// All that is known of a mask stands in the dataset.
void TestBatch::describesMasksInCoco()
{
    takeReady("out");
    const auto masks = core::readAmg(root_ / "out/a.json");
    const core::Annotation a = core::readCoco(root_ / "out/annotations.json").at(0);
    QCOMPARE(a.objects.size(), masks.size());
    for (std::size_t i = 0; i < masks.size(); ++i) {
        QCOMPARE(a.objects[i].mask, masks[i].mask);
        QCOMPARE(a.objects[i].iou, masks[i].iou);
        QCOMPARE(a.objects[i].stability, masks[i].stability);
        QVERIFY(a.objects[i].candidate >= 1);
        QCOMPARE(double(a.objects[i].prompt.points.at(0).x), masks[i].x);
        QCOMPARE(a.objects[i].model, std::string("vit_t"));
    }
    const std::string text = contents(root_ / "out/annotations.json");
    QVERIFY(text.find("\"crop_box\":[0,0,120,90]") != std::string::npos);
    QVERIFY(text.find("\"file_name\":\"sub/a.png\"") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestBatch)
#include "test_batch.moc"
