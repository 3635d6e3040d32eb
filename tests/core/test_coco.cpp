#include <fstream>
#include <random>
#include <set>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "core/formats/coco.h"
#include "tests/core/helpers.h"

using core::Annotation;
using core::CocoSegmentation;

namespace {

core::Object objectOf(int id, const char* label, const core::Mask& mask)
{
    core::Object object;
    object.id = id;
    object.name = "Größe \"" + std::to_string(id) + "\" 照片";
    object.label = label;
    object.color = core::paletteColor(id);
    object.visible = id % 2 == 0;
    object.mask = core::encodeRle(mask);
    object.area = mask.area();
    object.box = mask.boundingBox();
    object.prompt.points = {{0.1f * float(id), 7.25f, true}, {3, 1e-7f, false}};
    if (id % 3 == 0)
        object.prompt.box = core::Box{-1.5f, 2, 30.1f, 20.7f};
    object.candidate = id % 4;
    object.iou = 1.0003557205200195f;
    object.stability = 0.1f + 0.01f * float(id);
    object.model = "mobile_sam";
    return object;
}

std::vector<Annotation> twoPictures(const std::string& folder)
{
    Annotation first{folder + "/Bäume.png", 60, 40, {}};
    for (int id = 1; id <= 5; ++id)
        first.objects.push_back(objectOf(id, id % 2 ? "tree" : "", blobMask(60, 40, unsigned(id))));
    Annotation second{folder + "/other/b.jpg", 9, 33, {}};
    second.objects = {objectOf(7, "object", randomMask(9, 33, 0.5, 1)),
                      objectOf(2, "cat", randomMask(9, 33, 0.2, 2))};
    return {first, second, {folder + "/nothing.png", 5, 5, {}}};
}

QJsonObject parsed(const std::vector<Annotation>& annotations, CocoSegmentation segmentation)
{
    const std::string text = core::toCocoJson(annotations, segmentation, {});
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(text), &error);
    if (error.error != QJsonParseError::NoError)
        qFatal("not JSON: %s", qPrintable(error.errorString()));
    return document.object();
}

/// A whole file around one mask of a picture of 4×3.
QByteArray foreignFile(const QByteArray& segmentation)
{
    return R"({"images":[{"id":8,"file_name":"a.png","width":4,"height":3.0}],)"
           R"("categories":[{"id":3,"name":"cat"}],)"
           R"("annotations":[{"id":1,"image_id":8,"category_id":3,"segmentation":)" +
           segmentation + "}]}";
}

} // namespace

class TestCoco : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void comesBackEqual_data();
    void comesBackEqual();
    void followsTheStandard();
    void writesPolygons();
    void writesNamesThatAreNotUnicode();
    void readsOtherPrograms_data();
    void readsOtherPrograms();
    void givesEveryObjectItsOwnId();
    void refusesHostileFiles_data();
    void refusesHostileFiles();
    void survivesDamage();
    void reportsFiles();

private:
    std::vector<Annotation> readBytes(const QByteArray& bytes)
    {
        std::ofstream(path_, std::ios::binary) << bytes.toStdString();
        return core::readCoco(path_);
    }
    QTemporaryDir folder_;
    const std::string path_ = pathIn(folder_, "file.json");
};

void TestCoco::comesBackEqual_data()
{
    QTest::addColumn<bool>("polygons");
    QTest::addRow("runs") << false;
    QTest::addRow("polygons") << true;
}

void TestCoco::comesBackEqual()
{
    QFETCH(bool, polygons);
    const auto annotations = twoPictures(folder_.path().toStdString());
    core::writeCoco(path_, annotations,
                    polygons ? CocoSegmentation::Polygons : CocoSegmentation::Rle);
    const auto back = core::readCoco(path_);
    QCOMPARE(back.size(), annotations.size());
    for (std::size_t i = 0; i < back.size(); ++i) {
        QCOMPARE(back[i].imagePath.string(), annotations[i].imagePath.string());
        QCOMPARE(back[i].objects.size(), annotations[i].objects.size());
        for (std::size_t k = 0; k < back[i].objects.size(); ++k)
            QVERIFY(back[i].objects[k] == annotations[i].objects[k]);
        QVERIFY(back[i] == annotations[i]);
    }
}

