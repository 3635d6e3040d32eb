#include <memory>

#include "core/formats/coco.h"
#include "core/formats/coco_merge.h"
#include "tests/core/helpers.h"
#include "tests/core/trees.h"

using core::Annotation;

namespace {

Annotation annotated(const std::string& name, int objects, const char* label)
{
    Annotation annotation{name, 30, 20, {}};
    for (int id = 1; id <= objects; ++id) {
        core::Object object;
        object.id = id;
        object.name = "Ä " + std::to_string(id);
        object.label = label;
        object.mask = core::encodeRle(blobMask(30, 20, unsigned(id)));
        object.area = core::area(object.mask);
        object.box = core::boundingBox(object.mask);
        object.prompt.points = {{0.1f, 3, true}};
        object.iou = 0.9f;
        annotation.objects.push_back(object);
    }
    return annotation;
}

} // namespace

class TestCocoMerge : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void makesTheBytesOfTheWhole();
    void joinsCategoriesByName();
    void takesListsInAnyOrder();
    void joinsLicences();
    void refusesAPictureTwice();
    void refusesDamagedParts_data();
    void refusesDamagedParts();
    void reportsFiles();

private:
    fs::path write(const char* name, const std::string& bytes) const
    {
        std::ofstream(root_ / name, std::ios::binary) << bytes;
        return root_ / name;
    }
    fs::path write(const char* name, const std::vector<Annotation>& annotations) const
    {
        return write(name, core::toCocoJson(annotations, core::CocoSegmentation::Rle, ""));
    }
    std::string merged(const std::vector<fs::path>& parts) const
    {
        core::mergeCoco(parts, root_ / "merged.json");
        return contents(root_ / "merged.json");
    }
    std::unique_ptr<QTemporaryDir> folder_;
    fs::path root_;
};

void TestCocoMerge::init()
{
    folder_ = std::make_unique<QTemporaryDir>();
    root_ = folder_->path().toStdString();
}

void TestCocoMerge::makesTheBytesOfTheWhole()
{
    const Annotation a = annotated("a.png", 3, ""), b = annotated("b.png", 0, ""),
                     c = annotated("c.png", 2, ""), d = annotated("d.png", 1, "");
    const fs::path whole = write("whole.json", std::vector{a, b, c, d});
    const fs::path one = write("1.json", std::vector{a, d}),
                   two = write("2.json", std::vector{c, b});
    QCOMPARE(merged({one, two}), contents(whole));
    QCOMPARE(merged({two, one}), contents(whole));
    QCOMPARE(merged({whole}), contents(whole));
    core::mergeCoco({one, two}, one); // onto one of the parts
    QCOMPARE(contents(one), contents(whole));
    QCOMPARE(tree(root_).size(), std::size_t(4)); // nothing is left over
}

void TestCocoMerge::joinsCategoriesByName()
{
    merged(
        {write("1.json", std::vector{annotated("a.png", 1, "cat"), annotated("c.png", 1, "dog")}),
         write("2.json", std::vector{annotated("b.png", 2, "dog"), annotated("d.png", 1, "cow")})});
    const auto all = core::readCoco(root_ / "merged.json");
    QCOMPARE(all.size(), std::size_t(4));
    const char* const labels[] = {"cat", "dog", "dog", "cow"};
    for (std::size_t i = 0; i < 4; ++i)
        QCOMPARE(all[i].objects.at(0).label, std::string(labels[i]));
    const std::string text = contents(root_ / "merged.json");
    QVERIFY(text.find(R"("categories":[{"id":1,"name":"cat","supercategory":""},{"id":2,"name":)"
                      R"("dog","supercategory":""},{"id":3,"name":"cow","supercategory":""}])") !=
            std::string::npos);
    for (int id = 1; id <= 5; ++id)
        QVERIFY(text.find("{\"id\":" + std::to_string(id) + ",\"image_id\":") != std::string::npos);
}

/// Annotations before the pictures they belong to, of other programs, with gaps in the ids.
void TestCocoMerge::takesListsInAnyOrder()
{
    const fs::path part = write(
        "1.json",
        std::string(
            R"({"annotations":[)"
            R"({"image_id":90,"id":7,"category_id":5,"segmentation":[[1,1,3,1,3,2,1,2]],"x":1.50},)"
            R"({"image_id":80,"id":7,"category_id":5,"segmentation":[[0,0,3,0,3,2,0,2]]},)"
            R"({"image_id":90,"id":8,"category_id":5,"segmentation":[[0,1,3,1,3,2,0,2]]}],)"
            R"("categories":[{"id":5,"name":"cat"}],)"
            R"("images":[{"id":90,"file_name":"b.png","width":4,"height":3},)"
            R"({"id":80,"file_name":"a.png","width":4,"height":3}]})"));
    QCOMPARE(
        merged({part}),
        std::string(
            R"({"info":{"description":"Made with Maskwright","version":"1.0"},"licenses":[],)"
            R"("images":[{"id":1,"file_name":"a.png","width":4,"height":3},)"
            R"({"id":2,"file_name":"b.png","width":4,"height":3}],"annotations":[)"
            R"({"image_id":1,"id":1,"category_id":1,"segmentation":[[0,0,3,0,3,2,0,2]]},)"
            R"({"image_id":2,"id":2,"category_id":1,"segmentation":[[1,1,3,1,3,2,1,2]],"x":1.5},)"
            R"({"image_id":2,"id":3,"category_id":1,"segmentation":[[0,1,3,1,3,2,0,2]]}],)"
            R"("categories":[{"id":1,"name":"cat"}]})"
            "\n"));
}

