#include <csignal>
#include <fstream>
#include <sstream>

#include <QDir>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/atomic_file.h"
#include "tests/core/helpers.h"

namespace {

std::string contents(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

constexpr int noError = 200, otherError = 201, notPossible = 202;

/// Runs `action` in a child process, so that it may give up rights or mount things. Returns the
/// code of the core::Error it throws.
template <typename Action> int errorInChild(Action action)
{
    const pid_t child = ::fork();
    if (child == 0) {
        int result = noError;
        try {
            result = action();
        } catch (const core::Error& error) {
            result = int(error.code());
        } catch (...) {
            result = otherError;
        }
        ::_exit(result);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int code(core::ErrorCode error)
{
    return int(error);
}

/// Root may write everywhere; somebody else may not.
void becomeNobody()
{
    constexpr uid_t nobody = 65534;
    if (::geteuid() == 0 && ::seteuid(nobody) != 0)
        ::_exit(otherError);
}

} // namespace

class TestAtomicFile : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void writesNewFiles();
    void replacesFiles();
    void keepsPermissions();
    void followsLinks();
    void writesIntoDevices();
    void reportsFullDisk();
    void keepsTheOldFileWhenItBreaksOff();
    void reportsReadOnlyFile();
    void reportsReadOnlyFolder();
    void reportsImpossiblePlaces();

private:
    std::string path(const char* name) const { return pathIn(*folder_, name); }
    QStringList files() const
    {
        return QDir(folder_->path()).entryList(QDir::Files | QDir::Hidden | QDir::System);
    }
    std::unique_ptr<QTemporaryDir> folder_;
};

void TestAtomicFile::init()
{
    folder_ = std::make_unique<QTemporaryDir>();
    QVERIFY(folder_->isValid());
    QCOMPARE(::chmod(folder_->path().toStdString().c_str(), 0755), 0);
}

void TestAtomicFile::writesNewFiles()
{
    const std::string bytes("a\0b\n", 4);
    const mode_t mask = ::umask(027);
    core::writeFileAtomically(path("grün.bin"), bytes);
    ::umask(mask);
    QCOMPARE(contents(path("grün.bin")), bytes);
    struct stat info;
    QCOMPARE(::stat(path("grün.bin").c_str(), &info), 0);
    QCOMPARE(info.st_mode & 07777, mode_t(0640));
    QCOMPARE(files().size(), 1);
    core::writeFileAtomically(path("empty"), "");
    QCOMPARE(contents(path("empty")), std::string());
    const std::string longest = path(std::string(255, 'n').c_str());
    core::writeFileAtomically(longest, "x");
    QCOMPARE(contents(longest), std::string("x"));
}

void TestAtomicFile::replacesFiles()
{
    core::writeFileAtomically(path("file"), std::string(100000, 'a'));
    core::writeFileAtomically(path("file"), "new");
    QCOMPARE(contents(path("file")), std::string("new"));
    QCOMPARE(files(), QStringList{"file"});
}

void TestAtomicFile::keepsPermissions()
{
    core::writeFileAtomically(path("file"), "old");
    QCOMPARE(::chmod(path("file").c_str(), 0604), 0);
    core::writeFileAtomically(path("file"), "new");
    struct stat info;
    QCOMPARE(::stat(path("file").c_str(), &info), 0);
    QCOMPARE(info.st_mode & 07777, mode_t(0604));
}

void TestAtomicFile::followsLinks()
{
    QVERIFY(QDir(folder_->path()).mkdir("sub"));
    QCOMPARE(::symlink("sub/real", path("link").c_str()), 0);
    QCOMPARE(::symlink("link", path("second").c_str()), 0);
    core::writeFileAtomically(path("second"), "one"); // the end does not exist yet
    QCOMPARE(contents(path("sub/real")), std::string("one"));
    core::writeFileAtomically(path("second"), "two");
    QCOMPARE(contents(path("sub/real")), std::string("two"));
    struct stat info;
    QCOMPARE(::lstat(path("second").c_str(), &info), 0);
    QVERIFY(S_ISLNK(info.st_mode));
    QCOMPARE(::symlink("loop", path("loop").c_str()), 0);
    EXPECT_ERROR(WriteFailed, core::writeFileAtomically(path("loop"), "x"));
}

void TestAtomicFile::writesIntoDevices()
{
    core::writeFileAtomically("/dev/null", "x");
    struct stat info;
    QCOMPARE(::stat("/dev/null", &info), 0);
    QVERIFY(S_ISCHR(info.st_mode));
}

/// A file system of 64 KiB in a namespace of its own, where the system allows that; the kernel's
/// own always-full device everywhere.
void TestAtomicFile::reportsFullDisk()
{
    const std::string place = folder_->path().toStdString();
    const int result = errorInChild([&] {
        if (::unshare(CLONE_NEWNS) != 0 && ::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
            return notPossible;
        ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
        if (::mount("tmpfs", place.c_str(), "tmpfs", 0, "size=64k") != 0)
            return notPossible;
        core::writeFileAtomically(place + "/file", "old");
        try {
            core::writeFileAtomically(place + "/file", std::string(1 << 20, 'x'));
        } catch (const core::Error& error) {
            const auto left = QDir(folder_->path()).entryList(QDir::Files | QDir::Hidden);
            const bool asBefore = contents(place + "/file") == "old" && left.size() == 1;
            return asBefore ? int(error.code()) : otherError;
        }
        return noError;
    });
    if (result != notPossible)
        QCOMPARE(result, code(core::ErrorCode::DiskFull));
    EXPECT_ERROR(DiskFull, core::writeFileAtomically("/dev/full", "x"));
}

/// The file size limit makes writing fail in the middle on every system.
void TestAtomicFile::keepsTheOldFileWhenItBreaksOff()
{
    core::writeFileAtomically(path("file"), "old");
    const int result = errorInChild([&] {
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{4096, 4096};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        core::writeFileAtomically(path("file"), std::string(100000, 'x'));
        return noError;
    });
    QCOMPARE(result, code(core::ErrorCode::WriteFailed));
    QCOMPARE(contents(path("file")), std::string("old"));
    QCOMPARE(files(), QStringList{"file"});
}

void TestAtomicFile::reportsReadOnlyFile()
{
    core::writeFileAtomically(path("file"), "old");
    QCOMPARE(::chmod(path("file").c_str(), 0444), 0);
    QCOMPARE(::chmod(folder_->path().toStdString().c_str(), 0777), 0);
    const int result = errorInChild([&] {
        becomeNobody();
        core::writeFileAtomically(path("file"), "new");
        return noError;
    });
    QCOMPARE(result, code(core::ErrorCode::NotWritable));
    QCOMPARE(contents(path("file")), std::string("old"));
}

void TestAtomicFile::reportsReadOnlyFolder()
{
    QCOMPARE(::chmod(folder_->path().toStdString().c_str(), 0555), 0);
    const int result = errorInChild([&] {
        becomeNobody();
        core::writeFileAtomically(path("file"), "new");
        return noError;
    });
    QCOMPARE(::chmod(folder_->path().toStdString().c_str(), 0755), 0);
    QCOMPARE(result, code(core::ErrorCode::NotWritable));
    QCOMPARE(files().size(), 0);
}

void TestAtomicFile::reportsImpossiblePlaces()
{
    EXPECT_ERROR(WriteFailed, core::writeFileAtomically(path("nowhere/file"), "x"));
    EXPECT_ERROR(WriteFailed, core::writeFileAtomically(folder_->path().toStdString(), "x"));
    EXPECT_ERROR(WriteFailed, core::writeFileAtomically(path(std::string(300, 'n').c_str()), "x"));
    QCOMPARE(files().size(), 0);
}

QTEST_APPLESS_MAIN(TestAtomicFile)
#include "test_atomic_file.moc"
