// Other input sizes than the one the model was trained with give nearly the same masks.
#include <QTest>

#include "core/error.h"
#include "core/model_catalogue.h"
#include "core/segmenter.h"

namespace {

core::Segmenter segmenter(const core::InputOptions& input)
{
    return core::Segmenter(core::modelsFolder() / "mobile_sam.safetensors", input);
}

core::Image photograph(const char* name)
{
    return core::readImage(std::string(MASKWRIGHT_PHOTOS "/") + name + ".png");
}

core::Prompt promptForCup()
{
    core::Prompt prompt;
    prompt.points = {{300, 150}};
    prompt.box = core::Box{110, 70, 490, 330};
    return prompt;
}

/// How much the best mask of `usual` is like the same candidate of the other answer.
double agreement(const core::Prediction& usual, const core::Prediction& other)
{
    return core::intersectionOverUnion(usual.candidates[usual.best].mask,
                                       other.candidates[usual.best].mask);
}

} // namespace

class TestInputSize : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void masksHardlyChange_data();
    void masksHardlyChange();
    void portraitsToo();

private:
    core::Image coffee_ = photograph("coffee"); // 600×400
    core::Prediction usual_;
};

void TestInputSize::initTestCase()
{
    const core::Segmenter model = segmenter({});
    QCOMPARE(model.input().side, 1024);
    QVERIFY(model.input().padded);
    usual_ = model.predict(*model.encode(coffee_), promptForCup());
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
    const core::Prediction answer = model.predict(*embedding, promptForCup());
    const double same = agreement(usual_, answer);
    qInfo("IoU with the usual mask: %.4f", same);
    QVERIFY2(same > 0.95, qPrintable(QString::number(same)));

    // Masks of one input size are prompts for another, too.
    for (const core::Prediction& from : {answer, usual_}) {
        core::Prompt prompt = promptForCup();
        prompt.mask = from.candidates[usual_.best].logits;
        const double again = agreement(usual_, model.predict(*embedding, prompt));
        QVERIFY2(again > 0.95, qPrintable(QString::number(again)));
    }
}

void TestInputSize::portraitsToo()
{
    const int width = coffee_.height(), height = coffee_.width();
    std::vector<std::uint8_t> rgb(std::size_t(width) * height * 3);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            std::copy_n(coffee_.data() + (std::size_t(x) * height + y) * 3, 3,
                        rgb.data() + (std::size_t(y) * width + x) * 3); // mirrored at the diagonal
    core::Prompt prompt;
    prompt.box = core::Box{70, 110, 330, 490};
    prompt.points = {{150, 300}};
    const core::Image portrait(width, height, std::move(rgb));
    const auto answer = [&](bool padded) {
        const core::Segmenter model = segmenter({.padded = padded});
        return model.predict(*model.encode(portrait), prompt);
    };
    const double same = agreement(answer(true), answer(false));
    QVERIFY2(same > 0.95, qPrintable(QString::number(same)));
}

QTEST_GUILESS_MAIN(TestInputSize)
#include "test_input_size.moc"
