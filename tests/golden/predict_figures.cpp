#include "predict_figures.h"

#include <cmath>

#include <ATen/ATen.h>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "core/model_catalogue.h"
#include "core/rle.h"
#include "core/sam/preprocess.h"

namespace {

// What holds when the code is right, float32.
constexpr double inputTolerance = 0.02;
constexpr double embeddingTolerance = 2e-3;
constexpr double logitsTolerance = 0.05;
constexpr double iouTolerance = 2e-3;
constexpr double smallestMaskIou = 0.998;

QJsonObject golden(const QString& picture)
{
    QFile file(QStringLiteral(MASKWRIGHT_GOLDEN "/%1.predict.json").arg(picture));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("missing %s", qPrintable(file.fileName()));
    return QJsonDocument::fromJson(file.readAll()).object();
}

/// The largest distance between `samples` {index, value} and the same elements of `values`.
double largestDifference(const QJsonObject& samples, const float* values, std::int64_t count)
{
    const QJsonArray index = samples["index"].toArray(), expected = samples["value"].toArray();
    double largest = index.isEmpty() || index.size() != expected.size() ? 1e30 : 0;
    for (int i = 0; i < index.size(); ++i) {
        const qint64 at = index[i].toInteger();
        if (at >= count)
            return 1e30;
        largest = std::max(largest, std::abs(double(values[at]) - expected[i].toDouble()));
    }
    return largest;
}

core::Prompt promptFrom(const QJsonObject& json)
{
    core::Prompt prompt;
    const QJsonArray points = json["points"].toArray(), labels = json["labels"].toArray();
    for (int i = 0; i < points.size(); ++i)
        prompt.points.push_back({float(points[i][0].toDouble()), float(points[i][1].toDouble()),
                                 labels[i].toInt() == 1});
    if (json.contains("box") && json["box"].isArray()) {
        const QJsonArray box = json["box"].toArray();
        prompt.box = core::Box{float(box[0].toDouble()), float(box[1].toDouble()),
                               float(box[2].toDouble()), float(box[3].toDouble())};
    }
    return prompt;
}

/// The reference returned candidates 1–3, or only 0 where `multimask` is false.
int firstReturned(const QJsonObject& json)
{
    return json["multimask"].toBool(true) ? 1 : 0;
}

/// The logits of the best-scored mask that the reference returned for that prompt.
std::shared_ptr<const core::LowResLogits> bestReturned(const QJsonObject& json,
                                                       const core::Prediction& prediction)
{
    const int first = firstReturned(json), last = first == 0 ? 0 : 3;
    int best = first;
    for (int i = first; i <= last; ++i)
        if (prediction.candidates[i].iou > prediction.candidates[best].iou)
            best = i;
    return prediction.candidates[best].logits;
}

void compare(const QJsonObject& expected, const core::Prediction& prediction, int prompt)
{
    const auto where = [&](int k, double figure) {
        return QStringLiteral("prompt %1, candidate %2: %3").arg(prompt).arg(k).arg(figure);
    };
    const QJsonArray lowRes = expected["low_res"]["value"].toArray();
    QCOMPARE(lowRes.size(), 4);
    for (int k = 0; k < 4; ++k) {
        const core::Candidate& candidate = prediction.candidates[k];
        const double iouError = std::abs(candidate.iou - expected["raw_iou"][k].toDouble());
        QVERIFY2(iouError <= iouTolerance, qPrintable(where(k, iouError)));
        const QJsonObject samples{{"index", expected["low_res"]["index"]}, {"value", lowRes[k]}};
        const double logitsError = largestDifference(samples, candidate.logits->values.data(),
                                                     std::int64_t(candidate.logits->values.size()));
        QVERIFY2(logitsError <= logitsTolerance, qPrintable(where(k, logitsError)));
    }
    const int first = firstReturned(expected);
    const QJsonArray masks = expected["rle"].toArray();
    QCOMPARE(masks.size(), first == 0 ? 1 : 3);
    for (int i = 0; i < masks.size(); ++i) {
        const core::Mask& mask = prediction.candidates[first + i].mask;
        const core::Rle rle = core::decompressCounts(mask.height(), mask.width(),
                                                     masks[i]["counts"].toString().toStdString());
        QCOMPARE(int(core::area(rle)), expected["area"][i].toInt());
        const double iou = core::intersectionOverUnion(mask, core::decodeRle(rle));
        QVERIFY2(iou >= smallestMaskIou, qPrintable(where(first + i, iou)));
    }
}

} // namespace

std::filesystem::path goldenModel()
{
    return core::modelsFolder() / "mobile_sam.safetensors";
}

core::Image photograph(const QString& name)
{
    return core::readImage(QStringLiteral(MASKWRIGHT_PHOTOS "/%1.png").arg(name).toStdString());
}

void compareEncoder(const core::sam::Sam& sam, const QString& picture)
{
    const QJsonObject expected = golden(picture);
    const core::Image image = photograph(picture);
    QCOMPARE(image.width(), expected["width"].toInt());
    QCOMPARE(image.height(), expected["height"].toInt());

    const core::sam::ModelFrame frame(image.width(), image.height(), core::InputOptions{});
    QCOMPARE(frame.contentHeight, expected["input_size"][0].toInt());
    QCOMPARE(frame.contentWidth, expected["input_size"][1].toInt());
    const at::Tensor input = core::sam::preprocess(image, frame); // [1024, 1024, 3]
    const at::Tensor planes = input.permute({2, 0, 1}).contiguous();
    const double inputError = largestDifference(expected["preprocessed"].toObject(),
                                                planes.data_ptr<float>(), planes.numel());
    QVERIFY2(inputError <= inputTolerance, qPrintable(QString::number(inputError)));

    const at::Tensor embedding = sam.encode(input, [](int, int) {}); // [64, 64, 256]
    const at::Tensor features = embedding.permute({2, 0, 1}).contiguous();
    const double error = largestDifference(expected["features"].toObject(),
                                           features.data_ptr<float>(), features.numel());
    qInfo("%s: input %.4f, embedding %.2e off at most", qPrintable(picture), inputError, error);
    QVERIFY2(error <= embeddingTolerance, qPrintable(QString::number(error)));
    QVERIFY(std::abs(features.std().item<double>() - expected["features"]["std"].toDouble()) <
            embeddingTolerance);
}

void comparePrompts(const core::Segmenter& segmenter, const QString& picture, int promptCount)
{
    const core::EmbeddingPtr embedding = segmenter.encode(photograph(picture));
    const QJsonArray prompts = golden(picture)["prompts"].toArray();
    QCOMPARE(int(prompts.size()), promptCount);
    std::vector<core::Prediction> answers;
    for (const QJsonValue& value : prompts) {
        const QJsonObject json = value.toObject();
        core::Prompt prompt = promptFrom(json);
        if (json["mask_from"].isDouble()) {
            const int source = json["mask_from"].toInt();
            prompt.mask = bestReturned(prompts[source].toObject(), answers.at(std::size_t(source)));
        }
        answers.push_back(segmenter.predict(*embedding, prompt));
        compare(json, answers.back(), int(answers.size()) - 1);
    }
}
