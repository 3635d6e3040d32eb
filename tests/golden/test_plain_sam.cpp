// The plain form of the model, which runs on devices that our kernels do not know, beside the
// figures of the public Python reference and beside the form for the processor. On the processor,
// and on a GPU where there is one.
#include <cmath>
#include <random>
#include <set>

#include <ATen/ATen.h>
#include <QTemporaryDir>
#include <QTest>

#include "core/checkpoint/model_description.h"
#include "core/checkpoint/safetensors.h"
#include "core/embedding_cache.h"
#include "core/file_identity.h"
#include "core/mask_generator.h"
#include "core/sam/cpu_sam.h"
#include "core/sam/plain_sam.h"
#include "core/segmenter_impl.h"
#include "predict_figures.h"
#include "tests/core/helpers.h"

using core::InputOptions;
using core::Prompt;
using core::sam::PlainSam;

namespace {

struct Loaded {
    core::StateDict tensors = core::readSafetensors(goldenModel());
    core::ModelInfo info = core::describeModel(tensors, goldenModel());
    core::sam::ParameterLog log;

    template <typename Form>
    std::unique_ptr<const Form> make(const InputOptions& input, at::Device device)
    {
        core::sam::SamConfig config = core::sam::variant(info.variant);
        config.imageSide = input.side;
        return std::make_unique<Form>(
            core::sam::Parameters(tensors, log).in(input.precision).on(device), config);
    }
};

core::Segmenter plainSegmenter(InputOptions input = {}, at::Device device = at::kCPU)
{
    const c10::InferenceMode inference;
    input.device = core::Device::Cuda; // as it is when the plain form is chosen
    Loaded loaded;
    auto sam = loaded.make<PlainSam>(input, device);
    return core::Segmenter(std::unique_ptr<core::Segmenter::Impl>(new core::Segmenter::Impl{
        loaded.info, input, std::move(sam), core::fileIdentity(goldenModel())}));
}

core::Segmenter cpuSegmenter(const InputOptions& input = {})
{
    return core::Segmenter(goldenModel(), input);
}

std::vector<at::Device> devices()
{
    std::vector<at::Device> devices{at::kCPU};
    if (at::hasCUDA())
        devices.push_back(at::kCUDA);
    return devices;
}

QString nameOf(const at::Device& device)
{
    return QString::fromStdString(device.str());
}

at::Device deviceOf(const QString& name)
{
    return at::Device(name.toStdString());
}

/// One point, several points, a box, points and a box, each without a mask and with that one; and
/// the mask alone.
std::vector<Prompt> randomPrompts(const core::Image& image, unsigned seed,
                                  std::shared_ptr<const core::LowResLogits> mask)
{
    std::mt19937 random(seed);
    const auto below = [&](int end) { return float(random() % unsigned(end)); };
    const auto points = [&](int count) {
        std::vector<core::Point> points;
        for (int i = 0; i < count; ++i)
            points.push_back({below(image.width()), below(image.height()), random() % 3 != 0});
        return points;
    };
    const auto box = [&] {
        const float x = below(image.width() / 2), y = below(image.height() / 2);
        return core::Box{x, y, x + 20 + below(image.width() / 2),
                         y + 20 + below(image.height() / 2)};
    };
    std::vector<Prompt> prompts;
    for (const auto& given : {std::shared_ptr<const core::LowResLogits>(), mask}) {
        prompts.push_back({points(1), {}, given});
        prompts.push_back({points(6), {}, given});
        prompts.push_back({{}, box(), given});
        prompts.push_back({points(3), box(), given});
    }
    prompts.push_back({{}, {}, mask});
    return prompts;
}

double largestDifference(const core::LowResLogits& a, const core::LowResLogits& b)
{
    double largest = 0;
    for (std::size_t i = 0; i < a.values.size(); ++i)
        largest = std::max(largest, std::abs(double(a.values[i]) - double(b.values[i])));
    return largest;
}

} // namespace

