#include <cstring>
#include <fstream>
#include <random>
#include <string>

#include <QTemporaryDir>
#include <QTest>

#include "core/checkpoint/safetensors.h"
#include "core/error.h"

using core::ErrorCode;
using core::StateDict;

namespace {

std::string fileOf(const std::string& header, const std::string& data)
{
    const std::uint64_t length = header.size();
    std::string bytes(8, '\0');
    std::memcpy(bytes.data(), &length, 8);
    return bytes + header + data;
}

/// The header of a file with one tensor "a", padded so that the data are aligned.
std::string one(std::string dtype, std::string shape, std::string offsets)
{
    std::string header = R"({"a":{"dtype":")" + dtype + R"(","shape":)" + shape +
                         R"(,"data_offsets":)" + offsets + "}}";
    header.append((8 - header.size() % 8) % 8, ' ');
    return header;
}

} // namespace

class TestSafetensors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsWhatItWrote();
    void alwaysWritesTheSameBytes();
    void alignsLargeTensors();
    void readsAnotherWritersFile();
    void keepsTheFileAliveAndUnchanged();
    void refusesHostileHeaders_data();
    void refusesHostileHeaders();
    void refusesEveryTruncation();
    void survivesDamagedBytes();
    void namesWhatCannotBeRead();

private:
    std::filesystem::path path(const char* name) const
    {
        return folder_.filePath(name).toStdString();
    }
    std::filesystem::path write(const std::string& bytes,
                                const char* name = "file.safetensors") const
    {
        const std::filesystem::path file = path(name);
        std::ofstream(file, std::ios::binary) << bytes;
        return file;
    }
    std::string read(const std::filesystem::path& file) const
    {
        std::ifstream stream(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }
    /// The code of the error that reading ends in; nothing when it succeeds.
    std::optional<ErrorCode> failure(const std::filesystem::path& file) const
    {
        try {
            core::readSafetensors(file);
            return std::nullopt;
        } catch (const core::Error& error) {
            return error.code();
        }
    }

    QTemporaryDir folder_;
};

void TestSafetensors::readsWhatItWrote()
{
    at::manual_seed(1);
    StateDict tensors;
    tensors["empty"] = at::empty({3, 0, 2});
    tensors["scalar"] = at::full({}, 2.5);
    tensors["strided.weight"] = at::randn({5, 7}).t();
    tensors["größe \"x\""] = at::randn({16, 4});
    for (const at::ScalarType type : {at::kFloat, at::kHalf, at::kBFloat16, at::kDouble, at::kLong,
                                      at::kInt, at::kShort, at::kChar, at::kByte, at::kBool})
        tensors[std::string("type ") + at::toString(type)] =
            at::randn({3, 5}).mul(40).abs().to(type);

    core::writeSafetensors(path("all.safetensors"), tensors);
    const StateDict again = core::readSafetensors(path("all.safetensors"));
    QCOMPARE(again.size(), tensors.size());
    for (const auto& [name, tensor] : tensors) {
        QVERIFY2(again.contains(name), name.c_str());
        QVERIFY2(again.at(name).scalar_type() == tensor.scalar_type(), name.c_str());
        QVERIFY2(at::equal(again.at(name), tensor), name.c_str());
    }
}

void TestSafetensors::alwaysWritesTheSameBytes()
{
    StateDict tensors{{"b", at::arange(40)}, {"a", at::arange(3)}, {"c", at::arange(16)}};
    core::writeSafetensors(path("1.safetensors"), tensors);
    tensors["b"] = tensors["b"].clone();
    core::writeSafetensors(path("2.safetensors"), tensors);
    QVERIFY(!read(path("1.safetensors")).empty());
    QVERIFY(read(path("1.safetensors")) == read(path("2.safetensors")));
}

