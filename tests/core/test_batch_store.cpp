#include <csignal>
#include <memory>

#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/batch_store.h"
#include "core/formats/amg.h"
#include "core/formats/coco.h"
#include "tests/core/helpers.h"
#include "tests/core/trees.h"

using core::BatchFormat;
using core::BatchStore;
using core::ListedPicture;
using core::Origin;
using core::PictureResult;

namespace {

const std::set<BatchFormat> all{BatchFormat::AmgFolder, BatchFormat::AmgJson, BatchFormat::Coco};
const ListedPicture picture{"/pictures/trip/cat.jpg", "trip/cat"};

PictureResult resultOf(int masks)
{
    PictureResult result{20, 10, {}, "vit_t"};
    for (int i = 0; i < masks; ++i) {
        const core::Mask pixels = blobMask(20, 10, unsigned(i + masks));
        result.masks.push_back({.mask = core::encodeRle(pixels),
                                .area = pixels.area(),
                                .box = pixels.boundingBox(),
                                .iou = 0.9f,
                                .stability = 0.95f,
                                .x = 1.5,
                                .y = 2.5,
                                .candidate = 2,
                                .cropBox = {0, 0, 20, 10}});
    }
    return result;
}

Origin originOf(int masks)
{
    return {{"content", "c"}, {"options", {{"masks", masks}}}};
}

/// Runs `work` in a child process and kills it before it enters its `calls`-th system call.
/// → whether it came that far
template <typename Work> bool killedAtCall(int calls, Work work)
{
    const pid_t child = ::fork();
    if (child == 0) {
        ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
        ::raise(SIGSTOP);
        work();
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ::ptrace(PTRACE_SETOPTIONS, child, nullptr, PTRACE_O_TRACESYSGOOD);
    for (int stops = 0;; ++stops) {
        if (stops == 2 * calls) // one stop on the way in, one on the way out
            ::kill(child, SIGKILL);
        ::ptrace(PTRACE_SYSCALL, child, nullptr, nullptr);
        ::waitpid(child, &status, 0);
        if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
            return false;
        if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
            return true;
        if (!WIFSTOPPED(status) || WSTOPSIG(status) != (SIGTRAP | 0x80))
            qFatal("the child went its own way, status %d", status);
    }
}

} // namespace

class TestBatchStore : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void findsWhatItSaved();
    void survivesAKillAtEveryMoment();
    void survivesAKillWhileReplacing();
    void leavesTheRunningAlone();
    void writesDatasetsInOrder();

private:
    /// Saves results of `masks` masks, killed at every system call in turn, and after each kill
    /// looks that they can be saved whole and that nothing is left over.
    void killEverywhere(int masksBefore, int masks);
    std::unique_ptr<QTemporaryDir> folder_;
    fs::path root_;
};

void TestBatchStore::init()
{
    folder_ = std::make_unique<QTemporaryDir>();
    root_ = folder_->path().toStdString();
}

void TestBatchStore::findsWhatItSaved()
{
    BatchStore store(root_, all, "annotations.json");
    QVERIFY(!store.find(picture, originOf(3)));
    store.save(picture, originOf(3), resultOf(3));
    QCOMPARE(store.find(picture, originOf(3)), std::optional<int>(3));
    QVERIFY(!store.find(picture, originOf(4)));
    QVERIFY(!store.find({"/other/dog.jpg", "trip/dog"}, originOf(3)));
    // The same bytes under another name: the dataset would name the wrong file.
    QVERIFY(!store.find({"/pictures/trip/cat.png", "trip/cat"}, originOf(3)));
    store.save(picture, originOf(0), resultOf(0));
    QCOMPARE(store.find(picture, originOf(0)), std::optional<int>(0));
    QVERIFY(!store.find(picture, originOf(3)));
    const ListedPicture odd{"/pictures/\xff.jpg", "\xff"};
    store.save(odd, originOf(1), resultOf(1));
    QCOMPARE(store.find(odd, originOf(1)), std::optional<int>(1));
}

void TestBatchStore::killEverywhere(int masksBefore, int masks)
{
    const auto saveInto = [](const fs::path& output, int count) {
        BatchStore store(output, all, "annotations.json");
        store.save(picture, originOf(count), resultOf(count));
    };
    saveInto(root_ / "undisturbed", masks);
    int calls = 0;
    for (bool killed = true; killed; ++calls) {
        const fs::path output = root_ / ("out" + std::to_string(calls));
        if (masksBefore > 0)
            saveInto(output, masksBefore);
        killed = killedAtCall(calls, [&] { saveInto(output, masks); });
        {
            BatchStore store(output, all, "annotations.json");
            if (fs::exists(output / "trip/cat")) { // whole, whichever it is
                const auto found = core::readAmg(output / "trip/cat");
                QVERIFY(found.size() == std::size_t(masks) ||
                        found.size() == std::size_t(masksBefore));
            }
            if (store.find(picture, originOf(masks))) {
                QCOMPARE(core::readAmg(output / "trip/cat").size(), std::size_t(masks));
                QCOMPARE(core::readAmg(output / "trip/cat.json").size(), std::size_t(masks));
            } else {
                store.checkPlace(picture); // it still knows whose these are
                store.save(picture, originOf(masks), resultOf(masks));
            }
        }
        QCOMPARE(differences(output, root_ / "undisturbed"), std::string());
        fs::remove_all(output);
    }
    QVERIFY2(calls > 100, "too few system calls to have been watched");
}

void TestBatchStore::survivesAKillAtEveryMoment()
{
    killEverywhere(0, 2);
}

void TestBatchStore::survivesAKillWhileReplacing()
{
    killEverywhere(3, 2);
}

void TestBatchStore::leavesTheRunningAlone()
{
    BatchStore first(root_, all, "one.json");
    {
        BatchStore second(root_, all, "two.json");
        second.save(picture, originOf(1), resultOf(1));
    }
    first.save({"/pictures/dog.jpg", "dog"}, originOf(2), resultOf(2));
    QVERIFY(first.find(picture, originOf(1)));
    QVERIFY(first.find({"/pictures/dog.jpg", "dog"}, originOf(2)));
}

void TestBatchStore::writesDatasetsInOrder()
{
    BatchStore store(root_, {BatchFormat::Coco}, "annotations.json");
    const ListedPicture dog{"/pictures/dog.jpg", "dog"};
    store.save(picture, originOf(2), resultOf(2));
    store.save(dog, originOf(1), resultOf(1));
    store.writeDataset({dog, picture});
    const auto annotations = core::readCoco(root_ / "annotations.json");
    QCOMPARE(annotations.size(), std::size_t(2));
    QCOMPARE(annotations[0].objects.size(), std::size_t(1));
    QCOMPARE(annotations[1].objects.size(), std::size_t(2));
    QCOMPARE(annotations[1].objects[1].mask, resultOf(2).masks[1].mask);
    store.writeDataset({}); // ours, so it may be replaced
    QVERIFY(core::readCoco(root_ / "annotations.json").empty());
    std::ofstream(root_ / "other.json") << "x";
    EXPECT_ERROR(WriteFailed, BatchStore(root_, {BatchFormat::Coco}, "other.json").checkDataset());
}

QTEST_APPLESS_MAIN(TestBatchStore)
#include "test_batch_store.moc"