class TestPlainSam : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void encoder_data() { picturesOnDevices(); }
    void encoder();
    void prompts_data() { picturesOnDevices(); }
    void prompts();
    void equalsTheFormForTheProcessor_data();
    void equalsTheFormForTheProcessor();
    void readsTheSameParameters();
    void findsTheSameEverywhere();
    void roundsToBFloat16();
    void isKeptByItself();
    void saysWhenMemoryIsShort();

private:
    static void picturesOnDevices();
};

void TestPlainSam::picturesOnDevices()
{
    QTest::addColumn<QString>("picture");
    QTest::addColumn<int>("promptCount");
    QTest::addColumn<QString>("device");
    for (const at::Device& device : devices()) {
        for (const GoldenPicture& picture : goldenPictures)
            QTest::newRow(qPrintable(picture.name + (", " + nameOf(device))))
                << picture.name << picture.promptCount << nameOf(device);
    }
}

void TestPlainSam::encoder()
{
    QFETCH(QString, picture);
    QFETCH(QString, device);
    compareEncoder(*Loaded().make<PlainSam>({}, deviceOf(device)), picture);
}

void TestPlainSam::prompts()
{
    QFETCH(QString, picture);
    QFETCH(int, promptCount);
    QFETCH(QString, device);
    comparePrompts(plainSegmenter({}, deviceOf(device)), picture, promptCount);
}

void TestPlainSam::equalsTheFormForTheProcessor_data()
{
    QTest::addColumn<int>("side");
    QTest::addColumn<bool>("padded");
    QTest::addColumn<bool>("portrait");
    QTest::addColumn<QString>("device");
    for (const at::Device& device : devices()) {
        const auto row = [&](const char* name, int side, bool padded, bool portrait) {
            QTest::newRow(qPrintable(name + (", " + nameOf(device))))
                << side << padded << portrait << nameOf(device);
        };
        row("1024", 1024, true, false);
        row("512", 512, true, false);
        row("1024, not padded", 1024, false, false);
        row("720, not padded, portrait", 720, false, true);
    }
}

void TestPlainSam::equalsTheFormForTheProcessor()
{
    QFETCH(int, side);
    QFETCH(bool, padded);
    QFETCH(bool, portrait);
    QFETCH(QString, device);
    const InputOptions input{.side = side, .padded = padded};
    const core::Image coffee = photograph("coffee"); // 600×400
    const core::Image image = portrait ? transposed(coffee) : coffee;
    const core::Segmenter expected = cpuSegmenter(input);
    const core::Segmenter plain = plainSegmenter(input, deviceOf(device));
    const core::EmbeddingPtr expectedEmbedding = expected.encode(image);
    const core::EmbeddingPtr embedding = plain.encode(image);

    Prompt middle;
    middle.points = {{float(image.width()) / 2, float(image.height()) / 2}};
    const auto mask = expected.predict(*expectedEmbedding, middle).candidates[1].logits;
    double logitsError = 0, scoreError = 0, smallestIou = 1;
    for (const Prompt& prompt : randomPrompts(image, unsigned(side), mask)) {
        const core::Prediction a = expected.predict(*expectedEmbedding, prompt);
        const core::Prediction b = plain.predict(*embedding, prompt);
        for (int i = 0; i < core::Prediction::candidateCount; ++i) {
            const core::Candidate &x = a.candidates[i], &y = b.candidates[i];
            logitsError = std::max(logitsError, largestDifference(*x.logits, *y.logits));
            scoreError = std::max(scoreError, std::abs(double(x.iou) - double(y.iou)));
            smallestIou = std::min(smallestIou, core::intersectionOverUnion(x.mask, y.mask));
        }
    }
    qInfo("logits %.1e, scores %.1e off at most, IoU of the masks at least %.5f", logitsError,
          scoreError, smallestIou);
    QVERIFY(logitsError < 0.05);
    QVERIFY(scoreError < 2e-3);
    QVERIFY(smallestIou > 0.99);
}

