// The same weights in another file format answer the same.
#include <fstream>

#include <ATen/ATen.h>
#include <QTemporaryDir>
#include <QTest>

#include "core/checkpoint/safetensors.h"
#include "core/image.h"
#include "core/mask.h"
#include "core/model_catalogue.h"
#include "core/model_file.h"
#include "core/segmenter.h"
#include "tests/core/torch_writer.h"

namespace {

constexpr double smallestMaskIou = 0.99; // of half precision

std::filesystem::path model()
{
    return core::modelsFolder() / "mobile_sam.safetensors";
}

core::Prediction predict(const std::filesystem::path& file)
{
    const core::Image picture = core::readImage(std::string(MASKWRIGHT_PHOTOS) + "/chelsea.png");
    core::Prompt prompt;
    prompt.points = {{220, 140, true}};
    const core::Segmenter segmenter(file);
    return segmenter.predict(*segmenter.encode(picture), prompt);
}

const core::Prediction& expected()
{
    static const core::Prediction prediction = predict(model());
    return prediction;
}

} // namespace

class TestModelFormats : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void torchFileAnswersTheSame();
    void halfPrecisionAnswersAlmostTheSame();

private:
    QTemporaryDir folder_;
};

void TestModelFormats::torchFileAnswersTheSame()
{
    torch_writer::Tensors tensors;
    for (const auto& [name, tensor] : core::readSafetensors(model()))
        tensors.emplace_back("module." + name, tensor);
    const std::filesystem::path file = folder_.filePath("model.pt").toStdString();
    std::ofstream(file, std::ios::binary) << torch_writer::file(tensors);

    const core::Prediction found = predict(file);
    for (int i = 0; i < core::Prediction::candidateCount; ++i) {
        QCOMPARE(found.candidates[i].iou, expected().candidates[i].iou);
        QVERIFY(found.candidates[i].mask == expected().candidates[i].mask);
    }
}

void TestModelFormats::halfPrecisionAnswersAlmostTheSame()
{
    const std::filesystem::path file = folder_.filePath("half.safetensors").toStdString();
    core::convertCheckpoint(model(), file, core::StoredType::Float16);
    QVERIFY(std::filesystem::file_size(file) < 0.51 * double(std::filesystem::file_size(model())));

    const core::Prediction found = predict(file);
    QCOMPARE(found.best, expected().best);
    for (int i = 0; i < core::Prediction::candidateCount; ++i) {
        const core::Mask& mask = found.candidates[i].mask;
        const double iou = core::intersectionOverUnion(mask, expected().candidates[i].mask);
        QVERIFY2(iou > smallestMaskIou, qPrintable(QString::number(iou)));
    }
}

QTEST_GUILESS_MAIN(TestModelFormats)
#include "test_model_formats.moc"
