// What passes between a program and the engine that it loads. What the engine does is tested
// elsewhere.
#include <array>
#include <cstring>
#include <stop_token>
#include <thread>
#include <vector>

#include <link.h>

#include <QTest>

#include "core/benchmark.h"
#include "core/model_catalogue.h"
#include "core/model_file.h"
#include "core/segmenter.h"
#include "tests/core/helpers.h"

namespace {

constexpr const char* nowhere = "/nowhere.safetensors";

/// Whether a library whose name contains that is part of this process.
bool isLoaded(const char* part)
{
    return ::dl_iterate_phdr(
               [](dl_phdr_info* info, std::size_t, void* data) -> int {
                   return std::strstr(info->dlpi_name, static_cast<const char*>(data)) != nullptr;
               },
               const_cast<char*>(part)) != 0;
}

/// As small as the model goes.
core::Segmenter smallSegmenter()
{
    return core::Segmenter(core::resolveModel(""), {.side = 64});
}

} // namespace

class TestEngine : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isLoadedWhenItIsNeeded(); // first
    void errorsStayErrors();
    void stopsWhenAsked();
    void passesOnWhatProgressThrows();
    void copiesShareTheModel();
};

void TestEngine::isLoadedWhenItIsNeeded()
{
    QVERIFY(core::catalogue().size() > 1);
    QVERIFY(!isLoaded("libtorch"));
    QVERIFY(!isLoaded("libmaskwright_engine"));
    std::array<core::ErrorCode, 3> found;
    found.fill(core::ErrorCode::Internal);
    {
        std::vector<std::jthread> callers;
        for (core::ErrorCode& code : found)
            callers.emplace_back([&code] {
                try {
                    core::readModelInfo(nowhere);
                } catch (const core::Error& error) {
                    code = error.code();
                }
            });
    }
    for (const core::ErrorCode code : found)
        QVERIFY(code == core::ErrorCode::ModelMissing);
    QVERIFY(isLoaded("libtorch"));
    QVERIFY(isLoaded("libmaskwright_engine"));
}

void TestEngine::errorsStayErrors()
{
    EXPECT_ERROR(ModelMissing, core::Segmenter{nowhere});
    const core::Segmenter segmenter = smallSegmenter();
    const core::EmbeddingPtr embedding = segmenter.encode(core::benchmarkPicture(40, 30));
    core::Prompt prompt;
    EXPECT_ERROR(NoPrompt, segmenter.predict(*embedding, prompt));
    prompt.points.push_back({1000, 10});
    try {
        segmenter.predict(*embedding, prompt);
        QFAIL("a point outside the picture was answered");
    } catch (const core::Error& error) {
        QCOMPARE(error.subject(), std::string("1000,10"));
        QVERIFY(QString(error.what()).contains("outside the picture"));
    }
}

void TestEngine::stopsWhenAsked()
{
    std::stop_source source;
    int steps = 0;
    const auto stopSoon = [&](int, int) {
        if (++steps == 2)
            source.request_stop();
    };
    EXPECT_ERROR(Cancelled, smallSegmenter().encode(core::benchmarkPicture(40, 30),
                                                    source.get_token(), stopSoon));
    QCOMPARE(steps, 2);
}

void TestEngine::passesOnWhatProgressThrows()
{
    const auto fail = [](int, int) { throw core::Error(core::ErrorCode::DiskFull, "progress"); };
    EXPECT_ERROR(DiskFull, smallSegmenter().encode(core::benchmarkPicture(40, 30), {}, fail));
}

void TestEngine::copiesShareTheModel()
{
    core::Segmenter first = smallSegmenter();
    const core::Segmenter second = first;
    first = smallSegmenter();
    QVERIFY(&first.info() != &second.info());
    QCOMPARE(second.input().side, 64);
    const core::EmbeddingPtr embedding = second.encode(core::benchmarkPicture(40, 30));
    QVERIFY(core::byteCount(*embedding) > 0);
}

QTEST_GUILESS_MAIN(TestEngine)
#include "test_engine.moc"
