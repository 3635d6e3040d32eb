// Embeddings on disk with the real model, small so that it is quick: what is kept comes back bit
// for bit or not at all.
#include <csignal>
#include <fstream>
#include <functional>
#include <memory>
#include <set>
#include <sstream>

#include <QDir>
#include <QTemporaryDir>
#include <QTest>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/benchmark.h"
#include "core/embedding_cache.h"
#include "core/kernels/bfloat16_products.h"
#include "core/model_catalogue.h"
#include "core/sha256.h"
#include "tests/core/helpers.h"

using namespace core;
namespace fs = std::filesystem;

using Damage = std::function<void(std::string&)>;
Q_DECLARE_METATYPE(Damage)

namespace {

constexpr std::uintmax_t noLimit = EmbeddingCache::defaultLimit;

bool isSame(const Prediction& a, const Prediction& b)
{
    for (int i = 0; i < Prediction::candidateCount; ++i) {
        const Candidate &x = a.candidates[i], &y = b.candidates[i];
        if (x.iou != y.iou || x.stability != y.stability || !(x.mask == y.mask) ||
            x.logits->values != y.logits->values)
            return false;
    }
    return a.best == b.best;
}

Prompt pointPrompt(float x, float y)
{
    Prompt prompt;
    prompt.points.push_back({x, y, true});
    return prompt;
}

std::string contents(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

void write(const fs::path& path, const std::string& bytes)
{
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

/// A key that no picture has.
std::string madeUpKey(const std::string& name)
{
    return sha256(name);
}

void setAge(const fs::path& path, int minutes)
{
    fs::last_write_time(path, fs::file_time_type::clock::now() - std::chrono::minutes(minutes));
}

/// Root may write everywhere; somebody else may not.
class AsNobody {
public:
    AsNobody() { isRoot_ = ::geteuid() == 0 && ::seteuid(65534) == 0; }
    ~AsNobody()
    {
        if (isRoot_ && ::seteuid(0) != 0)
            std::abort();
    }

private:
    bool isRoot_;
};

} // namespace

class TestEmbeddingCache : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void keptEmbeddingsAnswerAlike();
    void keyTellsPicturesApart();
    void keyTellsModelsApart();
    void damagedFilesAreRemoved_data();
    void damagedFilesAreRemoved();
    void leastRecentlyUsedGoFirst();
    void leftoversOfACrashAreRemoved();
    void readOnlyFolderIsNoError();
    void impossibleFolderIsNoError();
    void breakingOffIsNoError();
    void foldersAreSharedByPrograms();

private:
    fs::path fileOf(const std::string& key) const { return folder() / (key + ".embedding"); }
    fs::path folder() const { return (temporary_->path() + "/embeddings").toStdString(); }
    bool isKept(const std::string& name) const { return fs::exists(fileOf(madeUpKey(name))); }

    std::unique_ptr<QTemporaryDir> temporary_;
    fs::path model_;
    std::unique_ptr<Segmenter> segmenter_;
    Image image_;
    std::string key_;
    EmbeddingPtr embedding_;
};

void TestEmbeddingCache::initTestCase()
{
    model_ = resolveModel({});
    InputOptions input;
    input.side = 256;
    segmenter_ = std::make_unique<Segmenter>(model_, input);
    image_ = benchmarkPicture(300, 200);
    key_ = embeddingKey(*segmenter_, image_);
    embedding_ = segmenter_->encode(image_);
}

void TestEmbeddingCache::init()
{
    temporary_ = std::make_unique<QTemporaryDir>();
    QVERIFY(::chmod(temporary_->path().toUtf8(), 0755) == 0); // for readers that are not root
}

void TestEmbeddingCache::keptEmbeddingsAnswerAlike()
{
    const Segmenter segmenter(model_); // as large as people use it
    const std::string key = embeddingKey(segmenter, image_);
    const EmbeddingCache cache(folder());
    QVERIFY(!cache.find(key, segmenter, image_));
    const EmbeddingPtr made = segmenter.encode(image_);
    cache.keep(key, *made);
    const Segmenter later(model_);
    QCOMPARE(embeddingKey(later, image_), key);
    const EmbeddingPtr found = cache.find(key, later, image_);
    QVERIFY(found);
    QVERIFY(byteCount(*found) == byteCount(*made));
    QVERIFY(byteCount(*found) > 64 * 64 * 256 * sizeof(float));

    const Prediction first = segmenter.predict(*made, pointPrompt(150, 100));
    QVERIFY(first.candidates[0].mask.area() > 0);
    QVERIFY(isSame(first, later.predict(*found, pointPrompt(150, 100))));
    QVERIFY(!isSame(first, later.predict(*found, pointPrompt(20, 20))));
    Prompt all = pointPrompt(40, 60);
    all.box = Box{10, 20, 120, 140};
    all.mask = first.candidates[1].logits;
    QVERIFY(isSame(segmenter.predict(*made, all), later.predict(*found, all)));
    const fs::perms open =
        fs::status(folder()).permissions() & (fs::perms::group_all | fs::perms::others_all);
    QVERIFY(open == fs::perms::none);
}

void TestEmbeddingCache::keyTellsPicturesApart()
{
    QCOMPARE(key_.size(), std::size_t(64));
    QCOMPARE(embeddingKey(*segmenter_, benchmarkPicture(300, 200)), key_);
    std::vector<std::uint8_t> pixels(image_.data(), image_.data() + 300 * 200 * 3);
    QVERIFY(embeddingKey(*segmenter_, Image(200, 300, pixels)) != key_);
    pixels.back() ^= 1;
    QVERIFY(embeddingKey(*segmenter_, Image(300, 200, pixels)) != key_);
}

void TestEmbeddingCache::keyTellsModelsApart()
{
    std::set<std::string> keys{key_};
    const auto isNew = [&](const Segmenter& segmenter) {
        return keys.insert(embeddingKey(segmenter, image_)).second;
    };
    InputOptions input = segmenter_->input();
    QVERIFY(!isNew(Segmenter(model_, input)));
    input.padded = false;
    QVERIFY(isNew(Segmenter(model_, input)));
    input.padded = true;
    input.side = 128;
    QVERIFY(isNew(Segmenter(model_, input)));
    if (kernels::bfloat16Products()) {
        InputOptions rounded = input;
        rounded.precision = Precision::BFloat16;
        QVERIFY(isNew(Segmenter(model_, rounded)));
    }
    const fs::path copy = pathIn(*temporary_, "copy") + model_.extension().string();
    fs::copy_file(model_, copy);
    QVERIFY(isNew(Segmenter(copy, input)));
    QVERIFY(!isNew(Segmenter(copy, input)));
    // A file of the same size that claims to be as old.
    const auto age = fs::last_write_time(copy);
    write(copy, contents(copy));
    fs::last_write_time(copy, age);
    QVERIFY(isNew(Segmenter(copy, input)));
}

void TestEmbeddingCache::damagedFilesAreRemoved_data()
{
    QTest::addColumn<Damage>("damage");
    QTest::newRow("empty") << Damage([](std::string& file) { file.clear(); });
    QTest::newRow("header alone") << Damage([](std::string& file) { file.resize(153); });
    QTest::newRow("cut off") << Damage([](std::string& file) { file.pop_back(); });
    QTest::newRow("longer") << Damage([](std::string& file) { file += '\0'; });
    QTest::newRow("first bit") << Damage([](std::string& file) { file.front() ^= 1; });
    QTest::newRow("a bit of the tokens") << Damage([](std::string& file) { file[100'000] ^= 1; });
    QTest::newRow("last bit") << Damage([](std::string& file) { file.back() ^= 64; });
    QTest::newRow("another version")
        << Damage([](std::string& file) { file[file.find('\n') - 1] = '2'; });
    QTest::newRow("checksum") << Damage([](std::string& file) {
        char& digit = file[file.find('\n') + 70];
        digit = digit == '0' ? '1' : '0';
    });
    QTest::newRow("another picture's") << Damage(
        [](std::string& file) { file.replace(file.find('\n') + 1, 64, madeUpKey("another")); });
    QTest::newRow("rubbish") << Damage([](std::string& file) { file.assign(file.size(), 'x'); });
}

void TestEmbeddingCache::damagedFilesAreRemoved()
{
    QFETCH(Damage, damage);
    const EmbeddingCache cache(folder());
    cache.keep(key_, *embedding_);
    std::string file = contents(fileOf(key_));
    damage(file);
    QVERIFY(file != contents(fileOf(key_)));
    write(fileOf(key_), file);
    QVERIFY(!cache.find(key_, *segmenter_, image_));
    QVERIFY(!fs::exists(fileOf(key_)));
    cache.keep(key_, *embedding_);
    QVERIFY(cache.find(key_, *segmenter_, image_));
}

void TestEmbeddingCache::leastRecentlyUsedGoFirst()
{
    const EmbeddingCache roomy(folder(), noLimit);
    int age = 30;
    for (const char* name : {"a", "b", "c"}) {
        roomy.keep(madeUpKey(name), *embedding_);
        setAge(fileOf(madeUpKey(name)), age--);
    }
    const std::uintmax_t three = 3 * fs::file_size(fileOf(madeUpKey("a")));
    const EmbeddingCache cache(folder(), three);
    QVERIFY(cache.find(madeUpKey("a"), *segmenter_, image_));
    cache.keep(madeUpKey("d"), *embedding_);
    QVERIFY(isKept("a") && !isKept("b") && isKept("c") && isKept("d"));
    EmbeddingCache(folder(), three / 3).keep(madeUpKey("e"), *embedding_);
    QVERIFY(!isKept("a") && !isKept("c") && !isKept("d") && isKept("e"));
    EmbeddingCache(folder(), three / 3 - 1).keep(madeUpKey("f"), *embedding_);
    QVERIFY(fs::is_empty(folder()));
}

void TestEmbeddingCache::leftoversOfACrashAreRemoved()
{
    const EmbeddingCache roomy(folder(), noLimit);
    roomy.keep(madeUpKey("a"), *embedding_);
    setAge(fileOf(madeUpKey("a")), 5);
    const fs::path leftover = folder() / ".maskwright-1-0";
    write(leftover, std::string(100'000, 'x'));
    setAge(leftover, 10);
    const std::uintmax_t one = fs::file_size(fileOf(madeUpKey("a")));
    EmbeddingCache(folder(), 2 * one).keep(madeUpKey("b"), *embedding_);
    QVERIFY(!fs::exists(leftover));
    QVERIFY(isKept("a") && isKept("b"));
}

void TestEmbeddingCache::readOnlyFolderIsNoError()
{
    const EmbeddingCache cache(folder());
    cache.keep(key_, *embedding_);
    fs::permissions(folder(), fs::perms(0555));
    fs::permissions(fileOf(key_), fs::perms(0444));
    {
        const AsNobody nobody;
        QVERIFY(cache.find(key_, *segmenter_, image_)); // though it cannot be marked as used
        cache.keep(madeUpKey("a"), *embedding_);
        QVERIFY(!isKept("a"));
        EmbeddingCache(folder(), 0).keep(madeUpKey("a"), *embedding_);
        QVERIFY(fs::exists(fileOf(key_)));
    }
    write(fileOf(key_), "damaged");
    {
        const AsNobody nobody;
        QVERIFY(!cache.find(key_, *segmenter_, image_));
        QVERIFY(fs::exists(fileOf(key_)));
    }
    fs::permissions(fileOf(key_), fs::perms::none);
    const AsNobody nobody;
    QVERIFY(!cache.find(key_, *segmenter_, image_));
}

void TestEmbeddingCache::impossibleFolderIsNoError()
{
    const EmbeddingCache cache("/dev/null/embeddings");
    cache.keep(key_, *embedding_);
    QVERIFY(!cache.find(key_, *segmenter_, image_));
    fs::create_directories(fileOf(key_)); // a folder in the file's place
    EmbeddingCache(folder()).keep(key_, *embedding_);
    QVERIFY(!EmbeddingCache(folder()).find(key_, *segmenter_, image_));
}

/// As a full disk does it, in the middle of writing.
void TestEmbeddingCache::breakingOffIsNoError()
{
    const auto before = std::signal(SIGXFSZ, SIG_IGN);
    rlimit limit{};
    QVERIFY(::getrlimit(RLIMIT_FSIZE, &limit) == 0);
    const rlimit small{50'000, limit.rlim_max};
    QVERIFY(::setrlimit(RLIMIT_FSIZE, &small) == 0);
    EmbeddingCache(folder()).keep(key_, *embedding_);
    QVERIFY(::setrlimit(RLIMIT_FSIZE, &limit) == 0);
    std::signal(SIGXFSZ, before);
    QVERIFY(fs::is_directory(folder()));
    QVERIFY(fs::is_empty(folder()));
}

void TestEmbeddingCache::foldersAreSharedByPrograms()
{
    constexpr int programs = 3, rounds = 40;
    EmbeddingCache(folder()).keep(key_, *embedding_);
    const std::uintmax_t two = 2 * fs::file_size(fileOf(key_));
    std::vector<pid_t> children;
    for (int program = 0; program < programs; ++program) {
        const pid_t child = ::fork();
        if (child == 0) {
            const EmbeddingCache cache(folder(), two);
            for (int round = 0; round < rounds; ++round) {
                cache.keep(key_, *embedding_);
                cache.keep(madeUpKey(std::to_string(round)), *embedding_);
            }
            ::_exit(0);
        }
        children.push_back(child);
    }
    const Prompt prompt = pointPrompt(150, 100);
    const Prediction expected = segmenter_->predict(*embedding_, prompt);
    const EmbeddingCache cache(folder(), two);
    int found = 0, ended = 0;
    for (int status = 0; ended < programs;) {
        if (const EmbeddingPtr kept = cache.find(key_, *segmenter_, image_)) {
            ++found;
            QVERIFY(isSame(segmenter_->predict(*kept, prompt), expected));
        }
        for (const pid_t child : children) {
            if (::waitpid(child, &status, WNOHANG) != child)
                continue;
            ++ended;
            QCOMPARE(status, 0);
        }
    }
    QVERIFY(found > 0);
    cache.keep(key_, *embedding_);
    QVERIFY(cache.find(key_, *segmenter_, image_));
    std::uintmax_t bytes = 0;
    for (const auto& entry : fs::directory_iterator(folder())) {
        QVERIFY2(entry.path().extension() == ".embedding", entry.path().c_str());
        bytes += entry.file_size();
    }
    QVERIFY(bytes <= two);
}

QTEST_GUILESS_MAIN(TestEmbeddingCache)
#include "test_embedding_cache.moc"