void TestCocoMerge::joinsLicences()
{
    const auto part = [&](const char* name, const char* picture, int id, const char* licence) {
        return write(name, R"({"images":[{"id":1,"file_name":")" + std::string(picture) +
                               R"(","license":)" + std::to_string(id) +
                               R"(}],"annotations":[],"categories":[],"licenses":[{"id":)" +
                               std::to_string(id) + R"(,"name":")" + licence + R"("}]})");
    };
    const std::string text = merged({part("1.json", "a", 4, "CC0"), part("2.json", "b", 4, "MIT"),
                                     part("3.json", "c", 9, "CC0")});
    QVERIFY(
        text.find(R"("licenses":[{"id":1,"name":"CC0"},{"id":2,"name":"MIT"}],"images":[)"
                  R"({"id":1,"file_name":"a","license":1},{"id":2,"file_name":"b","license":2},)"
                  R"({"id":3,"file_name":"c","license":1}])") != std::string::npos);
}

void TestCocoMerge::refusesAPictureTwice()
{
    const fs::path one =
        write("1.json", std::vector{annotated("a.png", 1, ""), annotated("b.png", 1, "")});
    const fs::path two = write("2.json", std::vector{annotated("b.png", 1, "")});
    try {
        core::mergeCoco({one, two}, root_ / "merged.json");
        QFAIL("it was merged");
    } catch (const core::Error& error) {
        QCOMPARE(error.code(), core::ErrorCode::FileDamaged);
        QCOMPARE(error.subject(), two.string());
        QVERIFY(error.reason().find("b.png") != std::string::npos);
        QVERIFY(error.reason().find(one.string()) != std::string::npos);
    }
    QVERIFY(!fs::exists(root_ / "merged.json"));
}

void TestCocoMerge::refusesDamagedParts_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray good = QByteArray::fromStdString(
        core::toCocoJson({annotated("a.png", 2, "cat")}, core::CocoSegmentation::Rle, ""));
    const auto changed = [&](const char* from, const char* to) {
        QByteArray bytes = good;
        QTest::addRow("%s", to) << bytes.replace(from, to);
        if (bytes == good)
            qFatal("nothing to replace: %s", from);
    };
    changed("\"image_id\":1", "\"image_id\":2");
    changed("\"image_id\":1", "\"image_id\":null");
    changed("\"category_id\":1", "\"category_id\":2");
    changed("\"category_id\":1", "\"category\":1");
    changed("\"images\":[", "\"images\":[7,");
    changed("\"images\":[", "\"images\":[{\"id\":1,\"file_name\":\"b\"},");
    changed("\"images\":[", "\"images\":[{\"id\":2,\"file_name\":\"b\",\"license\":1},");
    changed("\"images\":[", "\"images\":[{\"id\":2},");
    changed("\"images\":", "\"pictures\":");
    changed("\"categories\":", "\"classes\":");
    changed("\"name\":\"cat\"", "\"name\":[]");
    QTest::addRow("cut off") << good.left(good.size() - 3);
    QTest::addRow("list") << QByteArray("[]");
    QTest::addRow("number") << QByteArray("7");
    QTest::addRow("very deep") << QByteArray(1'000'000, '[');
}

void TestCocoMerge::refusesDamagedParts()
{
    QFETCH(QByteArray, bytes);
    const fs::path part = write("1.json", bytes.toStdString());
    EXPECT_ERROR(FileDamaged, merged({part}));
    QVERIFY(!fs::exists(root_ / "merged.json"));
    QCOMPARE(tree(root_).size(), std::size_t(1));
}

void TestCocoMerge::reportsFiles()
{
    EXPECT_ERROR(FileMissing, merged({root_ / "none.json"}));
    EXPECT_ERROR(FileEmpty, merged({write("empty.json", std::string())}));
    EXPECT_ERROR(FileUnreadable, merged({root_}));
    const fs::path part = write("1.json", std::vector{annotated("a.png", 1, "")});
    EXPECT_ERROR(WriteFailed, core::mergeCoco({part}, root_ / "none/merged.json"));
}

QTEST_APPLESS_MAIN(TestCocoMerge)
#include "test_coco_merge.moc"
