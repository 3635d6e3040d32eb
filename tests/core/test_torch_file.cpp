#include <cstring>
#include <fstream>
#include <random>
#include <string>

#include <ATen/ATen.h>
#include <QTemporaryDir>
#include <QTest>

#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/torch_file.h"
#include "core/error.h"
#include "tests/core/torch_pieces.h"

using core::ErrorCode;
using core::StateDict;
using namespace torch_pieces;

class TestTorchFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsAStateDict();
    void readsViews();
    void readsEveryType();
    void findsNestedStateDicts();
    void readsRepeatedElements();
    void readsZip64();
    void readsItsOwnPieces();
    void keepsTheFileAliveAndUnchanged();
    void copiesWhatIsNotAligned();
    void refusesOtherFiles_data();
    void refusesOtherFiles();
    void refusesHostileFiles_data();
    void refusesHostileFiles();
    void namesForeignGlobals();
    void refusesEveryTruncation();
    void survivesDamagedBytes();
    void choosesTheReader();

private:
    std::filesystem::path write(const std::string& bytes, const char* name = "file.pt") const
    {
        const std::filesystem::path file = folder_.filePath(name).toStdString();
        std::ofstream(file, std::ios::binary) << bytes;
        return file;
    }
    /// The error that reading ends in; nothing when it succeeds.
    static std::optional<core::Error> failure(const std::filesystem::path& file)
    {
        try {
            core::readCheckpoint(file);
            return std::nullopt;
        } catch (const core::Error& error) {
            return error;
        }
    }

    QTemporaryDir folder_;
};

void TestTorchFile::readsAStateDict()
{
    const StateDict tensors = core::readTorchFile(sample("plain.pt"));
    QCOMPARE(tensors.size(), std::size_t(7));
    QVERIFY(at::equal(tensors.at("0.weight"), at::arange(6, at::kFloat).view({2, 3}) - 2.5));
    QVERIFY(at::equal(tensors.at("0.bias"), at::tensor({0.25f, -1e30f})));
    QVERIFY(at::equal(tensors.at("1.running_mean"), at::tensor({7.f, 8.f})));
    QVERIFY(at::equal(tensors.at("1.running_var"), at::ones(2)));
    QVERIFY(tensors.at("1.num_batches_tracked").scalar_type() == at::kLong);
    QCOMPARE(tensors.at("1.num_batches_tracked").dim(), std::int64_t(0));
}

void TestTorchFile::readsViews()
{
    const StateDict tensors = core::readTorchFile(sample("views.pt"));
    const at::Tensor whole = at::arange(30, at::kFloat).view({6, 5});
    QCOMPARE(tensors.size(), std::size_t(6));
    QVERIFY(at::equal(tensors.at("whole"), whole));
    QVERIFY(at::equal(tensors.at("again"), whole));
    QVERIFY(at::equal(tensors.at("transposed"), whole.t()));
    QVERIFY(at::equal(tensors.at("column"), at::tensor({7.f, 12.f, 17.f})));
    QVERIFY(at::equal(tensors.at("row"), whole[5]));
    QCOMPARE(tensors.at("last").item<float>(), 29.f);
    QVERIFY(tensors.at("whole").data_ptr() == tensors.at("transposed").data_ptr());
}

