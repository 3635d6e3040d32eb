// An encoder that multiplies bfloat16 numbers gives nearly the same masks.
#include <cmath>

#include <QTest>
#include <hwy/targets.h>

#include "core/error.h"
#include "core/kernels/bfloat16_products.h"
#include "core/kernels/thread_team.h"
#include "core/model_catalogue.h"
#include "core/segmenter.h"
#include "tests/core/helpers.h"

namespace {

core::Segmenter segmenter(core::Precision precision)
{
    return core::Segmenter(core::modelsFolder() / "mobile_sam.safetensors",
                           {.precision = precision});
}

} // namespace

class TestPrecision : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void refusesWhatTheProcessorLacks();
    void masksHardlyChange();
    void sameAnswerForAnyNumberOfThreads();

private:
    const core::Image coffee_ = core::readImage(MASKWRIGHT_PHOTOS "/coffee.png"); // 600×400
};

void TestPrecision::refusesWhatTheProcessorLacks()
{
    hwy::SetSupportedTargetsForTest(HWY_STATIC_TARGET);
    EXPECT_ERROR(OptionInvalid, segmenter(core::Precision::BFloat16));
    hwy::SetSupportedTargetsForTest(0);
}

void TestPrecision::masksHardlyChange()
{
    if (!core::kernels::bfloat16Products()) {
        EXPECT_ERROR(OptionInvalid, segmenter(core::Precision::BFloat16));
        return; // there is nothing more to it without AVX512-BF16
    }
    const core::Segmenter exact = segmenter(core::Precision::Float32);
    const core::Segmenter rounded = segmenter(core::Precision::BFloat16);
    const core::EmbeddingPtr expected = exact.encode(coffee_), nearly = rounded.encode(coffee_);
    // Clear ones: what is ambiguous may well have another answer.
    std::vector<core::Prompt> prompts(3);
    prompts[0].points = {{330, 180, true}, {250, 250, true}, {60, 60, false}};
    prompts[1].box = core::Box{110, 70, 490, 330};
    prompts[2].points = {{330, 180, true}, {500, 300, false}};
    for (const core::Prompt& prompt : prompts) {
        const core::Candidate a = exact.predict(*expected, prompt).candidates[0];
        const core::Candidate b = rounded.predict(*nearly, prompt).candidates[0];
        const double same = core::intersectionOverUnion(a.mask, b.mask);
        const double scores = std::abs(double(a.iou) - double(b.iou));
        qInfo("IoU of the masks: %.4f, difference of the scores: %.4f", same, scores);
        QVERIFY2(same > 0.95, qPrintable(QString::number(same)));
        QVERIFY2(scores < 0.02, qPrintable(QString::number(scores)));
        QVERIFY(a.logits->values != b.logits->values);
    }
}

void TestPrecision::sameAnswerForAnyNumberOfThreads()
{
    if (!core::kernels::bfloat16Products()) {
        EXPECT_ERROR(OptionInvalid, segmenter(core::Precision::BFloat16));
        return; // there is nothing more to it without AVX512-BF16
    }
    const core::Segmenter model = segmenter(core::Precision::BFloat16);
    core::Prompt prompt;
    prompt.points = {{330, 180}};
    const auto answer = [&](int cores) {
        const core::kernels::CoreLimit limit(cores);
        return model.predict(*model.encode(coffee_), prompt).candidates[0].logits->values;
    };
    const auto one = answer(1);
    QCOMPARE(answer(2), one);
}

QTEST_GUILESS_MAIN(TestPrecision)
#include "test_precision.moc"
