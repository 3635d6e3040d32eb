#include <fstream>
#include <string>

#include <QTemporaryDir>
#include <QTest>

#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/parameter_names.h"
#include "core/checkpoint/safetensors.h"
#include "core/error.h"
#include "core/model_file.h"
#include "core/segmenter.h"
#include "tests/core/torch_writer.h"

using core::ErrorCode;
using core::StateDict;

namespace {

std::string read(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::filesystem::path sample(const char* name)
{
    return std::filesystem::path(MASKWRIGHT_TEST_DATA) / name;
}

/// Tensors by the names of a list in which a space parts them.
StateDict named(const QString& names)
{
    StateDict tensors;
    for (const QString& name : names.split(' '))
        tensors[name.toStdString()] = at::ones(1);
    return tensors;
}

const std::string firstWeight = "image_encoder.patch_embed.seq.0.c.weight"; // tells vit_t

} // namespace

class TestCheckpoint : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesPlainNames_data();
    void givesPlainNames();
    void refusesOneNameTwice();
    void readsAParallelModel();
    void writesPicklesAsPythonDoes();
    void readsTheSameFromEveryFormat();
    void convertsNumbers();
    void refusesNumbersTooLarge();
    void namesWhatDoesNotFit();

private:
    std::filesystem::path path(const char* name) const
    {
        return folder_.filePath(name).toStdString();
    }

    QTemporaryDir folder_;
};

void TestCheckpoint::givesPlainNames_data()
{
    QTest::addColumn<QString>("names");
    QTest::addColumn<QString>("plain");
    const QString plain = "image_encoder.neck.0.weight mask_decoder.a pixel_mean prompt_encoder.b";
    QTest::newRow("plain") << plain << plain;
    QTest::newRow("parallel")
        << "module.image_encoder.neck.0.weight module.mask_decoder.a module.pixel_mean "
           "module.prompt_encoder.b"
        << plain;
    QTest::newRow("one part in a wrapper")
        << "image_encoder.module.neck.0.weight mask_decoder.a pixel_mean prompt_encoder.b" << plain;
    QTest::newRow("compiled")
        << "_orig_mod.image_encoder.neck.0.weight _orig_mod.mask_decoder.a _orig_mod.pixel_mean "
           "_orig_mod.prompt_encoder.b"
        << plain;
    QTest::newRow("inside of another model")
        << "module.model.sam.image_encoder.neck.0.weight model.sam.mask_decoder.a "
           "model.sam.pixel_mean model.sam.prompt_encoder.b"
        << plain;
    QTest::newRow("beside other tensors") << "head.bias sam.image_encoder.a sam.mask_decoder.b"
                                          << "head.bias image_encoder.a mask_decoder.b";
    const QString two = "student.image_encoder.a teacher.image_encoder.a";
    QTest::newRow("two models") << two << two;
    const QString none = "head.bias modules.weight";
    QTest::newRow("no model") << none << none;
}

void TestCheckpoint::givesPlainNames()
{
    QFETCH(QString, names);
    QFETCH(QString, plain);
    QStringList found;
    for (const auto& [name, tensor] : core::withPlainNames(named(names), "file.pt"))
        found << QString::fromStdString(name);
    QCOMPARE(found.join(' '), plain);
}

void TestCheckpoint::refusesOneNameTwice()
{
    try {
        core::withPlainNames(named("mask_decoder.a module.mask_decoder.a"), "file.pt");
        QFAIL("nothing was thrown");
    } catch (const core::Error& error) {
        QVERIFY(error.code() == ErrorCode::ModelMismatch);
        QVERIFY2(QString(error.what()).contains("mask_decoder.a twice"), error.what());
    }
}

void TestCheckpoint::readsAParallelModel()
{
    const StateDict plain = core::readCheckpoint(sample("plain.pt"));
    const StateDict parallel = core::readCheckpoint(sample("parallel.pt"));
    QCOMPARE(parallel.size(), plain.size());
    for (const auto& [name, tensor] : plain)
        QVERIFY2(at::equal(parallel.at(name), tensor), name.c_str());
}

