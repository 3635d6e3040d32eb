#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>

#include "core/formats/amg.h"
#include "core/formats/png.h"
#include "tests/core/helpers.h"

namespace fs = std::filesystem;
using core::GeneratedMask;

namespace {

GeneratedMask maskOf(const core::Mask& pixels)
{
    GeneratedMask mask;
    mask.mask = core::encodeRle(pixels);
    mask.area = pixels.area();
    mask.box = pixels.boundingBox();
    mask.cropBox = {0, 0, pixels.width(), pixels.height()};
    return mask;
}

std::vector<GeneratedMask> someMasks(int count)
{
    std::vector<GeneratedMask> masks;
    for (int i = 0; i < count; ++i) {
        GeneratedMask mask = maskOf(blobMask(47, 31, unsigned(i)));
        mask.iou = std::nextafter(1.0f, 2.0f) - 0.013f * float(i);
        mask.stability = 0.95f + 1e-5f * float(i);
        mask.x = 0.1 + i;
        mask.y = 1.0 / 3 + i;
        mask.cropBox = {i, 2, 40, 29};
        masks.push_back(mask);
    }
    return masks;
}

std::string contents(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

void overwrite(const fs::path& path, const std::string& bytes)
{
    std::ofstream(path, std::ios::binary) << bytes;
}

QStringList filesIn(const fs::path& folder)
{
    QStringList names;
    for (const auto& entry : fs::directory_iterator(folder))
        names += QString::fromStdString(entry.path().filename().string());
    names.sort();
    return names;
}

/// Of a file with figures of the reference: the masks alone, as amg.py writes them.
std::string masksOfReference(const char* name)
{
    const std::string whole = contents(fs::path(MASKWRIGHT_GOLDEN) / name);
    const std::string key = "\"masks\": ";
    const std::size_t begin = whole.find(key) + key.size();
    return whole.substr(begin, whole.rfind('}') - begin);
}

} // namespace

class TestAmg : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void writesJson();
    void printsNumbersLikePython_data();
    void printsNumbersLikePython();
    void writesTheReferencesBytes_data();
    void writesTheReferencesBytes();
    void readsBackJson();
    void writesAFolder();
    void readsBackAFolder();
    void replacesAFolder();
    void leavesNothingOfAFailure();
    void readsManyMasks();
    void readsFloatsAndPlainRuns();
    void toleratesLineEndings();
    void knowsItsFolders();
    void refusesDamagedJson_data();
    void refusesDamagedJson();
    void refusesDamagedFolders_data();
    void refusesDamagedFolders();
    void reportsFiles();

private:
    std::unique_ptr<QTemporaryDir> folder_;
    fs::path root_;
};

void TestAmg::init()
{
    folder_ = std::make_unique<QTemporaryDir>();
    root_ = folder_->path().toStdString();
}

void TestAmg::writesJson()
{
    GeneratedMask mask = maskOf(drawnMask({"....", ".##.", "...."}));
    mask.iou = 0.9f;
    mask.stability = 1;
    mask.x = 1.5;
    mask.y = 2;
    GeneratedMask empty = maskOf(drawnMask({"....", "....", "...."}));
    empty.cropBox = {1, 0, 3, 2};
    QCOMPARE(core::toAmgJson({}), std::string("[]"));
    QCOMPARE(
        core::toAmgJson({mask, empty}),
        std::string(R"([{"segmentation": {"size": [3, 4], "counts": "41202"}, "area": 2, )"
                    R"("bbox": [1, 1, 1, 0], "predicted_iou": 0.8999999761581421, )"
                    R"("point_coords": [[1.5, 2.0]], "stability_score": 1.0, )"
                    R"("crop_box": [0, 0, 4, 3]}, )"
                    R"({"segmentation": {"size": [3, 4], "counts": "<"}, "area": 0, )"
                    R"("bbox": [0, 0, 0, 0], "predicted_iou": 0.0, "point_coords": [[0.0, 0.0]], )"
                    R"("stability_score": 0.0, "crop_box": [1, 0, 3, 2]}])"));
}

