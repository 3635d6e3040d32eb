#include <csignal>
#include <fstream>
#include <memory>

#include <QColor>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPainter>
#include <QTemporaryDir>

#include "core/formats/amg.h"
#include "core/formats/coco.h"
#include "tests/app/cli_runner.h"
#include "tests/core/trees.h"

namespace {

constexpr int manyPictures = 20;

void paint(const fs::path& path, int seed)
{
    QImage image(120, 90, QImage::Format_RGB32);
    image.fill(QColor(40, 90, 60));
    QPainter painter(&image);
    painter.setBrush(QColor(220, 60 + seed, 40));
    painter.drawEllipse(5 + 3 * seed, 20, 50, 50);
    painter.setBrush(QColor(250, 230, 90));
    painter.drawRect(60, 50, 20 + 2 * seed, 24);
    painter.end();
    fs::create_directories(path.parent_path());
    QVERIFY(image.save(QString::fromStdString(path.string())));
}

/// Few points and low demands: the masks' number matters here, not how good they are.
QStringList autoArguments(const QStringList& inputs, const fs::path& output,
                          const QStringList& more = {})
{
    return QStringList{"auto"} + inputs +
           QStringList{"-o",
                       QString::fromStdString(output.string()),
                       "--points-per-side",
                       "2",
                       "--pred-iou-thresh",
                       "0.5",
                       "--stability-score-thresh",
                       "0.5"} +
           more;
}

QJsonObject summaryOf(const Outcome& outcome)
{
    return QJsonDocument::fromJson(outcome.output).object();
}

} // namespace

class TestAuto : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void writesFolders();
    void writesJson();
    void writesOneDataset();
    void passesOptionsOn();
    void readsAListFromStandardInput();
    void goesIntoFolders();
    void goesOnAfterBadPictures();
    void skipsWhatIsDone();
    void drawsABarOnATerminal();
    void stopsOnSignals_data();
    void stopsOnSignals();
    void survivesKills();
    void runsShardsAtTheSameTime();
    void reportsAFullDisk();
    void refusesWrongUsage_data();
    void refusesWrongUsage();
    void refusesBadInput();
    void mergeReportsBadParts();

private:
    QString text(const fs::path& path) const { return QString::fromStdString(path.string()); }
    /// Starts the program and lets it go on until it has told of so many pictures.
    void startAndSignal(const QStringList& arguments, int pictures, int signal,
                        int& exitCode) const;

    QTemporaryDir shared_;
    fs::path many_;        ///< a folder of many pictures
    fs::path undisturbed_; ///< what an undisturbed run makes of it
    std::unique_ptr<QTemporaryDir> folder_;
    fs::path root_, one_;
};

void TestAuto::initTestCase()
{
    many_ = fs::path(shared_.path().toStdString()) / "many";
    undisturbed_ = fs::path(shared_.path().toStdString()) / "undisturbed";
    for (int i = 0; i < manyPictures; ++i)
        paint(many_ / (i % 3 ? "" : "sub") / ("picture " + std::to_string(i) + ".png"), i);
    const Outcome outcome = cli(autoArguments(
        {text(many_)}, undisturbed_, {"--recursive", "--format", "amg", "--format", "coco"}));
    QVERIFY2(outcome.exitCode == 0, outcome.complaint);
    QCOMPARE(summaryOf(outcome)["done"].toInt(), manyPictures);
    QVERIFY(summaryOf(outcome)["masks"].toInt() > manyPictures);
}

void TestAuto::init()
{
    folder_ = std::make_unique<QTemporaryDir>();
    root_ = folder_->path().toStdString();
    one_ = root_ / "one.png";
    paint(one_, 5);
}