void TestSafetensors::alignsLargeTensors()
{
    const StateDict tensors{
        {"a", at::ones(1)}, {"b", at::ones(64)}, {"c", at::ones(3)}, {"d", at::ones(16)}};
    core::writeSafetensors(path("aligned.safetensors"), tensors);
    // Pages are aligned, so addresses in memory are aligned as offsets in the file are.
    const StateDict again = core::readSafetensors(path("aligned.safetensors"));
    for (const char* name : {"b", "d"})
        QCOMPARE(reinterpret_cast<std::uintptr_t>(again.at(name).data_ptr()) % 64,
                 std::uintptr_t(0));
}

void TestSafetensors::readsAnotherWritersFile()
{
    // Metadata, spaces, and tensors in an order that is not that of their names.
    const std::string header =
        R"({"__metadata__":{"format":"pt"}, "z":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
        R"( "a":{"dtype":"I64","shape":[],"data_offsets":[8,16]}})";
    const float z[] = {1.5f, -2.f};
    const std::int64_t a = 7;
    std::string data(16, '\0');
    std::memcpy(data.data(), z, 8);
    std::memcpy(data.data() + 8, &a, 8);
    const std::string padding((8 - header.size() % 8) % 8, ' ');
    const StateDict tensors = core::readSafetensors(write(fileOf(header + padding, data)));
    QCOMPARE(tensors.size(), std::size_t(2));
    QCOMPARE(tensors.at("z")[1].item<float>(), -2.f);
    QCOMPARE(tensors.at("a").item<std::int64_t>(), std::int64_t(7));
}

void TestSafetensors::keepsTheFileAliveAndUnchanged()
{
    core::writeSafetensors(path("kept.safetensors"), {{"a", at::ones({100})}});
    const std::string before = read(path("kept.safetensors"));
    at::Tensor tensor = core::readSafetensors(path("kept.safetensors")).at("a");
    tensor.fill_(3);
    QVERIFY(read(path("kept.safetensors")) == before);
    std::filesystem::remove(path("kept.safetensors"));
    QCOMPARE(tensor.sum().item<float>(), 300.f);
}

void TestSafetensors::refusesHostileHeaders_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char* name, const std::string& bytes) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes);
    };
    const std::string eight(8, 'x');
    row("too short for a length", "1234567");
    row("length beyond the file", std::string("\xff\xff\xff\xff\xff\xff\xff\xff{}", 10));
    row("length one beyond the file", std::string("\x03\0\0\0\0\0\0\0{}", 10));
    row("header too long", fileOf("{}" + std::string(9 << 20, ' '), ""));
    row("not JSON", fileOf("{\"a\":", ""));
    row("no text", fileOf("", ""));
    row("not UTF-8", fileOf("{\"\xff\":1}", ""));
    row("not an object", fileOf("[1,2]", ""));
    row("tensor is a number", fileOf("{\"a\":1}", ""));
    row("deep", fileOf(std::string(1 << 20, '['), ""));
    row("deep shape", fileOf(one("F32", "[[[1]]]", "[0,4]"), "xxxx"));
    row("name twice", fileOf(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},)"
                             R"("a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})",
                             "x"));
    row("key twice",
        fileOf(R"({"a":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}})", "x"));
    row("name with a line break",
        fileOf("{\"a\\nb\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}", "x"));
    row("name without end",
        fileOf("{\"" + std::string(99999, 'n') +
                   "\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}",
               "x"));
    row("unknown type", fileOf(one("F33", "[2]", "[0,8]"), eight));
    row("type is a number", fileOf(R"({"a":{"dtype":1,"shape":[1],"data_offsets":[0,1]}})", "x"));
    row("no type", fileOf(R"({"a":{"shape":[1],"data_offsets":[0,1]}})", "x"));
    row("no shape", fileOf(R"({"a":{"dtype":"U8","data_offsets":[0,1]}})", "x"));
    row("no offsets", fileOf(R"({"a":{"dtype":"U8","shape":[1]}})", "x"));
    row("negative side", fileOf(one("F32", "[-2]", "[0,8]"), eight));
    row("fractional side", fileOf(one("F32", "[2.0]", "[0,8]"), eight));
    row("side beyond 63 bits", fileOf(one("U8", "[18446744073709551615]", "[0,8]"), eight));
    row("product overflows to 8", fileOf(one("F32", "[2,4611686018427387905]", "[0,8]"), eight));
    row("empty with overflowing strides",
        fileOf(one("F32", "[0,4611686018427387904,4611686018427387904]", "[0,0]"), ""));
    row("nine dimensions", fileOf(one("U8", "[1,1,1,1,1,1,1,1,8]", "[0,8]"), eight));
    row("a million dimensions",
        fileOf(one("U8", "[" + std::string("1,1,1,1,1,1,1,1,") + "1]", "[0,1]"), "x"));
    row("three offsets", fileOf(one("F32", "[2]", "[0,8,8]"), eight));
    row("negative offset", fileOf(one("F32", "[2]", "[-8,0]"), eight));
    row("ends before it begins", fileOf(one("F32", "[2]", "[8,0]"), eight));
    row("range too small", fileOf(one("F32", "[2]", "[0,4]"), "xxxx"));
    row("range beyond the file", fileOf(one("F32", "[4]", "[0,16]"), eight));
    row("gap in front", fileOf(one("F32", "[1]", "[4,8]"), eight));
    row("bytes left over", fileOf(one("F32", "[1]", "[0,4]"), eight));
    row("overlap", fileOf(R"({"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},)"
                          R"("b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}})",
                          "xxxxxx"));
    row("same range twice", fileOf(R"({"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},)"
                                   R"("b":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}})",
                                   "xxxx"));
    row("misaligned data", fileOf(one("F32", "[2]", "[0,8]") + " ", eight));
}

