// Everything mode's promises beside the reference's figures: options, threads, memory, stopping.
#include <QTest>

#include "core/mask_generator.h"
#include "core/model_catalogue.h"
#include "tests/core/helpers.h"

namespace {

const core::Segmenter& segmenter()
{
    static const core::Segmenter model(core::resolveModel("mobile_sam"));
    return model;
}

core::Image photograph(const char* name)
{
    return core::readImage(std::string(MASKWRIGHT_PHOTOS "/") + name + ".png");
}

/// Many masks from few points.
core::MaskGeneratorOptions loose(int pointsPerSide)
{
    core::MaskGeneratorOptions options;
    options.pointsPerSide = pointsPerSide;
    options.predIouThresh = 0.6f;
    options.stabilityScoreThresh = 0.7f;
    return options;
}

std::vector<core::GeneratedMask>
generate(const core::Image& image, const core::MaskGeneratorOptions& options, int threads = 0)
{
    return core::MaskGenerator(segmenter(), options, threads).generate(image).masks;
}

} // namespace

class TestMaskGenerator : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void refusesOptions_data();
    void refusesOptions();
    void countsPoints();
    void sameForAnyNumberOfThreads();
    void countsEveryPointOnce();
    void usesAGivenEmbedding();
    void explicitPointsAreTheGrid();
    void masksLetGoComeBack();
    void stopsWithWhatWasFound();
    void stopsBeforeItStarts();
    void worksOnAOnePixelPicture();
};

void TestMaskGenerator::refusesOptions_data()
{
    QTest::addColumn<core::MaskGeneratorOptions>("options");
    const auto add = [](const char* name, auto change) {
        core::MaskGeneratorOptions options;
        change(options);
        QTest::newRow(name) << options;
    };
    using Options = core::MaskGeneratorOptions;
    add("no points", [](Options& o) { o.pointsPerSide = 0; });
    add("too many points", [](Options& o) { o.pointsPerSide = 100000; });
    add("no batch", [](Options& o) { o.pointsPerBatch = 0; });
    add("not a number", [](Options& o) { o.predIouThresh = float(NAN); });
    add("stability above one", [](Options& o) { o.stabilityScoreThresh = 1.5f; });
    add("negative offset", [](Options& o) { o.stabilityScoreOffset = -1; });
    add("overlap above one", [](Options& o) { o.boxNmsThresh = 1.1; });
    add("negative layers", [](Options& o) { o.cropNLayers = -1; });
    add("crops on top of each other", [](Options& o) { o.cropOverlapRatio = 1; });
    add("no point left in a layer", [](Options& o) {
        o.cropNLayers = 2;
        o.cropNPointsDownscaleFactor = 8;
    });
    add("negative area", [](Options& o) { o.minMaskRegionArea = -5; });
    add("a list of points too few", [](Options& o) {
        o.cropNLayers = 1;
        o.pointGrids = {{{0.5, 0.5}}};
    });
    add("a point outside", [](Options& o) { o.pointGrids = {{{0.5, 1.5}}}; });
}

void TestMaskGenerator::refusesOptions()
{
    QFETCH(core::MaskGeneratorOptions, options);
    EXPECT_ERROR(OptionInvalid, core::validate(options));
    EXPECT_ERROR(OptionInvalid, core::MaskGenerator(segmenter(), options));
}

void TestMaskGenerator::countsPoints()
{
    core::MaskGeneratorOptions options;
    QCOMPARE(core::pointCount(options), 1024);
    options.cropNLayers = 2;
    options.cropNPointsDownscaleFactor = 2;
    QCOMPARE(core::pointCount(options), 32 * 32 + 4 * 16 * 16 + 16 * 8 * 8);
}

void TestMaskGenerator::sameForAnyNumberOfThreads()
{
    const core::Image image = photograph("coffee");
    const auto one = generate(image, loose(6), 1);
    QVERIFY2(one.size() >= 5, qPrintable(QString::number(one.size())));
    QVERIFY(generate(image, loose(6), 2) == one);
    QVERIFY(generate(image, loose(6), 5) == one);
}

void TestMaskGenerator::countsEveryPointOnce()
{
    core::MaskGeneratorOptions options = loose(4);
    options.cropNLayers = 1;
    int calls = 0;
    bool inOrder = true;
    core::MaskGenerator(segmenter(), options)
        .generate(photograph("coffee"), {}, [&](int done, int total) {
            inOrder = inOrder && done == ++calls && total == core::pointCount(options);
        });
    QCOMPARE(calls, 16 + 4 * 16);
    QVERIFY(inOrder);
}

void TestMaskGenerator::usesAGivenEmbedding()
{
    const core::Image image = photograph("coffee");
    const core::EmbeddingPtr embedding = segmenter().encode(image);
    const core::MaskGenerator generator(segmenter(), loose(4));
    QVERIFY(generator.generate(image, {}, {}, embedding).masks == generator.generate(image).masks);
}

void TestMaskGenerator::explicitPointsAreTheGrid()
{
    const core::Image image = photograph("coffee");
    core::MaskGeneratorOptions options = loose(2);
    const auto fromGrid = generate(image, options);
    QVERIFY(!fromGrid.empty());
    options.pointsPerSide = 32; // not used any more
    options.pointGrids = {{{0.25, 0.25}, {0.75, 0.25}, {0.25, 0.75}, {0.75, 0.75}}};
    QVERIFY(generate(image, options) == fromGrid);
}

/// Among that many masks some are let go for a better one that itself goes for another; here three.
void TestMaskGenerator::masksLetGoComeBack()
{
    core::MaskGeneratorOptions options = loose(18);
    options.predIouThresh = 0;
    options.stabilityScoreThresh = 0;
    options.boxNmsThresh = 0.6;
    const auto masks = generate(photograph("astronaut"), options, 1); // in a fixed order
    QVERIFY(!masks.empty());
    for (const core::GeneratedMask& mask : masks) {
        QCOMPARE(core::area(mask.mask), mask.area);
        QCOMPARE(core::boundingBox(mask.mask), mask.box);
    }
}

void TestMaskGenerator::stopsWithWhatWasFound()
{
    const core::Image image = photograph("coffee");
    std::stop_source stop;
    int done = 0;
    const auto result = core::MaskGenerator(segmenter(), loose(8))
                            .generate(image, stop.get_token(), [&](int points, int) {
                                done = points;
                                if (points == 20)
                                    stop.request_stop();
                            });
    QVERIFY(!result.complete);
    QVERIFY(done >= 20 && done < 64);
    QVERIFY(!result.masks.empty());
}

void TestMaskGenerator::stopsBeforeItStarts()
{
    std::stop_source stop;
    stop.request_stop();
    const auto result =
        core::MaskGenerator(segmenter(), loose(8)).generate(photograph("coffee"), stop.get_token());
    QVERIFY(!result.complete);
    QVERIFY(result.masks.empty());
}

void TestMaskGenerator::worksOnAOnePixelPicture()
{
    core::MaskGeneratorOptions options = loose(2);
    options.cropNLayers = 1;
    options.minMaskRegionArea = 10;
    const auto masks = generate(core::Image(1, 1, {200, 10, 10}), options);
    for (const core::GeneratedMask& mask : masks)
        QCOMPARE(mask.box, (core::PixelRect{0, 0, 1, 1}));
}

QTEST_GUILESS_MAIN(TestMaskGenerator)
#include "test_mask_generator.moc"