void TestTorchFile::readsEveryType()
{
    const StateDict tensors = core::readTorchFile(sample("types.pt"));
    QCOMPARE(tensors.size(), std::size_t(12));
    const auto same = [&](const char* name, at::ScalarType type, const at::Tensor& expected) {
        const at::Tensor& found = tensors.at(name);
        return found.scalar_type() == type && at::equal(found, expected.to(type));
    };
    QVERIFY(same("half", at::kHalf, at::tensor({1.5, -2.})));
    QVERIFY(same("bfloat16", at::kBFloat16, at::tensor({1.5, -3.})));
    QVERIFY(same("double", at::kDouble, at::tensor({1. / 3}, at::kDouble)));
    QVERIFY(same("long", at::kLong, at::tensor({-(1L << 40), 1L << 40}, at::kLong)));
    QVERIFY(same("int", at::kInt, at::tensor({-70000})));
    QVERIFY(same("short", at::kShort, at::tensor({-300})));
    QVERIFY(same("char", at::kChar, at::tensor({-5})));
    QVERIFY(same("byte", at::kByte, at::tensor({250})));
    QVERIFY(same("bool", at::kBool, at::tensor({1, 0})));
    QVERIFY(same("scalar", at::kFloat, at::full({}, 2.5)));
    QVERIFY(same("empty", at::kFloat, at::empty({3, 0, 2})));
    QVERIFY(same("parameter", at::kFloat, at::arange(4).view({2, 2})));
}

void TestTorchFile::findsNestedStateDicts()
{
    const StateDict plain = core::readTorchFile(sample("plain.pt"));
    const StateDict nested = core::readTorchFile(sample("training.pt"));
    QCOMPARE(nested.size(), plain.size());
    for (const auto& [name, tensor] : plain)
        QVERIFY2(at::equal(nested.at(name), tensor), name.c_str());
    QVERIFY(
        at::equal(core::readTorchFile(sample("model.pt")).at("weight"), at::tensor({0.f, 1.f})));
}

void TestTorchFile::readsRepeatedElements()
{
    const StateDict tensors = core::readTorchFile(sample("expanded.pt"));
    QVERIFY(at::equal(tensors.at("row"), at::tensor({0.f, 1.f, 2.f, 0.f, 1.f, 2.f}).view({2, 3})));
    QCOMPARE(tensors.at("row").stride(0), std::int64_t(0));
    QVERIFY(at::equal(tensors.at("one"), at::full({2, 2}, 2.5)));
}

void TestTorchFile::readsZip64()
{
    const std::string written = read(sample("zip64.pt"));
    const std::size_t record = written.find("PK\x06\x06");
    QVERIFY(record != std::string::npos);
    // Python repeats in the old end record what fits there; larger archives cannot.
    std::string full = written;
    full.replace(full.size() - 14, 12, 12, '\xff'); // counts, size and offset of the directory
    for (const std::string& bytes : {written, full}) {
        QVERIFY(at::equal(core::readTorchFile(write(bytes)).at("weight"), at::tensor({0.f, 1.f})));
        for (std::size_t size = 4; size < bytes.size(); ++size) {
            const auto error = failure(write(bytes.substr(0, size)));
            QVERIFY2(error && error->code() == ErrorCode::ModelDamaged,
                     std::to_string(size).c_str());
        }
    }
    full.replace(record + 32, 8, little(std::uint64_t(1) << 40)); // number of entries
    const auto error = failure(write(full));
    QVERIFY(error && QString(error->what()).contains("too many entries"));
}

void TestTorchFile::readsItsOwnPieces()
{
    // What the hostile rows below are made of is readable as long as nothing is wrong with it.
    const auto file = write(withPickle(dict(tensor(1, numbers({2, 3}), numbers({3, 1})))));
    const StateDict tensors = core::readTorchFile(file);
    QCOMPARE(tensors.at("w").sizes(), at::IntArrayRef({2, 3}));
    QVERIFY(!failure(write(withPickle(begin + "}}" + text("_metadata") + "}sb."))));
}

void TestTorchFile::keepsTheFileAliveAndUnchanged()
{
    const std::string before = read(sample("views.pt"));
    const auto file = write(before);
    at::Tensor whole = core::readTorchFile(file).at("whole");
    whole.fill_(3);
    QVERIFY(read(file) == before);
    std::filesystem::remove(file);
    QCOMPARE(whole.sum().item<float>(), 90.f);
}

