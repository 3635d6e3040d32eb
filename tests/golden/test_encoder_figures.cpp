// The figures of the public Python reference for the image encoders, with weights made by a
// formula. vit_l and vit_h need gigabytes and minutes: they run when they are named,
// `test_encoder_figures equalsTheReference:vit_h`.
#include <cmath>
#include <set>

#include <ATen/ATen.h>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <c10/core/InferenceMode.h>

#include "core/checkpoint/parameter_table.h"
#include "core/sam/image_encoder.h"
#include "formula_weights.h"

using core::sam::SamConfig;
using core::sam::VitConfig;

namespace {

constexpr double tolerance = 2e-3;
const std::string prefix = "image_encoder.";

QJsonDocument goldenDocument(const QString& name)
{
    QFile file(QStringLiteral(MASKWRIGHT_GOLDEN "/encoder.%1.json").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("missing %s", qPrintable(file.fileName()));
    return QJsonDocument::fromJson(file.readAll());
}

QJsonObject golden(const QString& variant)
{
    return goldenDocument(variant).object();
}

/// A small encoder with odd windows beside the real ones.
SamConfig configOf(const QString& variant)
{
    if (variant != "tiny")
        return core::sam::variant(variant.toStdString());
    SamConfig config{"tiny", VitConfig{64, 4, 4, {1, 3}}};
    config.imageSide = 256;
    VitConfig& vit = std::get<VitConfig>(config.encoder);
    vit.window = 7;
    vit.tableSide = config.embeddingSide();
    return config;
}

core::StateDict formulaWeights(const SamConfig& config)
{
    core::StateDict weights;
    for (const auto& [name, shape] : core::parameterTable(config))
        if (name.starts_with(prefix))
            weights.emplace(name, formulaWeight(name, shape));
    return weights;
}

at::Tensor formulaPicture(int height, int width) // [height, width, 3]
{
    at::Tensor picture = at::empty({3, height, width});
    FormulaNumbers numbers("input");
    float* const values = picture.data_ptr<float>();
    for (std::int64_t i = 0; i < picture.numel(); ++i)
        values[i] = 2 * float(numbers.next());
    return picture.permute({1, 2, 0}).contiguous();
}

} // namespace

class TestEncoderFigures : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void configuration_data() { variants(); }
    void configuration();
    void equalsTheReference_data() { variants(); }
    void equalsTheReference();
    void otherSizes();

private:
    static void compare(const at::Tensor& embedding, const QJsonObject& expected);
    static void variants()
    {
        QTest::addColumn<QString>("variant");
        for (const char* variant : {"tiny", "vit_b", "vit_l", "vit_h"})
            QTest::newRow(variant) << variant;
    }
};

void TestEncoderFigures::configuration()
{
    QFETCH(QString, variant);
    const SamConfig config = configOf(variant);
    const VitConfig& vit = std::get<VitConfig>(config.encoder);
    const QJsonObject expected = golden(variant)["config"].toObject();
    QCOMPARE(config.imageSide, expected["img_size"].toInt());
    QCOMPARE(SamConfig::cellSide, expected["patch_size"].toInt());
    QCOMPARE(config.embeddingChannels, expected["out_chans"].toInt());
    QCOMPARE(vit.width, expected["embed_dim"].toInt());
    QCOMPARE(vit.depth, expected["depth"].toInt());
    QCOMPARE(vit.heads, expected["num_heads"].toInt());
    QCOMPARE(vit.window, expected["window_size"].toInt());
    QCOMPARE(vit.expansion, expected["mlp_ratio"].toInt());
    QJsonArray global;
    for (const int block : vit.globalBlocks)
        global.append(block);
    QCOMPARE(global, expected["global_attn_indexes"].toArray());
}

void TestEncoderFigures::equalsTheReference()
{
    QFETCH(QString, variant);
    const QJsonObject expected = golden(variant);
    const SamConfig config = configOf(variant);
    const c10::InferenceMode inference;
    const core::StateDict weights = formulaWeights(config);

    const QJsonObject parameters = expected["parameters"].toObject();
    QVERIFY(!parameters.isEmpty());
    for (const QString& name : parameters.keys()) {
        const auto weight = weights.find(prefix + name.toStdString());
        QVERIFY2(weight != weights.end(), qPrintable(name));
        const QJsonObject figures = parameters[name].toObject();
        QCOMPARE(weight->second.reshape(-1)[0].item<float>(), float(figures["first"].toDouble()));
        const double sum = weight->second.sum(at::kDouble).item<double>();
        QVERIFY2(std::abs(sum - figures["sum"].toDouble()) < 1e-3, qPrintable(name));
    }

    core::sam::ParameterLog log;
    const auto encoder =
        core::sam::makeImageEncoder(core::sam::Parameters(weights, log) / "image_encoder", config);
    QCOMPARE(log.misfits.reason(), std::string());
    QCOMPARE(std::set(log.used.begin(), log.used.end()).size(), weights.size());

    int steps = -1;
    const at::Tensor embedding =
        encoder->forward(formulaPicture(config.imageSide, config.imageSide),
                         [&](int done, int) { QCOMPARE(done, ++steps); });
    QCOMPARE(steps, std::get<VitConfig>(config.encoder).depth + 2);
    compare(embedding, expected["output"].toObject());
}

/// Made by the reference with its position tables interpolated, and cut to the picture's part of
/// the square.
void TestEncoderFigures::otherSizes()
{
    const QJsonArray sizes = goldenDocument("tiny.sizes").array();
    QCOMPARE(sizes.size(), 3);
    const SamConfig config = configOf("tiny");
    const c10::InferenceMode inference;
    const core::StateDict weights = formulaWeights(config);
    core::sam::ParameterLog log;
    const auto encoder =
        core::sam::makeImageEncoder(core::sam::Parameters(weights, log) / "image_encoder", config);
    for (const QJsonValue& size : sizes)
        compare(encoder->forward(formulaPicture(size["height"].toInt(), size["width"].toInt()),
                                 [](int, int) {}),
                size.toObject());
}

void TestEncoderFigures::compare(const at::Tensor& embedding, const QJsonObject& expected)
{
    const at::Tensor planes = embedding.permute({2, 0, 1}).contiguous(); // as the reference's
    const QJsonArray shape = expected["shape"].toArray();
    QCOMPARE(planes.sizes(),
             at::IntArrayRef({shape[1].toInt(), shape[2].toInt(), shape[3].toInt()}));
    const QJsonArray index = expected["index"].toArray(), value = expected["value"].toArray();
    QVERIFY(index.size() >= 200 && index.size() == value.size());
    double largest = 0;
    for (int i = 0; i < index.size(); ++i)
        largest = std::max(largest, std::abs(planes.data_ptr<float>()[index[i].toInteger()] -
                                             value[i].toDouble()));
    qInfo("largest difference %g", largest);
    QVERIFY2(largest < tolerance, qPrintable(QString::number(largest)));
    QVERIFY(std::abs(planes.mean().item<double>() - expected["mean"].toDouble()) < tolerance);
    QVERIFY(std::abs(planes.std().item<double>() - expected["std"].toDouble()) < tolerance);
}

QTEST_GUILESS_MAIN(TestEncoderFigures)
#include "test_encoder_figures.moc"
