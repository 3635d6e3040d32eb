#include <cmath>
#include <cstring>

#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPainter>
#include <QTemporaryDir>
#include <QTest>

#include "core/formats/png.h"
#include "core/kernels/bfloat16_products.h"
#include "core/model_catalogue.h"
#include "core/rle.h"
#include "tests/app/cli_runner.h"

namespace {

constexpr int width = 160;
constexpr int height = 120;

core::Rle rleOf(const QJsonObject& candidate)
{
    const QJsonObject segmentation = candidate["segmentation"].toObject();
    const QJsonArray size = segmentation["size"].toArray();
    return core::decompressCounts(size.at(0).toInt(), size.at(1).toInt(),
                                  segmentation["counts"].toString().toStdString());
}

} // namespace

class TestCli : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void explainsItself();
    void predictsFourCandidates();
    void encodesAPictureOnce();
    void writesMasksAndLogits();
    void startsFromAMask();
    void takesAnotherInputSize();
    void describesAModel();
    void measuresItself();
    void takesAnotherPrecision();
    void refusesWrongUsage_data();
    void refusesWrongUsage();
    void refusesBadInput_data();
    void refusesBadInput();
    void refusesBadModels_data();
    void refusesBadModels();
    void refusesAChangedDefaultModel();
    void reportsAFullDisk();
    void reportsAReadOnlyTarget();
    void reportsAnUnreadableFolder();

private:
    QString path(const QString& name) const { return folder_.filePath(name); }
    void write(const QString& name, const QByteArray& bytes) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }
    static QByteArray read(const QString& name)
    {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    /// `$picture` and `$folder` in the text become paths.
    QStringList expand(const QByteArray& commandLine) const
    {
        QString text = QString::fromUtf8(commandLine);
        text.replace("$picture", picture_).replace("$folder", folder_.path());
        return text.split(' ', Qt::SkipEmptyParts);
    }

    QTemporaryDir folder_;
    QString picture_;
};

void TestCli::initTestCase()
{
    QImage image(width, height, QImage::Format_RGB32);
    image.fill(QColor(40, 90, 60));
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(QColor(220, 60, 40));
    painter.drawEllipse(40, 20, 70, 70);
    painter.setBrush(QColor(250, 230, 90));
    painter.drawEllipse(60, 40, 24, 24);
    painter.end();
    picture_ = path("disc.png");
    QVERIFY(image.save(picture_));
    write("empty.png", "");
    write("text.png", "This is no picture.\n");
    write("cut.png", read(picture_).left(600));
    QVERIFY(image.copy(0, 0, 30, 20).save(path("small.png")));
    write("short.npy", QByteArray("\x93NUMPY\x01\x00\x46\x00{'descr': '<f4'", 30));
}

void TestCli::explainsItself()
{
    for (const char* arguments : {"--help", "predict --help", "convert --help", "info --help"}) {
        const Outcome outcome = cli(expand(arguments));
        QCOMPARE(outcome.exitCode, 0);
        QVERIFY2(outcome.output.contains("Example"), arguments);
        QVERIFY2(outcome.output.contains("maskwright-cli predict") ||
                     outcome.output.contains("maskwright-cli convert") ||
                     outcome.output.contains("maskwright-cli info"),
                 arguments);
    }
    const Outcome version = cli({"--version"});
    QCOMPARE(version.exitCode, 0);
    QCOMPARE(version.output, QByteArray("maskwright-cli " MASKWRIGHT_VERSION "\n"));
}

