#include <fstream>

#include <QDir>
#include <QFile>

#include "core/picture_list.h"
#include "tests/core/helpers.h"

namespace fs = std::filesystem;

namespace {

QStringList namesOf(const std::vector<core::ListedPicture>& pictures)
{
    QStringList names;
    for (const core::ListedPicture& picture : pictures)
        names += QString::fromStdString(picture.name.string());
    return names;
}

} // namespace

class TestPictureList : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void listsPicturesOfAFolder();
    void walksThroughFolders();
    void takesFilesAsTheyAre();
    void listsEachPictureOnce();
    void keepsEndingsOfNamesakes();
    void keepsEndingsBesideFolders();
    void refusesTheSameNameTwice();
    void refusesWhatIsNoFolder();
    void refusesPathsWithoutName();
    void stopsWhenAsked();
    void dividesIntoShards();
    void refusesImpossibleShards();

private:
    void make(const char* name, const char* bytes = "x") const
    {
        const fs::path path = root_ / name;
        fs::create_directories(path.parent_path());
        std::ofstream(path) << bytes;
    }
    std::unique_ptr<QTemporaryDir> folder_;
    fs::path root_;
};

void TestPictureList::init()
{
    folder_ = std::make_unique<QTemporaryDir>();
    root_ = folder_->path().toStdString();
}

void TestPictureList::listsPicturesOfAFolder()
{
    for (const char* name : {"b.JPG", "a.png", "c.webp", "d.Tiff", "notes.txt", ".hidden.png",
                             "ending only/png", "inner/e.bmp"})
        make(name);
    fs::create_directory(root_ / "folder.png");
    fs::create_symlink("nowhere", root_ / "broken.png");
    const auto pictures = core::listPictures({root_}, false);
    QCOMPARE(namesOf(pictures), (QStringList{"a", "b", "c", "d"}));
    QCOMPARE(pictures[1].file.string(), (root_ / "b.JPG").string());
    QCOMPARE(core::listedName(pictures[1]), std::string("b.JPG"));
}

void TestPictureList::walksThroughFolders()
{
    for (const char* name : {"z.png", "a/b/deep.jpg", "a/top.jpg", ".git/x.png", "a-b/y.png"})
        make(name);
    make("z/0.png");
    make("z/metadata.csv",
         "id,area,bbox_x0,bbox_y0,bbox_w,bbox_h,point_input_x,point_input_y,predicted_iou,"
         "stability_score,crop_box_x0,crop_box_y0,crop_box_w,crop_box_h\n0,…");
    make("other/metadata.csv", "file_name,text\n");
    make("other/kept.png");
    fs::create_directory_symlink("..", root_ / "a" / "round");
    const auto pictures = core::listPictures({root_}, true);
    QCOMPARE(namesOf(pictures), (QStringList{"a-b/y", "a/b/deep", "a/top", "other/kept", "z"}));
    QCOMPARE(core::listedName(pictures[1]), std::string("a/b/deep.jpg"));
    QCOMPARE(pictures[1].file.string(), (root_ / "a/b/deep.jpg").string());
}

/// Also files that are not there: their turn comes later.
void TestPictureList::takesFilesAsTheyAre()
{
    const auto pictures = core::listPictures({}, false, {"x/.hidden.png", "y/b.dat", "missing"});
    QCOMPARE(namesOf(pictures), (QStringList{".hidden", "b", "missing"}));
    QVERIFY(core::listPictures({}, true, {}).empty());
}

void TestPictureList::listsEachPictureOnce()
{
    make("sub/a.png");
    const auto pictures =
        core::listPictures({root_ / "sub", root_ / "sub/../sub"}, false, {root_ / "sub/./a.png"});
    QCOMPARE(namesOf(pictures), QStringList{"a"});
}

void TestPictureList::keepsEndingsOfNamesakes()
{
    for (const char* name : {"cat.jpg", "cat.png", "cat.jpg.png", "dog.png", "in/cat.jpg"})
        make(name);
    const auto pictures = core::listPictures({root_}, true);
    QCOMPARE(namesOf(pictures),
             (QStringList{"cat.jpg", "cat.jpg.png", "cat.png", "dog", "in/cat"}));
    // A shard sees the names that the whole list has.
    QCOMPARE(namesOf(core::shardOf(pictures, 1, 5)), QStringList{"cat.jpg"});
}

/// The results of trip.png and of trip/day.png must not lie in each other.
void TestPictureList::keepsEndingsBesideFolders()
{
    for (const char* name : {"trip.png", "trip/day/1.png", "day.png"})
        make(name);
    QCOMPARE(namesOf(core::listPictures({root_}, true)),
             (QStringList{"day", "trip.png", "trip/day/1"}));
    // Even the ending does not help.
    for (const char* name : {"x/trip/1.png", "x/trip.png/1.png", "y/trip.png"})
        make(name);
    EXPECT_ERROR(NameTaken, core::listPictures({root_ / "x", root_ / "y"}, true));
}

void TestPictureList::refusesTheSameNameTwice()
{
    make("a/1.png");
    make("b/1.png");
    try {
        core::listPictures({root_ / "a"}, false, {root_ / "b/1.png"});
        QFAIL("two pictures have one name");
    } catch (const core::Error& error) {
        QCOMPARE(error.code(), core::ErrorCode::NameTaken);
        QCOMPARE(error.subject(), (root_ / "b/1.png").string());
        QCOMPARE(error.reason(), (root_ / "a/1.png").string());
    }
}

void TestPictureList::refusesWhatIsNoFolder()
{
    make("a.png");
    EXPECT_ERROR(FileMissing, core::listPictures({root_ / "none"}, false));
    EXPECT_ERROR(FileUnreadable, core::listPictures({root_ / "a.png"}, false));
}

void TestPictureList::refusesPathsWithoutName()
{
    for (const char* path : {"..", "a/..", ".", "a/", "/"})
        EXPECT_ERROR(FileUnreadable, core::listPictures({}, false, {path}));
}

void TestPictureList::stopsWhenAsked()
{
    make("a.png");
    std::stop_source stop;
    QCOMPARE(core::listPictures({root_}, false, {}, stop.get_token()).size(), std::size_t(1));
    stop.request_stop();
    try {
        core::listPictures({root_}, false, {}, stop.get_token());
        QFAIL("it went on");
    } catch (const core::Error& error) {
        QCOMPARE(error.code(), core::ErrorCode::Cancelled);
    }
}

void TestPictureList::dividesIntoShards()
{
    std::vector<core::ListedPicture> all;
    for (int i = 0; i < 7; ++i)
        all.push_back({std::to_string(i) + ".png", std::to_string(i)});
    QCOMPARE(namesOf(core::shardOf(all, 1, 3)), (QStringList{"0", "3", "6"}));
    QCOMPARE(namesOf(core::shardOf(all, 3, 3)), (QStringList{"2", "5"}));
    QCOMPARE(core::shardOf(all, 1, 1), all);
    QVERIFY(core::shardOf(all, 9, 9).empty());
}

void TestPictureList::refusesImpossibleShards()
{
    EXPECT_ERROR(OptionInvalid, core::shardOf({}, 0, 3));
    EXPECT_ERROR(OptionInvalid, core::shardOf({}, 4, 3));
    EXPECT_ERROR(OptionInvalid, core::shardOf({}, 1, 0));
}

QTEST_APPLESS_MAIN(TestPictureList)
#include "test_picture_list.moc"