void TestCheckpoint::writesPicklesAsPythonDoes()
{
    const std::string pickle =
        torch_writer::pickle({{"first", at::arange(6, at::kFloat).view({2, 3})},
                              {"second", at::arange(300, at::kFloat)}});
    QVERIFY(read(sample("ordered.pt")).find(pickle) != std::string::npos);
}

void TestCheckpoint::readsTheSameFromEveryFormat()
{
    at::manual_seed(3);
    torch_writer::Tensors tensors;
    for (int i = 0; i < 300; ++i) // more than fit into the pickle's short numbers
        tensors.emplace_back("t" + std::to_string(i), at::randn({i % 7 + 1, 3}));
    std::ofstream(path("model.pt"), std::ios::binary) << torch_writer::file(tensors);
    core::writeSafetensors(path("model.safetensors"), {tensors.begin(), tensors.end()});

    const StateDict torch = core::readCheckpoint(path("model.pt"));
    const StateDict safetensors = core::readCheckpoint(path("model.safetensors"));
    QCOMPARE(torch.size(), tensors.size());
    QCOMPARE(safetensors.size(), tensors.size());
    for (const auto& [name, tensor] : tensors) {
        QVERIFY2(at::equal(torch.at(name), tensor), name.c_str());
        QVERIFY2(at::equal(safetensors.at(name), tensor), name.c_str());
    }
}

void TestCheckpoint::convertsNumbers()
{
    const StateDict tensors{{firstWeight, at::tensor({1.f, 0.1f, -65504.f})},
                            {"counter", at::tensor({7}, at::kLong)}};
    core::writeSafetensors(path("f32.safetensors"), tensors);
    core::convertCheckpoint(path("f32.safetensors"), path("f16.safetensors"),
                            core::StoredType::Float16);
    const StateDict half = core::readCheckpoint(path("f16.safetensors"));
    QVERIFY(half.at(firstWeight).scalar_type() == at::kHalf);
    QVERIFY(at::equal(half.at(firstWeight), tensors.at(firstWeight).to(at::kHalf)));
    QVERIFY(at::equal(half.at("counter"), tensors.at("counter")));

    core::convertCheckpoint(path("f16.safetensors"), path("back.safetensors"),
                            core::StoredType::Float32);
    const StateDict back = core::readCheckpoint(path("back.safetensors"));
    QVERIFY(back.at(firstWeight).scalar_type() == at::kFloat);
    QVERIFY(at::equal(back.at(firstWeight), half.at(firstWeight).to(at::kFloat)));

    core::convertCheckpoint(path("f16.safetensors"), path("same.safetensors"));
    QVERIFY(read(path("same.safetensors")) == read(path("f16.safetensors")));
}

void TestCheckpoint::refusesNumbersTooLarge()
{
    core::writeSafetensors(path("large.safetensors"), {{firstWeight, at::tensor({70000.f})}});
    try {
        core::convertCheckpoint(path("large.safetensors"), path("never.safetensors"),
                                core::StoredType::Float16);
        QFAIL("nothing was thrown");
    } catch (const core::Error& error) {
        QVERIFY(error.code() == ErrorCode::ModelMismatch);
        QVERIFY2(QString(error.what()).contains(QString::fromStdString(firstWeight)), error.what());
    }
    QVERIFY(!std::filesystem::exists(path("never.safetensors")));
}

void TestCheckpoint::namesWhatDoesNotFit()
{
    core::writeSafetensors(path("odd.safetensors"),
                           {{firstWeight, at::ones({32, 4, 3, 3})}, {"head.extra", at::ones(1)}});
    try {
        core::Segmenter segmenter(path("odd.safetensors"));
        QFAIL("nothing was thrown");
    } catch (const core::Error& error) {
        const QString text = error.what();
        QVERIFY2(error.code() == ErrorCode::ModelMismatch, error.what());
        QVERIFY2(text.contains("missing: image_encoder."), error.what());
        QVERIFY2(text.contains("of another shape: image_encoder.patch_embed.seq.0.c.weight "
                               "[32, 4, 3, 3] instead of [32, 3, 3, 3]"),
                 error.what());
        QVERIFY2(text.contains("unknown: head.extra"), error.what());
        QVERIFY2(text.size() < 900, error.what());
    }
}

QTEST_GUILESS_MAIN(TestCheckpoint)
#include "test_checkpoint.moc"
