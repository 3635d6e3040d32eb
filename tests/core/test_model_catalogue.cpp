#include <fstream>

#include <QRegularExpression>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>

#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/parameter_table.h"
#include "core/error.h"
#include "core/model_catalogue.h"
#include "core/model_file.h"
#include "core/sha256.h"

using core::ErrorCode;

class TestModelCatalogue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knowsTheDefaultModel();
    void findsTheModelsFolder();
    void resolvesPathsAndNames();
    void refusesAChangedModel();
    void prefersThePublishersFile();
    void hashesFiles();
    void theFetchedModelIsWhole();
};

namespace {

/// Points the models folder elsewhere until the guard dies.
auto withDataHome(const QByteArray& folder)
{
    const QByteArray before = qgetenv("XDG_DATA_HOME");
    qputenv("XDG_DATA_HOME", folder);
    return qScopeGuard([before] {
        if (before.isNull())
            qunsetenv("XDG_DATA_HOME");
        else
            qputenv("XDG_DATA_HOME", before);
    });
}

template <typename Work> std::optional<ErrorCode> failure(Work work)
{
    try {
        work();
        return std::nullopt;
    } catch (const core::Error& error) {
        return error.code();
    }
}

} // namespace

void TestModelCatalogue::knowsTheDefaultModel()
{
    const core::CatalogueModel& model = core::catalogue().at(0);
    QCOMPARE(model.id, std::string("mobile_sam"));
    QCOMPARE(model.variant, std::string("vit_t"));
    const QRegularExpression hash("^[0-9a-f]{64}$");
    for (const core::CatalogueModel& each : core::catalogue()) {
        QVERIFY(!each.title.empty() && !each.licence.empty());
        QVERIFY(!each.files.empty());
        for (const core::CatalogueFile& file : each.files) {
            QVERIFY(hash.match(QString::fromStdString(file.sha256)).hasMatch());
            QVERIFY(file.size > 0);
            QVERIFY(file.name.ends_with(".pt") || file.name.ends_with(".pth") ||
                    file.name.ends_with(".safetensors"));
        }
    }
}

void TestModelCatalogue::findsTheModelsFolder()
{
    const std::filesystem::path standard =
        std::filesystem::path(qgetenv("HOME").toStdString()) / ".local/share/maskwright/models";
    {
        const auto guard = withDataHome("/some/where");
        QVERIFY(core::modelsFolder() == "/some/where/maskwright/models");
    }
    {
        const auto guard = withDataHome("relative"); // invalid, so ignored
        QVERIFY(core::modelsFolder() == standard);
    }
    {
        const auto guard = withDataHome("");
        QVERIFY(core::modelsFolder() == standard);
    }
}

void TestModelCatalogue::resolvesPathsAndNames()
{
    const QTemporaryDir folder;
    const auto guard = withDataHome(folder.path().toLocal8Bit());
    QVERIFY(failure([] { core::resolveModel(""); }) == ErrorCode::ModelMissing);
    QVERIFY(failure([] { core::resolveModel("mobile_sam"); }) == ErrorCode::ModelMissing);
    QVERIFY(failure([] { core::resolveModel("no_such_model"); }) == ErrorCode::ModelMissing);

    const std::string file = folder.filePath("any.safetensors").toStdString();
    QVERIFY(failure([&] { core::resolveModel(file); }) == ErrorCode::ModelMissing);
    std::ofstream(file) << "not in the catalogue, so taken as it is";
    QVERIFY(core::resolveModel(file) == file);
    QVERIFY(failure([&] { core::resolveModel(file + "/below"); }) == ErrorCode::ModelMissing);
}