void TestPlainSam::readsTheSameParameters()
{
    Loaded plain, expected;
    plain.make<PlainSam>({}, at::kCPU);
    expected.make<core::sam::CpuSam>({}, at::kCPU);
    QCOMPARE(plain.log.misfits.reason(), std::string());
    QVERIFY(!expected.log.used.empty());
    QCOMPARE(std::set(plain.log.used.begin(), plain.log.used.end()),
             std::set(expected.log.used.begin(), expected.log.used.end()));
}

void TestPlainSam::findsTheSameEverywhere()
{
    core::MaskGeneratorOptions options;
    options.pointsPerSide = 6;
    options.predIouThresh = 0.6f;
    options.stabilityScoreThresh = 0.7f;
    const core::Image image = photograph("coffee");
    const auto find = [&](const core::Segmenter& segmenter) {
        return core::MaskGenerator(segmenter, options).generate(image).masks;
    };
    const auto expected = find(cpuSegmenter()), masks = find(plainSegmenter());
    QVERIFY2(expected.size() >= 5, qPrintable(QString::number(expected.size())));
    const auto unmatched = [](const auto& some, const auto& others) {
        return std::count_if(some.begin(), some.end(), [&](const core::GeneratedMask& mask) {
            return std::none_of(
                others.begin(), others.end(), [&](const core::GeneratedMask& other) {
                    return core::intersectionOverUnion(core::decodeRle(mask.mask),
                                                       core::decodeRle(other.mask)) > 0.99;
                });
        });
    };
    // One may lie on a threshold.
    QVERIFY(unmatched(masks, expected) <= 1 && unmatched(expected, masks) <= 1);
}

void TestPlainSam::roundsToBFloat16()
{
    const core::Image image = photograph("coffee");
    const core::Segmenter exact = cpuSegmenter();
    const core::Segmenter rounded = plainSegmenter({.precision = core::Precision::BFloat16});
    Prompt clear;
    clear.points = {{330, 180, true}, {250, 250, true}, {60, 60, false}};
    const core::Candidate a = exact.predict(*exact.encode(image), clear).candidates[0];
    const core::Candidate b = rounded.predict(*rounded.encode(image), clear).candidates[0];
    const double same = core::intersectionOverUnion(a.mask, b.mask);
    const double difference = largestDifference(*a.logits, *b.logits);
    qInfo("IoU of the masks: %.4f, logits %.2f off at most", same, difference);
    QVERIFY(same > 0.95);
    QVERIFY(difference > 0.05); // else nothing was rounded
}

void TestPlainSam::isKeptByItself()
{
    const core::Image image = photograph("coffee");
    const InputOptions small{.side = 512};
    const core::Segmenter plain = plainSegmenter(small);
    const std::string key = core::embeddingKey(plain, image);
    QVERIFY(!key.empty());
    QVERIFY(key != core::embeddingKey(cpuSegmenter(small), image));

    const QTemporaryDir folder;
    const core::EmbeddingCache cache(folder.path().toStdString());
    const core::EmbeddingPtr embedding = plain.encode(image);
    cache.keep(key, *embedding);
    const core::EmbeddingPtr kept = cache.find(key, plain, image);
    QVERIFY(kept);
    Prompt prompt;
    prompt.points = {{330, 180}};
    QCOMPARE(plain.predict(*kept, prompt).candidates[0].logits->values,
             plain.predict(*embedding, prompt).candidates[0].logits->values);
}

void TestPlainSam::saysWhenMemoryIsShort()
{
    EXPECT_ERROR(OutOfMemory, core::guarded("encoding", [] {
                     TORCH_CHECK_WITH(OutOfMemoryError, false, "as a GPU's allocator says it");
                 }));
}

QTEST_GUILESS_MAIN(TestPlainSam)
#include "test_plain_sam.moc"