void TestCli::predictsFourCandidates()
{
    const Outcome outcome = cli(expand("predict $picture --point 50,70 --point 10,10,0"));
    QVERIFY2(outcome.exitCode == 0, outcome.complaint);
    const QJsonObject root = QJsonDocument::fromJson(outcome.output).object();
    QCOMPARE(root["model"].toString(), QString("mobile_sam"));
    QCOMPARE(root["image"].toObject(),
             (QJsonObject{{"path", picture_}, {"width", width}, {"height", height}}));
    for (const char* step : {"load", "read", "encode", "decode"})
        QVERIFY2(root["timing_ms"].toObject()[step].toDouble(-1) > 0, step);

    const QJsonArray candidates = root["candidates"].toArray();
    QCOMPARE(candidates.size(), 4);
    int best = 0;
    for (int i = 0; i < 4; ++i) {
        const QJsonObject candidate = candidates.at(i).toObject();
        QCOMPARE(candidate["index"].toInt(-1), i);
        const double stability = candidate["stability"].toDouble(-1);
        QVERIFY(stability >= 0 && stability <= 1);
        const core::Rle rle = rleOf(candidate);
        QCOMPARE(rle.width, width);
        QCOMPARE(rle.height, height);
        QCOMPARE(std::size_t(candidate["area"].toInt()), core::area(rle));
        const core::PixelRect box = core::boundingBox(rle);
        QCOMPARE(candidate["bbox"].toArray(), (QJsonArray{box.x, box.y, box.width, box.height}));
        if (candidate["iou"].toDouble() > candidates.at(best).toObject()["iou"].toDouble())
            best = i;
    }
    QCOMPARE(root["best"].toInt(-1), best);

    // The disc has a radius of 35 pixels.
    const core::Mask mask = core::decodeRle(rleOf(candidates.at(best).toObject()));
    core::Mask disc(width, height);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            disc.row(y)[x] = std::hypot(x + 0.5 - 75, y + 0.5 - 55) <= 35;
    QVERIFY(core::intersectionOverUnion(mask, disc) > 0.9);
}

void TestCli::encodesAPictureOnce()
{
    const QDir cache(qEnvironmentVariable("XDG_CACHE_HOME") + "/maskwright/embeddings");
    const auto kept = [&] { return cache.entryInfoList({"*.embedding"}, QDir::Files, QDir::Time); };
    QVERIFY(QImage(picture_).mirrored().save(path("once.png")));
    const qsizetype before = kept().size();
    const auto candidates = [&] {
        const Outcome outcome = cli(expand("predict $folder/once.png --point 50,70"));
        return QJsonDocument::fromJson(outcome.output).object()["candidates"].toArray();
    };
    const QJsonArray first = candidates();
    QCOMPARE(first.size(), 4);
    QCOMPARE(kept().size(), before + 1);
    QFile newest(kept().first().filePath());
    const QDateTime longAgo = QDateTime::currentDateTime().addDays(-7);
    QVERIFY(newest.open(QIODevice::ReadWrite) &&
            newest.setFileTime(longAgo, QFileDevice::FileModificationTime));
    newest.close();
    QCOMPARE(candidates(), first);
    QCOMPARE(kept().size(), before + 1);
    QVERIFY(QFileInfo(newest).lastModified() > longAgo.addDays(1)); // it has been used
}

void TestCli::writesMasksAndLogits()
{
    const Outcome outcome =
        cli(expand("predict $picture --box 38,18,112,92 --out $folder/new/masks"));
    QVERIFY2(outcome.exitCode == 0, outcome.complaint);
    QCOMPARE(QDir(path("new/masks")).entryList(QDir::Files | QDir::Hidden, QDir::Name),
             (QStringList{"disc_0.npy", "disc_0.png", "disc_1.npy", "disc_1.png", "disc_2.npy",
                          "disc_2.png", "disc_3.npy", "disc_3.png"}));
    const QJsonArray candidates =
        QJsonDocument::fromJson(outcome.output).object()["candidates"].toArray();
    for (int i = 0; i < 4; ++i) {
        const QString stem = path("new/masks/disc_%1").arg(i);
        const core::Mask mask = core::readMaskPng(stem.toStdString() + ".png");
        QVERIFY(mask == core::decodeRle(rleOf(candidates.at(i).toObject())));
        const QByteArray logits = read(stem + ".npy");
        QCOMPARE(logits.size(), 128 + 256 * 256 * 4);
        QVERIFY(logits.startsWith("\x93NUMPY\x01"));
        QVERIFY(logits.contains("'shape': (256, 256)"));
    }
}

void TestCli::startsFromAMask()
{
    QVERIFY(cli(expand("predict $picture --box 38,18,112,92 --out $folder/first")).exitCode == 0);
    const core::Mask first = core::readMaskPng(path("first/disc_0.png").toStdString());
    QByteArray before;
    for (const char* file : {"first/disc_0.npy", "first/disc_0.png"}) {
        const Outcome refined =
            cli({"predict", picture_, "--point", "50,70", "--mask-from", path(file)});
        QVERIFY2(refined.exitCode == 0, refined.complaint);
        const QJsonObject root = QJsonDocument::fromJson(refined.output).object();
        const QJsonObject candidate = root["candidates"].toArray().at(0).toObject();
        const core::Mask mask = core::decodeRle(rleOf(candidate));
        QVERIFY2(core::intersectionOverUnion(mask, first) > 0.9, file);
        // The two prompts are not the same numbers, so neither are the answers.
        const QByteArray answer = QJsonDocument(candidate).toJson();
        QVERIFY(answer != before);
        before = answer;
    }
}