void TestAuto::writesFolders()
{
    const Outcome outcome = cli(autoArguments({text(one_)}, root_ / "out"));
    QVERIFY2(outcome.exitCode == 0, outcome.complaint);
    QVERIFY2(outcome.complaint.startsWith("1/1 one.png: "), outcome.complaint);
    QCOMPARE(outcome.complaint.count('\n'), 1);
    const auto masks = core::readAmg(root_ / "out/one");
    QVERIFY(!masks.empty());
    const QJsonObject summary = summaryOf(outcome);
    QCOMPARE(summary["output"].toString(), text(root_ / "out"));
    QCOMPARE(summary["pictures"].toInt(), 1);
    QCOMPARE(summary["done"].toInt(), 1);
    QCOMPARE(summary["done_before"].toInt(-1), 0);
    QCOMPARE(summary["failed"].toArray().size(), 0);
    QCOMPARE(summary["masks"].toInt(), int(masks.size()));
}

/// With the reference's own spelling of input and output.
void TestAuto::writesJson()
{
    QVERIFY(cli(autoArguments({text(one_)}, root_ / "folder")).exitCode == 0);
    const Outcome outcome = cli({"auto", "--input", text(one_), "--output", text(root_ / "out"),
                                 "--convert-to-rle", "--points-per-side", "2", "--pred-iou-thresh",
                                 "0.5", "--stability-score-thresh", "0.5"});
    QVERIFY2(outcome.exitCode == 0, outcome.complaint);
    QCOMPARE(core::readAmg(root_ / "out/one.json"), core::readAmg(root_ / "folder/one"));
    QVERIFY(!fs::exists(root_ / "out/one"));
}

void TestAuto::writesOneDataset()
{
    const auto annotations = core::readCoco(undisturbed_ / "annotations.json");
    QCOMPARE(annotations.size(), std::size_t(manyPictures));
    for (const core::Annotation& annotation : annotations) {
        const fs::path name = annotation.imagePath.lexically_relative(undisturbed_);
        QVERIFY2(fs::exists(many_ / name), name.c_str());
        const auto masks = core::readAmg(undisturbed_ / name.parent_path() / name.stem());
        QCOMPARE(annotation.objects.size(), masks.size());
        for (std::size_t i = 0; i < masks.size(); ++i)
            QCOMPARE(annotation.objects[i].mask, masks[i].mask);
    }
}

/// Every flag reaches the generator: the options stand in the record of a finished picture.
void TestAuto::passesOptionsOn()
{
    const QStringList flags{"--points-per-side 3",        "--points-per-batch 7",
                            "--pred-iou-thresh 0.5",      "--stability-score-thresh 0.25",
                            "--stability-score-offset 2", "--box-nms-thresh 0.625",
                            "--crop-n-layers 1",          "--crop-nms-thresh 0.75",
                            "--crop-overlap-ratio 0.375", "--crop-n-points-downscale-factor 3",
                            "--min-mask-region-area 11"};
    const Outcome outcome = cli(QStringList{"auto", text(one_), "-o", text(root_ / "out")} +
                                flags.join(' ').split(' '));
    QVERIFY2(outcome.exitCode == 0, outcome.complaint);
    QByteArray record;
    for (const auto& entry : fs::recursive_directory_iterator(root_ / "out/.maskwright"))
        if (entry.is_regular_file())
            record += QByteArray::fromStdString(contents(entry.path()));
    const QJsonObject options =
        QJsonDocument::fromJson(record).object()["origin"].toObject()["options"].toObject();
    QCOMPARE(options, (QJsonObject{{"points_per_side", 3},
                                   {"pred_iou_thresh", 0.5},
                                   {"stability_score_thresh", 0.25},
                                   {"stability_score_offset", 2},
                                   {"box_nms_thresh", 0.625},
                                   {"crop_n_layers", 1},
                                   {"crop_nms_thresh", 0.75},
                                   {"crop_overlap_ratio", 0.375},
                                   {"crop_n_points_downscale_factor", 3},
                                   {"min_mask_region_area", 11}}));
}