void TestTorchFile::copiesWhatIsNotAligned()
{
    const std::string pickle = dict(tensor(0, numbers({2}), numbers({1}), storage("0", 2)));
    const float values[] = {1.5f, -2.f};
    const std::string bytes(reinterpret_cast<const char*>(values), sizeof values);
    for (std::size_t shift = 0; shift < 4; ++shift) {
        const auto file = write(archive(
            {{"a/x", std::string(shift, 'x')}, {"a/data.pkl", pickle}, {"a/data/0", bytes}}));
        const at::Tensor tensor = core::readTorchFile(file).at("w");
        QVERIFY(at::equal(tensor, at::tensor({1.5f, -2.f})));
        QCOMPARE(reinterpret_cast<std::uintptr_t>(tensor.data_ptr()) % 4, std::uintptr_t(0));
    }
}

void TestTorchFile::refusesOtherFiles_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("part");
    QTest::newRow("TorchScript") << "torchscript.pt"
                                 << "TorchScript";
    QTest::newRow("no tensors") << "no_tensors.pt"
                                << "epoch is no tensor";
    QTest::newRow("a list") << "list.pt"
                            << "no state dict";
}

void TestTorchFile::refusesOtherFiles()
{
    QFETCH(QString, name);
    QFETCH(QString, part);
    const auto error = failure(sample(qPrintable(name)));
    QVERIFY(error && error->code() == ErrorCode::ModelMismatch);
    QVERIFY2(QString(error->what()).contains(part), error->what());
}