void TestCli::takesAnotherInputSize()
{
    const auto candidates = [&](const QByteArray& options) {
        const Outcome outcome = cli(expand("predict $picture --box 38,18,112,92 " + options));
        return outcome.exitCode == 0
                   ? QJsonDocument::fromJson(outcome.output).object()["candidates"]
                   : QJsonValue(QString::fromUtf8(outcome.complaint));
    };
    const QJsonValue usual = candidates({}), small = candidates("--image-size 512");
    QVERIFY2(usual.isArray() && small.isArray(), qPrintable(small.toString()));
    QVERIFY(small != usual);
    QVERIFY(candidates("--image-size 512 --no-padding") != small);
    QCOMPARE(candidates("--image-size 1024"), usual);
}

void TestCli::describesAModel()
{
    for (const std::string& model :
         {core::catalogue().front().id, core::resolveModel("").string()}) {
        const Outcome outcome = cli({"info", QString::fromStdString(model)});
        QVERIFY2(outcome.exitCode == 0, outcome.complaint);
        const QJsonObject root = QJsonDocument::fromJson(outcome.output).object();
        QCOMPARE(root["file"].toString().toStdString(), core::resolveModel("").string());
        QCOMPARE(root["variant"].toString(), QString("vit_t"));
        QVERIFY(root["parameters"].toInteger() >= 9803780);
        QCOMPARE(root["dtype"].toString(), QString("float32"));
    }
}

/// Not how fast it is: that the figures are there and can be true.
void TestCli::measuresItself()
{
    const Outcome outcome = cli({"bench", "--image", picture_, "--json"});
    QVERIFY2(outcome.exitCode == 0, outcome.complaint);
    const QJsonObject json = QJsonDocument::fromJson(outcome.output).object();
    const QJsonObject decode = json["decode_ms"].toObject();
    for (const QJsonValue& value :
         {json["encode_ms"], decode["point1"], decode["point2"], decode["point8"], decode["box"]}) {
        const QJsonObject timing = value.toObject();
        QVERIFY2(timing["min"].toDouble() > 0, outcome.output);
        QVERIFY(timing["min"].toDouble() <= timing["median"].toDouble());
        QVERIFY(timing["median"].toDouble() <= timing["p95"].toDouble());
    }
    QVERIFY(decode["point1"]["median"].toDouble() < json["encode_ms"]["median"].toDouble());
    QVERIFY(json["everything_s"].isNull());
    QVERIFY(json["iou_against_f32"].isNull());
    QVERIFY(json["peak_gflops"].toDouble() > 0);
    QVERIFY(json["peak_rss_mb"].toDouble() > json["loaded_rss_mb"].toDouble());
    QVERIFY(json["threads"].toInt() >= 1);
    QCOMPARE(json["precision"].toString(), "float32");
    QCOMPARE(json["model"].toString(), "vit_t");
}

void TestCli::takesAnotherPrecision()
{
    const Outcome outcome =
        cli({"bench", "--image", picture_, "--image-size", "512", "--precision", "bf16", "--json"});
    if (!core::kernels::bfloat16Products())
        return verifyComplaint(outcome, 1, "use f32");
    QVERIFY2(outcome.exitCode == 0, outcome.complaint);
    const QJsonObject json = QJsonDocument::fromJson(outcome.output).object();
    QCOMPARE(json["precision"].toString(), "bfloat16");
    const QJsonObject iou = json["iou_against_f32"].toObject();
    QVERIFY2(iou["min"].toDouble() > 0 && iou["min"].toDouble() <= iou["mean"].toDouble(),
             outcome.output);
    QVERIFY2(iou["mean"].toDouble() > 0.9 && iou["mean"].toDouble() < 1, outcome.output);
}