void TestAmg::printsNumbersLikePython_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](double value, const char* text) {
        QTest::addRow("%s", text) << value << QByteArray(text);
    };
    row(0, "0.0");
    row(-0.0, "-0.0");
    row(115, "115.0");
    row(0.1, "0.1");
    row(1e-4, "0.0001");
    row(1e-5, "1e-05");
    row(1.25e-7, "1.25e-07");
    row(1e15, "1000000000000000.0");
    row(1e16, "1e+16");
    row(1.5e300, "1.5e+300");
    row(1.0 / 3, "0.3333333333333333");
    row(5e-324, "5e-324");
}

void TestAmg::printsNumbersLikePython()
{
    QFETCH(double, value);
    QFETCH(QByteArray, text);
    GeneratedMask mask = maskOf(drawnMask({"#"}));
    mask.x = value;
    const QByteArray json = QByteArray::fromStdString(core::toAmgJson({mask}));
    QVERIFY2(json.contains("\"point_coords\": [[" + text + ", 0.0]]"), json);
}

void TestAmg::writesTheReferencesBytes_data()
{
    QTest::addColumn<QByteArray>("name");
    for (const char* name : {"coffee.amg.default.json", "coffee.amg.minarea.json",
                             "chelsea.amg.default.json", "astronaut.amg.loose.json"})
        QTest::addRow("%s", name) << QByteArray(name);
}

void TestAmg::writesTheReferencesBytes()
{
    QFETCH(QByteArray, name);
    const std::string bytes = masksOfReference(name);
    QVERIFY(bytes.size() > 3000);
    overwrite(root_ / "reference.json", bytes);
    core::writeAmgJson(root_ / "ours.json", core::readAmg(root_ / "reference.json"));
    QCOMPARE(contents(root_ / "ours.json"), bytes);
}

void TestAmg::readsBackJson()
{
    const auto masks = someMasks(7);
    core::writeAmgJson(root_ / "a.json", masks);
    QCOMPARE(core::readAmg(root_ / "a.json"), masks);
    core::writeAmgJson(root_ / "a.json", {});
    QVERIFY(core::readAmg(root_ / "a.json").empty());
}

void TestAmg::writesAFolder()
{
    GeneratedMask mask = maskOf(drawnMask({"....", ".##.", "...."}));
    mask.iou = 0.9f;
    mask.stability = 0.5f;
    mask.x = 1.5;
    core::writeAmgFolder(root_ / "out", {mask, mask});
    QCOMPARE(filesIn(root_ / "out"), (QStringList{"0.png", "1.png", "metadata.csv"}));
    QCOMPARE(contents(root_ / "out/metadata.csv"),
             std::string("id,area,bbox_x0,bbox_y0,bbox_w,bbox_h,point_input_x,point_input_y,"
                         "predicted_iou,stability_score,crop_box_x0,crop_box_y0,crop_box_w,"
                         "crop_box_h\n"
                         "0,2,1,1,1,0,1.5,0.0,0.8999999761581421,0.5,0,0,4,3\n"
                         "1,2,1,1,1,0,1.5,0.0,0.8999999761581421,0.5,0,0,4,3"));
    QCOMPARE(core::readMaskPng(root_ / "out/1.png"), drawnMask({"....", ".##.", "...."}));
    QCOMPARE(filesIn(root_), QStringList{"out"});
}

void TestAmg::readsBackAFolder()
{
    const auto masks = someMasks(12);
    core::writeAmgFolder(root_ / "out", masks);
    QCOMPARE(core::readAmg(root_ / "out"), masks);
    overwrite(root_ / "out/notes.txt", "other files do not matter");
    QCOMPARE(core::readAmg(root_ / "out"), masks);
    core::writeAmgFolder(root_ / "nothing", {});
    QVERIFY(core::readAmg(root_ / "nothing").empty());
}

void TestAmg::replacesAFolder()
{
    core::writeAmgFolder(root_ / "out", someMasks(5));
    core::writeAmgFolder(root_ / "out", someMasks(2));
    QCOMPARE(filesIn(root_ / "out"), (QStringList{"0.png", "1.png", "metadata.csv"}));
    QCOMPARE(core::readAmg(root_ / "out"), someMasks(2));
    QCOMPARE(filesIn(root_), QStringList{"out"});
}