void TestAuto::readsAListFromStandardInput()
{
    paint(root_ / "two.png", 2);
    QProcess process;
    process.start(MASKWRIGHT_CLI, autoArguments({"-"}, root_ / "out", {"--convert-to-rle"}));
    process.write((text(one_) + "\r\n\n" + text(root_ / "two.png") + "\n").toUtf8());
    process.closeWriteChannel();
    QVERIFY(process.waitForFinished(120'000));
    QCOMPARE(process.exitCode(), 0);
    QVERIFY(fs::exists(root_ / "out/one.json"));
    QVERIFY(fs::exists(root_ / "out/two.json"));
}

/// The results lie among the pictures, and are not taken for pictures the second time.
void TestAuto::goesIntoFolders()
{
    paint(root_ / "sub/two.png", 2);
    const QStringList arguments = autoArguments({text(root_)}, root_, {"--recursive"});
    Outcome outcome = cli(arguments);
    QVERIFY2(outcome.exitCode == 0, outcome.complaint);
    QVERIFY(core::isAmgFolder(root_ / "one"));
    QVERIFY(core::isAmgFolder(root_ / "sub/two"));
    const auto before = tree(root_);
    outcome = cli(arguments);
    QVERIFY2(outcome.exitCode == 0, outcome.complaint);
    QCOMPARE(summaryOf(outcome)["done_before"].toInt(), 2);
    QCOMPARE(tree(root_), before);
}

void TestAuto::goesOnAfterBadPictures()
{
    std::ofstream(root_ / "cut.png", std::ios::binary) << contents(one_).substr(0, 300);
    const Outcome outcome =
        cli(autoArguments({text(root_), text(root_ / "missing.png")}, root_ / "out"));
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY(core::isAmgFolder(root_ / "out/one"));
    QVERIFY(!fs::exists(root_ / "out/cut"));
    const QJsonArray failed = summaryOf(outcome)["failed"].toArray();
    QCOMPARE(failed.size(), 2);
    QCOMPARE(failed[0].toObject()["picture"].toString(), text(root_ / "cut.png"));
    QVERIFY(failed[0].toObject()["problem"].toString().contains("cut off"));
    const QByteArray list =
        outcome.complaint.mid(outcome.complaint.indexOf("maskwright-cli: 2 of"));
    QVERIFY2(list.contains("cut.png is damaged"), outcome.complaint);
    QVERIFY2(list.contains("missing.png does not exist"), outcome.complaint);
}

void TestAuto::skipsWhatIsDone()
{
    const QStringList arguments =
        autoArguments({text(many_)}, undisturbed_,
                      {"--recursive", "--format", "coco", "--format", "amg", "--jobs", "2"});
    const auto before = tree(undisturbed_);
    const Outcome outcome = cli(arguments);
    QVERIFY2(outcome.exitCode == 0, outcome.complaint);
    QVERIFY2(outcome.complaint.isEmpty(), outcome.complaint);
    QCOMPARE(summaryOf(outcome)["done_before"].toInt(), manyPictures);
    QCOMPARE(tree(undisturbed_), before);
}

void TestAuto::drawsABarOnATerminal()
{
    paint(root_ / "pictures/two.png", 2);
    paint(root_ / "pictures/three.png", 3);
    const QString command = QStringLiteral("'%1' auto '%2' -o '%3' --points-per-side 4 >/dev/null")
                                .arg(MASKWRIGHT_CLI, text(root_ / "pictures"), text(root_ / "out"));
    const Outcome outcome = run("script", {"-qefc", command, "/dev/null"});
    QVERIFY2(outcome.exitCode == 0, outcome.output);
    QVERIFY2(outcome.output.contains("[===============               ] 1/2"), outcome.output);
    QVERIFY2(outcome.output.contains("s/picture"), outcome.output);
    QVERIFY2(outcome.output.contains(" left"), outcome.output);
    QVERIFY2(outcome.output.endsWith("\r\033[K"), outcome.output);
}

void TestAuto::startAndSignal(const QStringList& arguments, int pictures, int signal,
                              int& exitCode) const
{
    QProcess process;
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setReadChannel(QProcess::StandardError);
    process.start(MASKWRIGHT_CLI, arguments);
    QByteArray told;
    while (told.count('\n') < pictures) {
        QVERIFY2(process.waitForReadyRead(60'000), told);
        told += process.readAllStandardError();
    }
    QCOMPARE(::kill(pid_t(process.processId()), signal), 0);
    QVERIFY(process.waitForFinished(60'000));
    exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    if (exitCode != -1)
        QVERIFY(process.readAllStandardError().endsWith("stopped; run it again to go on.\n"));
}

void TestAuto::stopsOnSignals_data()
{
    QTest::addColumn<int>("signal");
    QTest::addRow("Ctrl+C") << SIGINT;
    QTest::addRow("terminate") << SIGTERM;
}

void TestAuto::stopsOnSignals()
{
    QFETCH(int, signal);
    int exitCode = 0;
    startAndSignal(autoArguments({text(many_)}, root_ / "out", {"--recursive"}), 1, signal,
                   exitCode);
    QCOMPARE(exitCode, 128 + signal);
    int whole = 0;
    for (const auto& entry : fs::recursive_directory_iterator(root_ / "out"))
        whole += entry.is_directory() && core::isAmgFolder(entry.path());
    QVERIFY(whole >= 1 && whole < manyPictures);
    for (const auto& entry : fs::directory_iterator(root_ / "out/.maskwright"))
        QVERIFY2(!entry.path().filename().string().starts_with("run-"), "something is left over");
}

/// Killed after some pictures, again and again, until nothing remains to be done.
void TestAuto::survivesKills()
{
    const QStringList arguments = autoArguments(
        {text(many_)}, root_ / "out", {"--recursive", "--format", "amg", "--format", "coco"});
    for (const int pictures : {0, 1, 4, 7}) {
        int exitCode = 0;
        if (pictures == 0) {
            QProcess process; // killed while it starts
            process.start(MASKWRIGHT_CLI, arguments);
            QVERIFY(process.waitForStarted());
            process.kill();
            QVERIFY(process.waitForFinished());
        } else {
            startAndSignal(arguments, pictures, SIGKILL, exitCode);
            QCOMPARE(exitCode, -1);
        }
    }
    const Outcome outcome = cli(arguments);
    QVERIFY2(outcome.exitCode == 0, outcome.complaint);
    QVERIFY(summaryOf(outcome)["done_before"].toInt() >= 12);
    QVERIFY(summaryOf(outcome)["done"].toInt() >= 1);
    QCOMPARE(differences(root_ / "out", undisturbed_), std::string());
}

void TestAuto::runsShardsAtTheSameTime()
{
    const auto shard = [&](QProcess& process, const char* part) {
        process.setStandardOutputFile(QProcess::nullDevice());
        process.setStandardErrorFile(QProcess::nullDevice());
        process.start(MASKWRIGHT_CLI, autoArguments({text(many_)}, root_ / "out",
                                                    {"--recursive", "--format", "amg", "--format",
                                                     "coco", "--shard", part}));
    };
    QProcess first, second;
    shard(first, "1/2");
    shard(second, "2/2");
    for (QProcess* process : {&first, &second}) {
        QVERIFY(process->waitForFinished(240'000));
        QCOMPARE(process->exitCode(), 0);
    }
    const Outcome merged = cli({"merge", text(root_ / "out/annotations-2-of-2.json"),
                                text(root_ / "out/annotations-1-of-2.json"), "-o",
                                text(root_ / "out/annotations.json")});
    QVERIFY2(merged.exitCode == 0, merged.complaint);
    QCOMPARE(summaryOf(merged)["pictures"].toInt(), manyPictures);
    QCOMPARE(contents(root_ / "out/annotations.json"), contents(undisturbed_ / "annotations.json"));
    const auto joined = tree(root_ / "out");
    // The rest is the undivided run's but for the book on the datasets.
    for (const auto& [name, bytes] : tree(undisturbed_))
        if (!name.starts_with(".maskwright/datasets"))
            QVERIFY2(joined.contains(name) && joined.at(name) == bytes, name.c_str());
}

void TestAuto::reportsAFullDisk()
{
    fs::create_directories(root_ / "tiny");
    const Outcome outcome = withMounts(
        "mount -t tmpfs -o size=48k tmpfs \"$1\"; code=0; \"$cli\" auto \"$2\" --recursive "
        "-o \"$1\" --points-per-side 2 --pred-iou-thresh 0.5 --stability-score-thresh 0.5 || "
        "code=$?; ls -A \"$1\"/.maskwright >&2; exit $code",
        {text(root_ / "tiny"), text(many_)});
    QVERIFY2(outcome.exitCode == 1, outcome.complaint);
    QVERIFY2(outcome.complaint.contains("the disk is full"), outcome.complaint);
    QVERIFY2(outcome.complaint.contains("Nothing was changed.\namg\n"), outcome.complaint);
}

void TestAuto::refusesWrongUsage_data()
{
    QTest::addColumn<QByteArray>("arguments");
    QTest::addColumn<QByteArray>("part");
    const auto row = [](const char* arguments, const char* part) {
        QTest::newRow(arguments) << QByteArray(arguments) << QByteArray(part);
    };
    row("auto", "--input");
    row("auto a.png", "--output");
    row("auto a.png -o out --format png", "png");
    row("auto a.png -o out --jobs 0", "--jobs");
    row("auto a.png -o out --jobs many", "many");
    row("auto a.png -o out --points-per-side x", "x");
    row("auto a.png -o out --format coco --convert-to-rle", "--convert-to-rle");
    row("auto a.png -o out --shard 3", "'3'");
    row("auto a.png -o out --shard 0/3", "'0/3'");
    row("auto a.png -o out --shard 4/3", "'4/3'");
    row("auto a.png -o out --shard 1/3x", "'1/3x'");
    row("auto a.png -o out --shard 1/", "'1/'");
    row("merge", "PART");
    row("merge a.json", "--output");
}

void TestAuto::refusesWrongUsage()
{
    QFETCH(QByteArray, arguments);
    QFETCH(QByteArray, part);
    const Outcome outcome = cli(QString::fromUtf8(arguments).split(' '));
    verifyComplaint(outcome, 2, part);
    QVERIFY(outcome.complaint.contains("--help"));
}

void TestAuto::refusesBadInput()
{
    fs::create_directories(root_ / "empty");
    verifyComplaint(cli(autoArguments({text(root_ / "empty")}, root_ / "out")), 1, "no pictures");
    verifyComplaint(cli(autoArguments({text(one_)}, root_ / "out", {"--model", "sam9"})), 1,
                    "sam9");
    verifyComplaint(cli(autoArguments({text(one_)}, one_)), 1, "cannot be written");
    verifyComplaint(cli({"auto", text(one_), "-o", "out", "--points-per-side", "0"}), 1,
                    "points-per-side");
    paint(root_ / "a/x.png", 1);
    paint(root_ / "b/x.png", 1);
    verifyComplaint(cli(autoArguments({text(root_ / "a"), text(root_ / "b")}, root_ / "out")), 1,
                    "the same name");
    std::ofstream(root_ / "annotations.json") << "mine";
    verifyComplaint(cli(autoArguments({text(one_)}, root_, {"--format", "coco"})), 1,
                    "another output folder");
}

void TestAuto::mergeReportsBadParts()
{
    const QString whole = text(undisturbed_ / "annotations.json"), out = text(root_ / "out.json");
    verifyComplaint(cli({"merge", whole, text(root_ / "none.json"), "-o", out}), 1, "none.json");
    verifyComplaint(cli({"merge", whole, whole, "-o", out}), 1, "stands in");
    verifyComplaint(cli({"merge", text(one_), "-o", out}), 1, "not JSON");
    verifyComplaint(cli({"merge", whole, "-o", text(root_ / "none/out.json")}), 1,
                    "cannot be written");
    QVERIFY(!fs::exists(root_ / "out.json"));
}

QTEST_GUILESS_MAIN(TestAuto)
#include "test_auto.moc"