void TestCli::refusesWrongUsage_data()
{
    QTest::addColumn<QByteArray>("arguments");
    QTest::addColumn<QByteArray>("part");
    const auto row = [](const char* name, const char* arguments, const char* part) {
        QTest::newRow(name) << QByteArray(arguments) << QByteArray(part);
    };
    row("nothing", "", "name a command");
    row("no such command", "fly", "no command fly");
    row("no such option", "predict $picture --point 1,1 --fast", "--fast");
    row("no picture", "predict --point 1,1", "PICTURE");
    row("two pictures", "predict $picture $picture --point 1,1", "not expected");
    row("no prompt", "predict $picture", "--point");
    row("point of one number", "predict $picture --point 5", "'5'");
    row("point of words", "predict $picture --point here", "'here'");
    row("point with another label", "predict $picture --point 1,1,2", "'1,1,2'");
    row("point with a tail", "predict $picture --point 1,1,1,1", "'1,1,1,1'");
    row("point at infinity", "predict $picture --point inf,1", "'inf,1'");
    row("box of three numbers", "predict $picture --box 1,2,3", "'1,2,3'");
    row("two boxes", "predict $picture --box 1,2,3,4 --box 1,2,3,4", "--box");
    row("size between cells", "predict $picture --point 1,1 --image-size 500", "'500'");
    row("size of nothing", "bench --image-size 0", "'0'");
    row("size too large", "predict $picture --point 1,1 --image-size 65536", "'65536'");
    row("size of words", "predict $picture --point 1,1 --image-size big", "'big'");
    row("precision of another name", "bench --precision f16", "--precision");
    row("convert without output", "convert a.onnx b.onnx", "--output");
    row("convert to another type", "convert a.pt -o b.safetensors --dtype f8", "--dtype");
    row("convert of nothing", "convert -o c.safetensors", "MODEL");
    row("info of nothing", "info", "FILE");
}

void TestCli::refusesWrongUsage()
{
    QFETCH(QByteArray, arguments);
    QFETCH(QByteArray, part);
    const Outcome outcome = cli(expand(arguments));
    verifyComplaint(outcome, 2, part);
    QVERIFY(outcome.complaint.contains("--help"));
}

void TestCli::refusesBadInput_data()
{
    QTest::addColumn<QByteArray>("arguments");
    QTest::addColumn<QByteArray>("part");
    const auto row = [](const char* name, const char* arguments, const char* part) {
        QTest::newRow(name) << QByteArray(arguments) << QByteArray(part);
    };
    row("missing picture", "predict $folder/none.png --point 1,1", "does not exist");
    row("empty picture", "predict $folder/empty.png --point 1,1", "empty");
    row("truncated picture", "predict $folder/cut.png --point 1,1", "cut off");
    row("text named .png", "predict $folder/text.png --point 1,1", "not a picture");
    row("folder as picture", "predict $folder --point 1,1", "cannot be read");
    row("point outside", "predict $picture --point 161,5", "outside");
    row("point left of it", "predict $picture --point -3,5", "outside");
    row("empty box", "predict $picture --box 5,5,5,9", "empty");
    row("inverted box", "predict $picture --box 9,9,5,5", "inverted");
    row("box outside", "predict $picture --box 500,500,600,600", "outside");
    row("no such model", "predict $picture --point 1,1 --model sam9", "no model sam9");
    row("missing mask", "predict $picture --mask-from $folder/none.npy", "does not exist");
    row("damaged mask", "predict $picture --mask-from $folder/short.npy", "float32");
    row("mask of another size", "predict $picture --mask-from $folder/small.png", "30×20");
    row("folder as mask", "predict $picture --mask-from $folder", "cannot be read");
    row("text as mask", "predict $picture --mask-from $folder/text.png", "text.png");
    row("out is a file", "predict $picture --point 1,1 --out $picture", "cannot be written");
    row("missing graph", "convert $folder/a.onnx $folder/b.onnx -o $folder/c", "a.onnx");
    row("graph without its pair", "convert $folder/a.onnx -o $folder/c", "a.onnx");
    row("picture as graph", "convert $picture $picture -o $folder/c", "not an ONNX file");
    row("missing model file", "info $folder/none.safetensors", "none.safetensors");
}

void TestCli::refusesBadInput()
{
    QFETCH(QByteArray, arguments);
    QFETCH(QByteArray, part);
    verifyComplaint(cli(expand(arguments)), 1, part);
}

