// Everything mode beside the public Python reference: the same masks, scores and places.
#include <cmath>

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "core/image.h"
#include "core/mask_generator.h"
#include "core/model_catalogue.h"
#include "core/rle.h"
#include "core/segmenter.h"

namespace {

constexpr double smallestMaskIou = 0.99;
constexpr double scoreTolerance = 2e-3;

core::MaskGeneratorOptions optionsFrom(const QJsonObject& json)
{
    core::MaskGeneratorOptions options;
    for (auto it = json.begin(); it != json.end(); ++it) {
        if (it.key() == "points_per_side")
            options.pointsPerSide = it->toInt();
        else if (it.key() == "pred_iou_thresh")
            options.predIouThresh = float(it->toDouble());
        else if (it.key() == "stability_score_thresh")
            options.stabilityScoreThresh = float(it->toDouble());
        else if (it.key() == "box_nms_thresh")
            options.boxNmsThresh = it->toDouble();
        else if (it.key() == "crop_n_layers")
            options.cropNLayers = it->toInt();
        else if (it.key() == "crop_n_points_downscale_factor")
            options.cropNPointsDownscaleFactor = it->toInt();
        else if (it.key() == "min_mask_region_area")
            options.minMaskRegionArea = it->toInt();
        else
            qFatal("unknown option %s", qPrintable(it.key()));
    }
    return options;
}

struct Golden {
    core::MaskGeneratorOptions options;
    std::vector<core::GeneratedMask> masks;
};

core::PixelRect rectFrom(const QJsonArray& xywh)
{
    return {int(xywh[0].toDouble()), int(xywh[1].toDouble()), int(xywh[2].toDouble()),
            int(xywh[3].toDouble())};
}

core::GeneratedMask maskFrom(const QJsonObject& json)
{
    core::GeneratedMask mask;
    const QJsonObject code = json["segmentation"].toObject();
    const QJsonArray size = code["size"].toArray(), point = json["point_coords"][0].toArray();
    mask.mask = core::decompressCounts(size[0].toInt(), size[1].toInt(),
                                       code["counts"].toString().toStdString());
    mask.area = std::size_t(json["area"].toInteger());
    mask.box = rectFrom(json["bbox"].toArray());
    mask.box.width += 1; // the reference's boxes end at the last pixel's index
    mask.box.height += 1;
    mask.iou = float(json["predicted_iou"].toDouble());
    mask.stability = float(json["stability_score"].toDouble());
    mask.x = point[0].toDouble();
    mask.y = point[1].toDouble();
    mask.cropBox = rectFrom(json["crop_box"].toArray());
    return mask;
}

Golden golden(const QString& name)
{
    QFile file(QStringLiteral(MASKWRIGHT_GOLDEN "/%1.json").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("missing %s", qPrintable(file.fileName()));
    const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    Golden result{optionsFrom(json["options"].toObject()), {}};
    for (const QJsonValue& mask : json["masks"].toArray())
        result.masks.push_back(maskFrom(mask.toObject()));
    return result;
}

bool isSame(const core::GeneratedMask& a, const core::GeneratedMask& b)
{
    return a.x == b.x && a.y == b.y && a.cropBox == b.cropBox &&
           std::abs(a.iou - b.iou) <= scoreTolerance &&
           std::abs(a.stability - b.stability) <= scoreTolerance &&
           core::intersectionOverUnion(core::decodeRle(a.mask), core::decodeRle(b.mask)) >=
               smallestMaskIou;
}

bool isOnThreshold(const core::GeneratedMask& mask, const core::MaskGeneratorOptions& options)
{
    return std::abs(mask.iou - options.predIouThresh) <= scoreTolerance ||
           std::abs(mask.stability - options.stabilityScoreThresh) <= scoreTolerance;
}

/// The masks of `some` that have no equal in `others`.
std::vector<core::GeneratedMask> unmatched(const std::vector<core::GeneratedMask>& some,
                                           const std::vector<core::GeneratedMask>& others)
{
    std::vector<core::GeneratedMask> alone;
    for (const core::GeneratedMask& mask : some) {
        if (std::none_of(others.begin(), others.end(),
                         [&](const auto& o) { return isSame(mask, o); }))
            alone.push_back(mask);
    }
    return alone;
}

const core::Segmenter& segmenter()
{
    // The weights that the figures were made with; another source's may differ.
    static const core::Segmenter model(core::modelsFolder() / "mobile_sam.safetensors");
    return model;
}

core::Image photograph(const QString& golden)
{
    return core::readImage(
        QStringLiteral(MASKWRIGHT_PHOTOS "/%1.png").arg(golden.section('.', 0, 0)).toStdString());
}

} // namespace

class TestEverythingFigures : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void masks_data();
    void masks();
};

void TestEverythingFigures::masks_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : {"coffee.amg.default", "coffee.amg.crops1", "coffee.amg.minarea",
                             "chelsea.amg.default", "astronaut.amg.loose"})
        QTest::newRow(name) << name;
}

void TestEverythingFigures::masks()
{
    QFETCH(QString, name);
    const Golden expected = golden(name);
    const core::Image image = photograph(name);
    QElapsedTimer clock;
    clock.start();
    const core::MaskGenerator generator(segmenter(), expected.options);
    const auto found = generator.generate(image);
    qInfo("%zu masks, %zu expected, %.1f s", found.masks.size(), expected.masks.size(),
          double(clock.elapsed()) / 1000);
    QVERIFY(found.complete);

    const auto missing = unmatched(expected.masks, found.masks);
    const auto added = unmatched(found.masks, expected.masks);
    QVERIFY2(
        missing.size() <= 1 && added.size() <= 1,
        qPrintable(QStringLiteral("%1 missing, %2 added").arg(missing.size()).arg(added.size())));
    for (const auto& list : {missing, added}) {
        for (const core::GeneratedMask& mask : list)
            QVERIFY2(isOnThreshold(mask, expected.options),
                     qPrintable(
                         QStringLiteral("iou %1, stability %2").arg(mask.iou).arg(mask.stability)));
    }
    for (const core::GeneratedMask& mask : found.masks) {
        QCOMPARE(core::area(mask.mask), mask.area);
        QCOMPARE(core::boundingBox(mask.mask), mask.box);
    }
    if (missing.empty() && added.empty()) {
        for (std::size_t i = 0; i < found.masks.size(); ++i)
            QVERIFY2(isSame(found.masks[i], expected.masks[i]), "another order");
    }
}

QTEST_GUILESS_MAIN(TestEverythingFigures)
#include "test_everything_figures.moc"