void TestModelCatalogue::refusesAChangedModel()
{
    const std::filesystem::path whole = core::resolveModel("");
    const QTemporaryDir folder;
    const auto guard = withDataHome(folder.path().toLocal8Bit());
    std::filesystem::create_directories(core::modelsFolder());
    const std::filesystem::path copy = core::modelsFolder() / whole.filename();
    std::filesystem::copy_file(whole, copy);
    QVERIFY(core::resolveModel("") == copy);

    std::fstream(copy, std::ios::in | std::ios::out | std::ios::binary)
        .seekp(20'000'000)
        .put('\x55');
    QVERIFY(failure([] { core::resolveModel(""); }) == ErrorCode::ModelWrongChecksum);
    std::filesystem::resize_file(copy, 1000);
    QVERIFY(failure([] { core::resolveModel("mobile_sam"); }) == ErrorCode::ModelWrongChecksum);
}

void TestModelCatalogue::prefersThePublishersFile()
{
    const std::filesystem::path whole = core::resolveModel("");
    const QTemporaryDir folder;
    const auto guard = withDataHome(folder.path().toLocal8Bit());
    std::filesystem::create_directories(core::modelsFolder());
    std::filesystem::copy_file(whole, core::modelsFolder() / whole.filename());
    QVERIFY(core::resolveModel("") == core::modelsFolder() / whole.filename());
    // It comes first, so it is the one that is checked, and each file has its own sum.
    QCOMPARE(core::catalogue().front().files.front().name, std::string("mobile_sam.pt"));
    std::ofstream(core::modelsFolder() / "mobile_sam.pt") << "something else";
    try {
        core::resolveModel("");
        QFAIL("a changed file was taken");
    } catch (const core::Error& error) {
        QVERIFY(error.code() == ErrorCode::ModelWrongChecksum);
        QVERIFY(error.subject().ends_with("mobile_sam.pt"));
    }
}

void TestModelCatalogue::hashesFiles()
{
    const QTemporaryDir folder;
    const std::string file = folder.filePath("abc").toStdString();
    std::ofstream(file) << "abc";
    QCOMPARE(core::sha256OfFile(file),
             std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    // More than one block, and not a whole number of them.
    std::ofstream(file, std::ios::trunc) << std::string(2'500'000, 'a');
    QCOMPARE(core::sha256OfFile(file),
             std::string("38a637965059125eeb67f54c30e7f48a61859a467a800ba09740ba48a924f2b9"));
    std::ofstream(file, std::ios::trunc).close();
    QVERIFY(failure([&] { core::sha256OfFile(file); }) == ErrorCode::FileEmpty);
    QVERIFY(failure([&] { core::sha256OfFile(file + "x"); }) == ErrorCode::FileMissing);
    QVERIFY(failure([&] { core::sha256OfFile(folder.path().toStdString()); }) ==
            ErrorCode::FileUnreadable);
}

void TestModelCatalogue::theFetchedModelIsWhole()
{
    const core::CatalogueModel& entry = core::catalogue().front();
    const std::filesystem::path path = core::resolveModel("");
    const core::StateDict tensors = core::readCheckpoint(path);
    const core::ParameterTable parameters = core::parameterTable(core::sam::variant("vit_t"));
    QVERIFY(tensors.size() >= parameters.size());
    for (const auto& [parameter, shape] : parameters) {
        std::string name = parameter;
        // The publisher's file has each BatchNorm beside its convolution.
        if (!tensors.contains(name) && name.ends_with(".c.bias"))
            name.replace(name.size() - 6, 6, "bn.bias");
        QVERIFY2(tensors.contains(name), name.c_str());
        QVERIFY2(tensors.at(name).sizes() == at::IntArrayRef(shape), name.c_str());
        QVERIFY2(tensors.at(name).isfinite().all().item<bool>(), name.c_str());
        QVERIFY2(tensors.at(name).abs().max().item<float>() > 0, name.c_str());
    }

    const core::ModelInfo info = core::readModelInfo(path);
    QCOMPARE(info.variant, entry.variant);
    QCOMPARE(info.dtype, std::string("float32"));
    QVERIFY(info.parameters >= 9803780);
}

QTEST_GUILESS_MAIN(TestModelCatalogue)
#include "test_model_catalogue.moc"