void TestTorchFile::refusesHostileFiles_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char* name, const std::string& bytes) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes);
    };
    const auto pickleRow = [&](const char* name, const std::string& pickle) {
        row(name, withPickle(pickle));
    };
    const auto tensorRow = [&](const char* name, const std::string& value) {
        pickleRow(name, dict(value));
    };
    const std::int64_t huge = std::int64_t(1) << 62;
    const std::string two = numbers({2});
    const std::string one = numbers({1});

    tensorRow("beyond its storage", tensor(0, numbers({9}), one));
    tensorRow("offset beyond its storage", tensor(7, two, one));
    tensorRow("negative offset", tensor(-1, two, one));
    tensorRow("stride beyond its storage", tensor(0, two, numbers({8})));
    tensorRow("negative stride", tensor(4, two, numbers({-1})));
    tensorRow("negative size", tensor(0, numbers({-2}), one));
    tensorRow("stride overflows", tensor(0, numbers({5, 5}), numbers({huge, huge})));
    tensorRow("offset overflows", tensor(INT64_MAX, two, one));
    tensorRow("size overflows", tensor(0, numbers({huge, 4}), numbers({0, 0})));
    tensorRow("empty and enormous", tensor(0, numbers({0, huge, huge}), numbers({1, 1, 1})));
    tensorRow("expanded", tensor(0, numbers({1 << 30}), numbers({0})));
    tensorRow("sizes without strides", tensor(0, numbers({2, 2}), one));
    tensorRow("many dimensions", tensor(0, numbers({1, 1, 1, 1, 1, 1, 1, 1, 1}),
                                        numbers({1, 1, 1, 1, 1, 1, 1, 1, 1})));
    tensorRow("sizes that are no numbers", tensor(0, "(NNt", "(NNt"));
    tensorRow("no storage", tensor(0, two, one, "N"));
    tensorRow("another storage", tensor(0, two, one, storage("1")));
    tensorRow("storage outside its folder", tensor(0, two, one, storage("../data.pkl")));
    tensorRow("storage of a long name", tensor(0, two, one, storage(std::string(99999, '0'))));
    tensorRow("storage of another count", tensor(0, two, one, storage("0", 9)));
    tensorRow("storage of a negative count", tensor(0, two, one, storage("0", -8)));
    tensorRow("storage of another type", tensor(0, two, one, storage("0", 8, "DoubleStorage")));
    tensorRow("storage that is a function", "ctorch\nFloatStorage\n)R");
    tensorRow("too few arguments", "ctorch._utils\n_rebuild_tensor_v2\n)R");
    tensorRow("parameter of nothing", "ctorch._utils\n_rebuild_parameter\n(NNNtR");
    tensorRow("call of a number", "K\x01)R");
    tensorRow("attributes of a tensor", tensor(0, two, one) + "}b");

    std::string copies = begin + "}(";
    for (int i = 0; i < 6000; ++i)
        copies += text(std::to_string(i)) +
                  (i ? "h\1" : tensor(0, numbers({4096}), one, storage("0", 4096)) + "q\1");
    row("small file, large model",
        archive({{"a/data.pkl", copies + "u."}, {"a/data/0", std::string(16384, '\1')}}));

    pickleRow("nothing", "");
    pickleRow("ends at once", begin + ".");
    pickleRow("does not end", begin + "}");
    pickleRow("ends inside a tuple", begin + "(}.");
    pickleRow("two objects", begin + "}}.");
    pickleRow("takes from below a mark", begin + "}(K\1K\1s.");
    pickleRow("no mark", begin + "}u.");
    pickleRow("half an entry", begin + "}(K\1u.");
    pickleRow("entry of a number", begin + "K\1K\1K\1s.");
    pickleRow("appends to a dictionary", begin + "}K\1a.");
    pickleRow("recalls nothing", begin + "h\1.");
    pickleRow("text beyond the pickle", begin + "X\xff\xff\xff\xff" + "abc.");
    pickleRow("number of 255 bytes", begin + "\x8a\xff" + std::string(255, '\1') + ".");
    pickleRow("global without end", begin + "ctorch");
    pickleRow("other protocol", "\x80\x04}.");
    pickleRow("unknown opcode", begin + "\x93.");
    pickleRow("deep", begin + std::string(900'000, '(') + ".");
    pickleRow("deep lists", begin + std::string(450'000, ']') + std::string(449'999, 'a') + ".");
    pickleRow("endless", begin + std::string(2'000'000, '}') + ".");
    pickleRow("holds itself", begin + "]q\1h\1a.");
    pickleRow("state dict inside of itself", begin + "}q\1" + text("model") + "h\1s.");
    std::string laughs = begin + "]q\0"; // each list holds the one before ten times
    for (char level = 1; level < 100; ++level) {
        laughs += std::string("](q") + level;
        for (int i = 0; i < 10; ++i)
            laughs += std::string("h") + char(level - 1);
        laughs += "e";
    }
    pickleRow("billion laughs", laughs + "e.");
    std::string memos = begin + "}";
    for (int i = 0; i < 1'000'000; ++i)
        memos += "r" + little(i);
    pickleRow("a million memos", memos + ".");
    pickleRow("too long", begin + std::string(17 << 20, 'N') + ".");
    pickleRow("name that is no text", begin + "}K\1" + tensor(0, two, one) + "s.");
    pickleRow("name with a line break", begin + "}" + text("a\nb") + tensor(0, two, one) + "s.");
    pickleRow("name without end",
              begin + "}" + text(std::string(99999, 'n')) + tensor(0, two, one) + "s.");

    const std::string good = dict(tensor(0, two, one));
    const std::string data(32, '\1');
    row("no pickle", archive({{"a/data/0", data}}));
    row("no entries", "PK\x03\x04" + archive({}));
    row("pickle twice", archive({{"a/data.pkl", good}, {"a/data.pkl", good}, {"a/data/0", data}}));
    row("compressed", archive({{"a/data.pkl", good, 8}, {"a/data/0", data}}));
    row("encrypted", archive({{"a/data.pkl", good, 0, 1}, {"a/data/0", data}}));
    row("entry beyond the file",
        archive({{"a/data.pkl", good}, {"a/data/0", data, 0, 0, 1 << 30}}));
    row("entry into the table of contents",
        archive({{"a/data.pkl", good}, {"a/data/0", data, 0, 0, 36}}));
    row("overlapping entries",
        archive({{"a/data.pkl", good, 0, 0, std::int64_t(good.size()) + 8}, {"a/data/0", data}}));
    row("same bytes twice",
        archive({{"a/data.pkl", good}, {"a/data/0", data}, {"a/data/0", data, 0, 0, -1, 0}}));
    row("offset beyond the file",
        archive({{"a/data.pkl", good}, {"a/data/0", data, 0, 0, -1, 0x7fffffff}}));
    row("size in a zip64 part that is missing",
        archive({{"a/data.pkl", good}, {"a/data/0", data, 0, 0, 0xffffffff}}));
    row("big-endian", archive({{"a/data.pkl", good}, {"a/data/0", data}, {"a/byteorder", "big"}}));
}

void TestTorchFile::refusesHostileFiles()
{
    QFETCH(QByteArray, bytes);
    const auto error = failure(write(bytes.toStdString()));
    QVERIFY(error);
    QVERIFY2(error->code() == ErrorCode::ModelDamaged || error->code() == ErrorCode::ModelMismatch,
             error->what());
    QVERIFY2(std::strlen(error->what()) < 400 && !std::strchr(error->what(), '\n'), error->what());
}

void TestTorchFile::namesForeignGlobals()
{
    const auto system =
        failure(write(withPickle(begin + "cos\nsystem\n(" + text("touch /tmp/x") + "tR.")));
    QVERIFY(system && system->code() == ErrorCode::ModelMismatch);
    QVERIFY2(QString(system->what()).contains("it asks for os.system, which no checkpoint needs"),
             system->what());
    for (const char* global : {"builtins\neval\n", "torch\nload\n", "torch._utils\n_rebuild\n",
                               "collections\ndefaultdict\n", "torch.Float\nStorage\n"})
        QVERIFY2(failure(write(withPickle(begin + "c" + global + "."))), global);
}

void TestTorchFile::refusesEveryTruncation()
{
    const std::string whole = read(sample("types.pt"));
    QVERIFY(!failure(write(whole)));
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto error = failure(write(whole.substr(0, size)));
        QVERIFY2(error && error->code() == ErrorCode::ModelDamaged, std::to_string(size).c_str());
    }
}

