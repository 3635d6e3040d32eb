// Other input sizes than the one the model was trained with give nearly the same masks.
#include <QTest>

#include "core/error.h"
#include "core/model_catalogue.h"
#include "core/segmenter.h"
#include "tests/core/helpers.h"

namespace {

core::Segmenter segmenter(const core::InputOptions& input)
{
    return core::Segmenter(core::modelsFolder() / "mobile_sam.safetensors", input);
}

core::Image photograph(const char* name)
{
    return core::readImage(std::string(MASKWRIGHT_PHOTOS "/") + name + ".png");
}

/// A clear one: what is ambiguous may well have another answer at another size.
core::Prompt clearPrompt()
{
    core::Prompt prompt;
    prompt.points = {{330, 180, true}, {250, 250, true}, {60, 60, false}};
    return prompt;
}

double agreement(const core::Prediction& a, const core::Prediction& b)
{
    return core::intersectionOverUnion(a.candidates[0].mask, b.candidates[0].mask);
}

constexpr double nearlySame = 0.92;

} // namespace

class TestInputSize : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void masksHardlyChange_data();
    void masksHardlyChange();
    void portraitsToo();
    void squaresNeedNoPadding();

private:
    core::Image coffee_ = photograph("coffee"); // 600×400
    core::Prediction usual_;
};

void TestInputSize::initTestCase()
{
    const core::Segmenter model = segmenter({});
    QCOMPARE(model.input().side, 1024);
    QVERIFY(model.input().padded);
    usual_ = model.predict(*model.encode(coffee_), clearPrompt());
}

void TestInputSize::masksHardlyChange_data()
{
    QTest::addColumn<int>("side");
    QTest::addColumn<bool>("padded");
    QTest::newRow("512") << 512 << true;
    QTest::newRow("768") << 768 << true;
    QTest::newRow("1536") << 1536 << true;
    QTest::newRow("1024, not padded") << 1024 << false;
    QTest::newRow("720, not padded") << 720 << false;
}

void TestInputSize::masksHardlyChange()
{
    QFETCH(int, side);
    QFETCH(bool, padded);
    const core::Segmenter model = segmenter({.side = side, .padded = padded});
    const core::EmbeddingPtr embedding = model.encode(coffee_);
    const core::Prediction answer = model.predict(*embedding, clearPrompt());
    const double same = agreement(usual_, answer);
    qInfo("IoU with the usual mask: %.4f", same);
    QVERIFY2(same > nearlySame, qPrintable(QString::number(same)));

    // Masks of one input size are prompts for another, too.
    for (const core::Prediction& from : {answer, usual_}) {
        core::Prompt prompt = clearPrompt();
        prompt.mask = from.candidates[0].logits;
        const double again = agreement(usual_, model.predict(*embedding, prompt));
        QVERIFY2(again > nearlySame, qPrintable(QString::number(again)));
    }
}

void TestInputSize::portraitsToo()
{
    core::Prompt prompt = clearPrompt();
    for (core::Point& point : prompt.points)
        std::swap(point.x, point.y);
    const core::Image portrait = transposed(coffee_);
    const auto answer = [&](bool padded) {
        const core::Segmenter model = segmenter({.padded = padded});
        return model.predict(*model.encode(portrait), prompt);
    };
    const double same = agreement(answer(true), answer(false));
    QVERIFY2(same > nearlySame, qPrintable(QString::number(same)));
}

void TestInputSize::squaresNeedNoPadding()
{
    const core::Image square = photograph("astronaut");
    QCOMPARE(square.width(), square.height());
    core::Prompt prompt;
    prompt.points = {{220, 110}};
    const auto answer = [&](bool padded) {
        const core::Segmenter model = segmenter({.padded = padded});
        return model.predict(*model.encode(square), prompt);
    };
    const core::Prediction without = answer(false), with = answer(true);
    for (int i = 0; i < core::Prediction::candidateCount; ++i)
        QCOMPARE(without.candidates[i].logits->values, with.candidates[i].logits->values);
}

QTEST_GUILESS_MAIN(TestInputSize)
#include "test_input_size.moc"