void TestAmg::leavesNothingOfAFailure()
{
    overwrite(root_ / "out", "a file");
    EXPECT_ERROR(WriteFailed, core::writeAmgFolder(root_ / "out", someMasks(2)));
    EXPECT_ERROR(WriteFailed, core::writeAmgFolder(root_ / "none/out", someMasks(2)));
    auto masks = someMasks(2);
    masks[1].mask.counts.push_back(1);
    EXPECT_ERROR(FileDamaged, core::writeAmgFolder(root_ / "new", masks));
    QCOMPARE(filesIn(root_), QStringList{"out"});
    QCOMPARE(contents(root_ / "out"), std::string("a file"));
}

void TestAmg::readsManyMasks()
{
    const std::vector<GeneratedMask> masks(10'000, someMasks(1)[0]);
    core::writeAmgJson(root_ / "a.json", masks);
    QCOMPARE(core::readAmg(root_ / "a.json"), masks);
    core::writeAmgFolder(root_ / "out", masks);
    QCOMPARE(core::readAmg(root_ / "out"), masks);
}

/// The reference writes crop boxes as floats when a crop was empty.
void TestAmg::readsFloatsAndPlainRuns()
{
    overwrite(root_ / "a.json",
              R"([{"segmentation": {"size": [3, 4], "counts": [4, 1, 2, 1, 4]}, "area": 2,)"
              R"( "bbox": [1.0, 1.0, 1.0, 0.0], "predicted_iou": 1, "point_coords": [[1, 2]],)"
              R"( "stability_score": 1, "crop_box": [0.0, 0.0, 4.0, 3.0]}])");
    const auto masks = core::readAmg(root_ / "a.json");
    QCOMPARE(masks.size(), std::size_t(1));
    QCOMPARE(core::decodeRle(masks[0].mask), drawnMask({"....", ".##.", "...."}));
    QVERIFY((masks[0].box == core::PixelRect{1, 1, 2, 1}));
    QVERIFY((masks[0].cropBox == core::PixelRect{0, 0, 4, 3}));
    QCOMPARE(masks[0].candidate, 0);
}

void TestAmg::toleratesLineEndings()
{
    const auto masks = someMasks(2);
    core::writeAmgFolder(root_ / "out", masks);
    std::string table = contents(root_ / "out/metadata.csv") + "\n";
    for (std::size_t at = 0; (at = table.find('\n', at)) != std::string::npos; at += 2)
        table.replace(at, 1, "\r\n");
    overwrite(root_ / "out/metadata.csv", table);
    QCOMPARE(core::readAmg(root_ / "out"), masks);
}

void TestAmg::knowsItsFolders()
{
    core::writeAmgFolder(root_ / "out", {});
    QVERIFY(core::isAmgFolder(root_ / "out"));
    QVERIFY(!core::isAmgFolder(root_));
    QVERIFY(!core::isAmgFolder(root_ / "none"));
    overwrite(root_ / "out/metadata.csv", "id,area");
    QVERIFY(!core::isAmgFolder(root_ / "out"));
    overwrite(root_ / "out/metadata.csv", "");
    QVERIFY(!core::isAmgFolder(root_ / "out"));
}

void TestAmg::refusesDamagedJson_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray good = QByteArray::fromStdString(core::toAmgJson(someMasks(2)));
    const auto changed = [&](const char* from, const char* to) {
        QByteArray bytes = good;
        QTest::addRow("%s", to) << bytes.replace(from, to);
        if (bytes == good)
            qFatal("nothing to replace: %s", from);
    };
    changed("\"size\": [31, 47]", "\"size\": [31, 48]");
    changed("\"size\": [31, 47]", "\"size\": [31]");
    changed("\"size\": [31, 47]", "\"size\": [31, -47]");
    changed("\"size\": [31, 47]", "\"size\": [500000000, 500000000]");
    changed("\"counts\": \"", "\"counts\": \"0");
    changed("\"area\": ", "\"area\": 1");
    changed("\"area\": ", "\"other\": ");
    changed("\"bbox\": [", "\"bbox\": [-1");
    changed("\"bbox\": [", "\"bbox\": [1, ");
    changed("\"predicted_iou\": ", "\"predicted_iou\": \"good\", \"x\": ");
    changed("\"predicted_iou\": ", "\"predicted_iou\": 1e200, \"x\": ");
    changed("\"stability_score\": ", "\"stability_score\": null, \"x\": ");
    changed("[[0.1, ", "[[0.1], [");
    changed("[[0.1, ", "[[0.1, null, ");
    changed("\"crop_box\": [0, 2, 40, 29]", "\"crop_box\": [0, 2, 0, 29]");
    changed("\"crop_box\": [0, 2, 40, 29]", "\"crop_box\": [0.5, 2, 40, 29]");
    QTest::addRow("cut off") << good.left(good.size() - 1);
    QTest::addRow("object") << QByteArray(R"({"masks": []})");
    QTest::addRow("records are numbers") << QByteArray("[1, 2]");
    QTest::addRow("text") << QByteArray("id,area");
    QTest::addRow("very deep") << QByteArray(1'000'000, '[');
    QTest::addRow("two sizes") << QByteArray::fromStdString(
        core::toAmgJson({maskOf(drawnMask({"#."})), maskOf(drawnMask({"#"}))}));
}