void TestTorchFile::survivesDamagedBytes()
{
    const std::string whole = read(sample("types.pt"));
    std::mt19937 random(7);
    int refused = 0;
    for (int i = 0; i < 2000; ++i) {
        std::string damaged = whole;
        for (int k = 0; k < 1 + i % 5; ++k)
            damaged[random() % damaged.size()] = char(random());
        const auto error = failure(write(damaged)); // any other exception fails the test
        refused += error.has_value();
        if (!error) // what was accepted can be used
            for (const auto& [name, tensor] :
                 core::readTorchFile(folder_.filePath("file.pt").toStdString()))
                tensor.to(at::kFloat).sum().item<float>();
    }
    QVERIFY(refused > 500);
    QVERIFY(refused < 2000);
}

void TestTorchFile::choosesTheReader()
{
    QVERIFY(core::readCheckpoint(sample("plain.pt")).contains("0.weight"));
    // By its bytes, not its name.
    QVERIFY(!failure(write(read(sample("plain.pt")), "named.safetensors")));
    const std::string header = "{}      ";
    QVERIFY(!failure(write(little(std::uint64_t(header.size())) + header, "named.pt")));
    const auto graph = failure(write("\x08\x07 graph", "graph.onnx"));
    QVERIFY(graph && graph->code() == ErrorCode::ModelMismatch);
    QVERIFY(QString(graph->what()).contains("convert"));
    QVERIFY(failure(folder_.filePath("absent.pt").toStdString())->code() ==
            ErrorCode::ModelMissing);
}

QTEST_GUILESS_MAIN(TestTorchFile)
#include "test_torch_file.moc"