void TestCoco::followsTheStandard()
{
    const auto annotations = twoPictures("/pictures");
    const QJsonObject file = parsed(annotations, CocoSegmentation::Rle);
    for (const char* key : {"info", "licenses", "images", "annotations", "categories"})
        QVERIFY2(file.contains(QLatin1String(key)), key);

    const QJsonArray images = file["images"].toArray();
    QCOMPARE(images.size(), 3);
    QCOMPARE(images[0].toObject()["id"].toInt(), 1);
    QCOMPARE(images[0].toObject()["file_name"].toString(), QStringLiteral("Bäume.png"));
    QCOMPARE(images[0].toObject()["width"].toInt(), 60);
    QCOMPARE(images[0].toObject()["height"].toInt(), 40);

    QStringList names;
    const QJsonArray categories = file["categories"].toArray();
    for (int i = 0; i < categories.size(); ++i) {
        QCOMPARE(categories[i].toObject()["id"].toInt(), i + 1);
        names << categories[i].toObject()["name"].toString();
    }
    QCOMPARE(names, (QStringList{"tree", "object", "cat"}));

    const QJsonArray masks = file["annotations"].toArray();
    QCOMPARE(masks.size(), 7);
    for (int i = 0; i < masks.size(); ++i) {
        const QJsonObject mask = masks[i].toObject();
        QCOMPARE(mask["id"].toInt(), i + 1);
        QCOMPARE(mask["image_id"].toInt(), i < 5 ? 1 : 2);
        QVERIFY(mask["iscrowd"].isDouble());
        QCOMPARE(mask["iscrowd"].toInt(-1), 0);
    }
    const core::Object& object = annotations[0].objects[0];
    const QJsonObject mask = masks[0].toObject();
    QCOMPARE(mask["category_id"].toInt(), 1);
    QCOMPARE(mask["area"].toInt(), int(object.area));
    QCOMPARE(mask["bbox"].toArray(),
             (QJsonArray{object.box.x, object.box.y, object.box.width, object.box.height}));
    const QJsonObject segmentation = mask["segmentation"].toObject();
    QCOMPARE(segmentation["size"].toArray(), (QJsonArray{40, 60}));
    QCOMPARE(segmentation["counts"].toString().toStdString(), core::compressCounts(object.mask));
}

void TestCoco::writesPolygons()
{
    Annotation annotation{"a.png", 4, 3, {objectOf(1, "", drawnMask({"....", ".##.", "...."}))}};
    const QJsonObject file = parsed({annotation}, CocoSegmentation::Polygons);
    const QJsonArray expected{QJsonArray{1, 1, 3, 1, 3, 2, 1, 2}};
    QCOMPARE(file["annotations"].toArray()[0].toObject()["segmentation"].toArray(), expected);
}

void TestCoco::writesNamesThatAreNotUnicode()
{
    const QJsonObject file = parsed({{"/x/\xff\xfe.png", 4, 3, {}}}, CocoSegmentation::Rle);
    QVERIFY(file["images"].toArray()[0].toObject()["file_name"].toString().endsWith(".png"));
}

void TestCoco::readsOtherPrograms_data()
{
    QTest::addColumn<QByteArray>("segmentation");
    QTest::addRow("polygon") << QByteArray("[[1,1,3,1,3,2,1,2]]");
    QTest::addRow("polygon with fractions") << QByteArray("[[0.9,1.1,3.2,1.1,3.2,2.3,0.9,2.3]]");
    QTest::addRow("two polygons") << QByteArray("[[1,1,2,1,2,2,1,2],[2,1,3,1,3,2,2,2]]");
    QTest::addRow("plain runs") << QByteArray(R"({"size":[3,4],"counts":[4,1,2,1,4]})");
    QTest::addRow("compressed runs") << QByteArray(R"({"size":[3,4],"counts":"41202"})");
}

void TestCoco::readsOtherPrograms()
{
    QFETCH(QByteArray, segmentation);
    const auto annotations = readBytes(foreignFile(segmentation));
    QCOMPARE(annotations.size(), std::size_t(1));
    QCOMPARE(annotations[0].imagePath.string(), pathIn(folder_, "a.png"));
    const core::Object& object = annotations[0].objects.at(0);
    QVERIFY(core::decodeRle(object.mask) == drawnMask({"....", ".##.", "...."}));
    QCOMPARE(object.id, 1);
    QCOMPARE(object.label, std::string("cat"));
    QVERIFY(!object.name.empty());
    QCOMPARE(object.area, std::size_t(2));
    QVERIFY((object.box == core::PixelRect{1, 1, 2, 1}));
}

