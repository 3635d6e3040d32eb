#include <cstring>
#include <fstream>
#include <optional>
#include <random>
#include <string>

#include <QTemporaryDir>
#include <QTest>

#include "core/checkpoint/torch_file.h"
#include "core/error.h"
#include "tests/core/torch_pieces.h"

using core::ErrorCode;
using core::StateDict;
using namespace torch_pieces;

namespace {

const std::string magic = begin + "\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.";
const std::string version = begin + "M\xe9\x03.";
const std::string littleEndian = begin + "}" + text("little_endian") + "\x88s.";
const std::string keyList = begin + "]" + text("0") + "a.";
const std::string eightFloats = little(std::int64_t(8)) + std::string(32, '\1');

/// A tensor of two numbers; `storages` as in the object.
std::string object(const std::string& from = storage())
{
    return dict(tensor(0, numbers({2}), numbers({1}), from));
}

std::string stream(const std::string& object, const std::string& keys = keyList,
                   const std::string& data = eightFloats)
{
    return magic + version + littleEndian + object + keys + data;
}

} // namespace

/// torch.save's format before PyTorch 1.6.
class TestTorchStream : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTheSameAsTheArchive_data();
    void readsTheSameAsTheArchive();
    void sharesStorages();
    void readsItsOwnPieces();
    void refusesHostileFiles_data();
    void refusesHostileFiles();
    void refusesEveryTruncation();
    void survivesDamagedBytes();

private:
    std::filesystem::path write(const std::string& bytes) const
    {
        const std::filesystem::path file = folder_.filePath("file.pt").toStdString();
        std::ofstream(file, std::ios::binary) << bytes;
        return file;
    }
    /// The error that reading ends in; nothing when it succeeds.
    std::optional<core::Error> failure(const std::string& bytes) const
    {
        try {
            core::readTorchFile(write(bytes));
            return std::nullopt;
        } catch (const core::Error& error) {
            return error;
        }
    }

    QTemporaryDir folder_;
};

void TestTorchStream::readsTheSameAsTheArchive_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArray>("archive");
    QTest::newRow("module") << QByteArray("legacy.pt") << QByteArray("plain.pt");
    QTest::newRow("views") << QByteArray("views_stream.pt") << QByteArray("views.pt");
    QTest::newRow("types") << QByteArray("types_stream.pt") << QByteArray("types.pt");
}

void TestTorchStream::readsTheSameAsTheArchive()
{
    QFETCH(QByteArray, stream);
    QFETCH(QByteArray, archive);
    const StateDict found = core::readTorchFile(sample(stream));
    const StateDict expected = core::readTorchFile(sample(archive));
    QCOMPARE(found.size(), expected.size());
    for (const auto& [name, tensor] : expected) {
        QVERIFY2(found.at(name).scalar_type() == tensor.scalar_type(), name.c_str());
        QVERIFY2(at::equal(found.at(name), tensor), name.c_str());
        QVERIFY2(found.at(name).strides() == tensor.strides(), name.c_str());
    }
}

void TestTorchStream::sharesStorages()
{
    const StateDict tensors = core::readTorchFile(sample("views_stream.pt"));
    QVERIFY(tensors.at("whole").data_ptr() == tensors.at("transposed").data_ptr());
}

void TestTorchStream::readsItsOwnPieces()
{
    const StateDict tensors = core::readTorchFile(write(stream(object())));
    QCOMPARE(tensors.at("w").sizes(), at::IntArrayRef({2}));
}

void TestTorchStream::refusesHostileFiles_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char* name, const std::string& bytes) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes);
    };
    const auto key = [](const std::string& value) { return begin + "]" + value + "a."; };
    const std::string bigEndian = begin + "}" + text("little_endian") + "\x89s.";
    const std::string system = begin + "cos\nsystem\n(" + text("touch /tmp/x") + "tR.";

    row("another pickle", object());
    row("another version", magic + begin + "M\xe8\x03." + littleEndian);
    row("version is a text", magic + begin + text("1001") + "." + littleEndian);
    row("big-endian", magic + version + bigEndian + object() + keyList + eightFloats);
    row("no system", magic + version + begin + "N." + object() + keyList + eightFloats);
    row("foreign global in the system", magic + version + system);
    row("foreign global in the object", stream(system));
    row("foreign global in the keys", stream(object(), system));
    row("storage in the keys", stream(object(), begin + "](" + storage() + "e."));
    row("keys are no list", stream(object(), begin + "}."));
    row("key is a number", stream(object(), key("K\1")));
    row("key that no tensor has", stream(object(), key(text("1"))));
    row("key twice",
        stream(object(), begin + "](" + text("0") + text("0") + "e.", eightFloats + eightFloats));
    row("no keys", stream(object(), begin + "]."));
    row("negative count",
        stream(object(), keyList, little(std::int64_t(-8)) + std::string(32, '\0')));
    row("giant count",
        stream(object(), keyList, little(std::int64_t(1) << 62) + std::string(32, '\0')));
    row("count of another storage",
        stream(object(), keyList, little(std::int64_t(7)) + std::string(32, '\0')));
    row("no data", stream(object(), keyList, ""));
    row("half a count", stream(object(), keyList, "1234"));
    row("one storage as two types",
        stream(begin + "}(" + text("a") + tensor(0, numbers({1}), numbers({1})) + text("b") +
               tensor(0, numbers({1}), numbers({1}), storage("0", 8, "DoubleStorage")) + "u."));
    row("part of a storage",
        stream(object("(" + text("storage") + "ctorch\nFloatStorage\n" + text("0") + text("cpu") +
                      "K\x08(" + text("v") + number(0) + number(2) + "ttQ")));
    row("endless object", stream(begin + std::string(2'000'000, '}') + "."));
    row("long object", stream(begin + "X" + little(std::uint32_t(17 << 20)) +
                              std::string(17 << 20, 'x') + "0" + object()));
}

void TestTorchStream::refusesHostileFiles()
{
    QFETCH(QByteArray, bytes);
    const auto error = failure(bytes.toStdString());
    QVERIFY(error);
    QVERIFY2(error->code() == ErrorCode::ModelDamaged || error->code() == ErrorCode::ModelMismatch,
             error->what());
    QVERIFY2(std::strlen(error->what()) < 400 && !std::strchr(error->what(), '\n'), error->what());
}

void TestTorchStream::refusesEveryTruncation()
{
    const std::string whole = read(sample("types_stream.pt"));
    QVERIFY(!failure(whole));
    for (std::size_t size = 0; size < whole.size(); ++size)
        QVERIFY2(failure(whole.substr(0, size)), std::to_string(size).c_str());
}

void TestTorchStream::survivesDamagedBytes()
{
    const std::string whole = read(sample("types_stream.pt"));
    std::mt19937 random(7);
    int refused = 0;
    for (int i = 0; i < 2000; ++i) {
        std::string damaged = whole;
        for (int k = 0; k < 1 + i % 5; ++k)
            damaged[random() % damaged.size()] = char(random());
        refused += failure(damaged).has_value(); // any other exception fails the test
    }
    QVERIFY(refused > 500);
    QVERIFY(refused < 2000);
}

QTEST_GUILESS_MAIN(TestTorchStream)
#include "test_torch_stream.moc"