void TestAmg::refusesDamagedJson()
{
    QFETCH(QByteArray, bytes);
    overwrite(root_ / "a.json", bytes.toStdString());
    try {
        core::readAmg(root_ / "a.json");
        QFAIL("it was read");
    } catch (const core::Error& error) {
        QVERIFY2(error.code() == core::ErrorCode::FileDamaged, error.what());
        QCOMPARE(error.subject(), (root_ / "a.json").string());
        QVERIFY(!error.reason().empty());
    }
}

void TestAmg::refusesDamagedFolders_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    const auto row = [](const char* name, const char* from, const char* to) {
        QTest::newRow(name) << QByteArray(from) << QByteArray(to);
    };
    row("other header", "id,area", "id,size");
    row("ids not in order", "\n1,", "\n2,");
    row("word", "\n1,", "\none,");
    row("empty field", "\n1,", "\n,");
    row("one field more", "\n1,", "\n1,1,");
    row("area", "\n1,", "\n1,1");
    row("infinity", ",0.1,", ",inf,");
    row("empty line", "\n1,", "\n\n1,");
    row("no table", "", "");
}

void TestAmg::refusesDamagedFolders()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    const fs::path table = root_ / "out/metadata.csv";
    core::writeAmgFolder(root_ / "out", someMasks(3));
    QByteArray bytes = QByteArray::fromStdString(contents(table));
    const QByteArray good = bytes;
    if (from.isEmpty()) {
        fs::remove(table);
    } else {
        overwrite(table, bytes.replace(from, to).toStdString());
        QVERIFY(bytes != good);
    }
    EXPECT_ERROR(FileDamaged, core::readAmg(root_ / "out"));
}

void TestAmg::reportsFiles()
{
    EXPECT_ERROR(FileMissing, core::readAmg(root_ / "none"));
    overwrite(root_ / "empty", "");
    EXPECT_ERROR(FileEmpty, core::readAmg(root_ / "empty"));
    core::writeAmgFolder(root_ / "out", someMasks(3));
    const std::string picture = contents(root_ / "out/1.png");
    fs::remove(root_ / "out/1.png");
    EXPECT_ERROR(FileDamaged, core::readAmg(root_ / "out"));
    overwrite(root_ / "out/1.png", picture.substr(0, picture.size() / 2));
    EXPECT_ERROR(FileDamaged, core::readAmg(root_ / "out"));
    overwrite(root_ / "out/1.png", picture);
    QCOMPARE(core::readAmg(root_ / "out").size(), std::size_t(3));
    overwrite(root_ / "out/3.png", picture);
    EXPECT_ERROR(FileDamaged, core::readAmg(root_ / "out"));
}

QTEST_APPLESS_MAIN(TestAmg)
#include "test_amg.moc"