void TestSafetensors::refusesHostileHeaders()
{
    QFETCH(QByteArray, bytes);
    QVERIFY(failure(write(bytes.toStdString())) == ErrorCode::ModelDamaged);
}

void TestSafetensors::refusesEveryTruncation()
{
    core::writeSafetensors(path("whole.safetensors"),
                           {{"a", at::ones({20})}, {"b", at::ones({3})}});
    const std::string whole = read(path("whole.safetensors"));
    QVERIFY(!failure(write(whole)));
    for (std::size_t size = 0; size < whole.size(); ++size)
        QVERIFY2(failure(write(whole.substr(0, size))) == ErrorCode::ModelDamaged,
                 std::to_string(size).c_str());
}

void TestSafetensors::survivesDamagedBytes()
{
    core::writeSafetensors(path("whole.safetensors"),
                           {{"a", at::ones({4, 5})}, {"b", at::ones({3})}, {"c", at::ones({0})}});
    const std::string whole = read(path("whole.safetensors"));
    std::mt19937 random(7);
    int refused = 0;
    for (int i = 0; i < 1000; ++i) {
        std::string damaged = whole;
        for (int k = 0; k < 1 + i % 3; ++k)
            damaged[random() % 220] = char(random());
        const auto code = failure(write(damaged));
        QVERIFY(!code || code == ErrorCode::ModelDamaged || code == ErrorCode::ModelMismatch);
        refused += code.has_value();
    }
    QVERIFY(refused > 500);
}

void TestSafetensors::namesWhatCannotBeRead()
{
    QVERIFY(failure(path("absent.safetensors")) == ErrorCode::ModelMissing);
    QVERIFY(failure(write("") / "below a file") == ErrorCode::ModelMissing);
    QVERIFY(failure(folder_.path().toStdString()) == ErrorCode::FileUnreadable);
    QVERIFY(failure("/dev/zero") == ErrorCode::FileUnreadable);
}

QTEST_GUILESS_MAIN(TestSafetensors)
#include "test_safetensors.moc"