void TestCoco::refusesHostileFiles_data()
{
    QTest::addColumn<QByteArray>("bytes");
    for (const char* segmentation : {"[]",
                                     "[[]]",
                                     "[[1,2,3,4]]",
                                     "[[1,2,3,4,5,6,7]]",
                                     "[[1,2,3,4,5,null]]",
                                     "[1,2,3,4,5,6]",
                                     "[[1,2,3,4,5,1e999]]",
                                     "null",
                                     "7",
                                     "\"x\"",
                                     "{}",
                                     R"({"size":[3,4]})",
                                     R"({"size":[4,3],"counts":[12]})",
                                     R"({"size":[3,4],"counts":[11]})",
                                     R"({"size":[3,4],"counts":[-1,13]})",
                                     R"({"size":[3,4],"counts":[4294967308]})",
                                     R"({"size":[3,4],"counts":[1.5,10.5]})",
                                     R"({"size":[3,4],"counts":"oooooooooooooooo"})",
                                     R"({"size":[3,4],"counts":{}})",
                                     R"({"size":"3,4","counts":[12]})"})
        QTest::addRow("%s", segmentation) << foreignFile(segmentation);
    const QByteArray good = foreignFile("[[1,1,3,1,3,2,1,2]]");
    const auto changed = [&](const char* from, const char* to) {
        QByteArray bytes = good;
        QTest::addRow("%s", to) << bytes.replace(from, to);
        if (bytes == good)
            qFatal("nothing to replace: %s", from);
    };
    changed("\"width\":4", "\"width\":0");
    changed("\"width\":4", "\"width\":-4");
    changed("\"width\":4", "\"width\":4.5");
    changed("\"width\":4", "\"width\":\"4\"");
    changed("\"width\":4", "\"width\":400000000");
    changed("\"width\":4", "\"width\":1e300");
    changed("\"image_id\":8", "\"image_id\":9");
    changed("\"image_id\":8", "\"image_id\":null");
    changed("\"category_id\":3", "\"category_id\":4");
    changed("\"categories\"", "\"other\"");
    changed("\"file_name\":\"a.png\"", "\"file_name\":7");
    changed("\"name\":\"cat\"", "\"name\":[]");
    changed("\"images\":[", "\"images\":[7,");
    changed("\"images\":[", "\"images\":[{\"id\":8,\"file_name\":\"b\",\"width\":1,\"height\":1},");
    changed("\"image_id\"", "\"maskwright\":7,\"image_id\"");
    changed("\"image_id\"", "\"maskwright\":{},\"image_id\"");
    QByteArray zigzag = "[[";
    for (int i = 0; i < 100; ++i)
        zigzag += QByteArray::number(i % 2) + "," + (i % 2 ? "0," : "100000000,");
    zigzag += "0,0]]";
    QTest::addRow("hundred times across a hundred million rows")
        << foreignFile(zigzag)
               .replace("\"width\":4", "\"width\":1")
               .replace("\"height\":3", "\"height\":100000000");
    QTest::addRow("text") << QByteArray("This is a text.");
    QTest::addRow("list") << QByteArray("[]");
    QTest::addRow("number") << QByteArray("7");
    QTest::addRow("cut off") << good.left(good.size() - 2);
    QTest::addRow("not UTF-8") << QByteArray("{\"\xff\":1}");
    QTest::addRow("very deep") << QByteArray(1000000, '[');
}

void TestCoco::refusesHostileFiles()
{
    QFETCH(QByteArray, bytes);
    EXPECT_ERROR(FileDamaged, readBytes(bytes));
}

void TestCoco::givesEveryObjectItsOwnId()
{
    std::vector<Annotation> two = twoPictures("/pictures");
    two[0].objects[1].id = two[0].objects[0].id;
    two[0].objects[2].id = two[0].objects[0].id;
    const auto back = readBytes(
        QByteArray::fromStdString(core::toCocoJson(two, CocoSegmentation::Rle, "/pictures")));
    std::set<int> ids;
    for (const core::Object& object : back.at(0).objects)
        ids.insert(object.id);
    QCOMPARE(ids.size(), two[0].objects.size());
    QCOMPARE(back[0].objects[0].id, two[0].objects[0].id); // the first keeps it
}

/// Any byte of our own file may be wrong: it reads or is refused.
void TestCoco::survivesDamage()
{
    const QByteArray good = QByteArray::fromStdString(
        core::toCocoJson(twoPictures("/pictures"), CocoSegmentation::Rle, "/pictures"));
    std::mt19937 random(5);
    int refused = 0;
    for (int i = 0; i < 1500; ++i) {
        QByteArray bytes = good;
        const char* const letters = "0123456789-.,:[]{}\"e";
        for (int changes = 1 + int(random() % 3); changes > 0; --changes)
            bytes[qsizetype(random() % std::size_t(bytes.size()))] = letters[random() % 20];
        try {
            readBytes(bytes);
        } catch (const core::Error& error) {
            QVERIFY2(error.code() == core::ErrorCode::FileDamaged, error.what());
            QCOMPARE(error.subject(), path_);
            ++refused;
        }
    }
    QVERIFY(refused > 100);
}

void TestCoco::reportsFiles()
{
    EXPECT_ERROR(FileMissing, core::readCoco(pathIn(folder_, "missing.json")));
    EXPECT_ERROR(FileUnreadable, core::readCoco(folder_.path().toStdString()));
    EXPECT_ERROR(FileEmpty, readBytes(""));
    EXPECT_ERROR(DiskFull, core::writeCoco("/dev/full", {}, CocoSegmentation::Rle));
}

QTEST_APPLESS_MAIN(TestCoco)
#include "test_coco.moc"