void TestCli::refusesBadModels_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("part");
    const QByteArray whole = read(QString::fromStdString(core::resolveModel("").string()));
    QTest::newRow("empty") << QByteArray() << QByteArray("empty");
    QTest::newRow("truncated") << whole.left(whole.size() / 2) << QByteArray("cut off");
    QByteArray random(100'000, '\0');
    for (int i = 0; i < random.size(); ++i)
        random[i] = char((i * 2654435761u) >> 13);
    QTest::newRow("random bytes") << random << QByteArray("damaged");

    QByteArray header = R"({"image_encoder.pos_embed":{"dtype":"F32","shape":[1,2,2,768],)"
                        R"("data_offsets":[0,12288]}})";
    header.append(8 - header.size() % 8, ' ');
    QByteArray length(8, '\0');
    length[0] = char(header.size());
    QTest::newRow("other variant") << length + header + QByteArray(12288, '\0')
                                   << QByteArray("does not hold a model this program knows");
    QTest::newRow("PyTorch file") << QByteArray("PK\x03\x04 archive/data.pkl")
                                  << QByteArray("cut off");
}

void TestCli::refusesBadModels()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, part);
    write("model.safetensors", bytes);
    verifyComplaint(cli(expand("predict $picture --point 1,1 --model $folder/model.safetensors")),
                    1, part);
}

void TestCli::refusesAChangedDefaultModel()
{
    const QString models = path("data/maskwright/models");
    QVERIFY(QDir().mkpath(models));
    QByteArray bytes = read(QString::fromStdString(core::resolveModel("").string()));
    bytes[bytes.size() / 2] = char(bytes[bytes.size() / 2] ^ 1);
    write("data/maskwright/models/" +
              QString::fromStdString(core::resolveModel("").filename().string()),
          bytes);
    verifyComplaint(cli(expand("predict $picture --point 1,1"), path("data")), 1, "SHA-256");
    verifyComplaint(cli({"info", "mobile_sam"}, path("data")), 1, "SHA-256");
    verifyComplaint(cli(expand("predict $picture --point 1,1"), path("nothing here")), 1, "model get");
}

void TestCli::reportsAFullDisk()
{
    QVERIFY(QDir().mkpath(path("tiny")));
    // Room for the first mask, not for its logits. Nothing half-written may stay behind.
    const Outcome outcome =
        withMounts("mount -t tmpfs -o size=64k tmpfs \"$1\"; code=0; "
                   "\"$cli\" predict \"$2\" --point 50,70 --out \"$1\" || code=$?; "
                   "ls -A \"$1\" >&2; exit $code",
                   {path("tiny"), picture_});
    QVERIFY2(outcome.exitCode == 1, outcome.complaint);
    QVERIFY2(outcome.complaint.contains("the disk is full"), outcome.complaint);
    QVERIFY2(outcome.complaint.endsWith("Nothing was changed.\ndisc_0.png\n"), outcome.complaint);

    verifyComplaint(withMounts("exec \"$cli\" predict \"$1\" --point 50,70 >/dev/full", {picture_}),
                    1, "the disk is full");
}

void TestCli::reportsAReadOnlyTarget()
{
    QVERIFY(QDir().mkpath(path("fixed")));
    const QString mount =
        "mount -t tmpfs -o ro tmpfs \"$1\"; exec \"$cli\" predict \"$2\" --point 50,70 ";
    verifyComplaint(withMounts(mount + "--out \"$1\"", {path("fixed"), picture_}), 1, "read-only");
    verifyComplaint(withMounts(mount + "--out \"$1/new\"", {path("fixed"), picture_}), 1,
                    "read-only");
}

void TestCli::reportsAnUnreadableFolder()
{
    QVERIFY(QDir().mkpath(path("closed")));
    QVERIFY(QFile::setPermissions(path("closed"), {}));
    // Without its capabilities root is bound by permissions like everybody else.
    const QStringList plain{"--inh-caps=-all", "--bounding-set=-all", MASKWRIGHT_CLI};
    const auto runPlainly = [&](const QStringList& arguments) {
        return ::geteuid() == 0 ? run("setpriv", plain + arguments) : cli(arguments);
    };
    verifyComplaint(runPlainly(expand("predict $picture --point 50,70 --out $folder/closed")), 1,
                    "read-only");
    verifyComplaint(runPlainly(expand("predict $folder/closed/a.png --point 50,70")), 1,
                    "cannot be read");
    QFile::setPermissions(path("closed"), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

QTEST_GUILESS_MAIN(TestCli)
#include "test_cli.moc"
