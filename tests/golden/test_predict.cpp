// The figures of the public Python reference for every prompt of three photographs.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <QTest>

#include "core/checkpoint/model_description.h"
#include "core/checkpoint/safetensors.h"
#include "core/sam/preprocess.h"
#include "predict_figures.h"

namespace {

std::unique_ptr<const core::sam::Sam> model()
{
    const auto file = goldenModel();
    const core::StateDict tensors = core::readSafetensors(file);
    return core::sam::Sam::load(tensors, core::describeModel(tensors, file), {});
}

} // namespace

class TestPredict : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void encoder_data() { pictures(); }
    void encoder();
    void prompts_data() { pictures(); }
    void prompts();
    void sameAnswerForAnyNumberOfThreads();

private:
    static void pictures()
    {
        QTest::addColumn<QString>("picture");
        QTest::addColumn<int>("promptCount");
        for (const GoldenPicture& picture : goldenPictures)
            QTest::newRow(picture.name) << picture.name << picture.promptCount;
    }
};

void TestPredict::encoder()
{
    QFETCH(QString, picture);
    compareEncoder(*model(), picture);
}

void TestPredict::prompts()
{
    QFETCH(QString, picture);
    QFETCH(int, promptCount);
    comparePrompts(core::Segmenter(goldenModel()), picture, promptCount);
}

void TestPredict::sameAnswerForAnyNumberOfThreads()
{
    const std::unique_ptr<const core::sam::Sam> sam = model();
    const core::Image image = photograph("chelsea");
    const core::sam::ModelFrame frame(image.width(), image.height(), core::InputOptions{});
    const at::Tensor input = core::sam::preprocess(image, frame);
    const auto answer = [&](int threads) {
        at::set_num_threads(threads);
        const at::Tensor embedding = sam->encode(input, [](int, int) {});
        core::Prompt prompt;
        prompt.points = {{500, 300}};
        return sam->look(embedding, nullptr)->answer(prompt).masks(embedding.size(0));
    };
    const at::Tensor one = answer(1);
    for (int threads : {2, 3})
        QVERIFY(at::equal(one, answer(threads)));
}

QTEST_GUILESS_MAIN(TestPredict)
#include "test_predict.moc"
