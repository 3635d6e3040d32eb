// What is known beforehand of a picture's empty border is what would have been worked out.
#include <ATen/ATen.h>
#include <QTest>
#include <c10/core/InferenceMode.h>

#include "core/checkpoint/safetensors.h"
#include "core/kernels/work_count.h"
#include "core/model_catalogue.h"
#include "core/sam/image_encoder.h"

using core::kernels::multiplications;

class TestEmptyBorder : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void changesNothing_data();
    void changesNothing();

private:
    at::Tensor encode(const at::Tensor& picture) const
    {
        const c10::InferenceMode inference;
        return encoder_->forward(picture, [](int, int) {});
    }

    std::unique_ptr<core::sam::ImageEncoder> encoder_;
};

void TestEmptyBorder::initTestCase()
{
    const core::StateDict weights =
        core::readSafetensors(core::modelsFolder() / "mobile_sam.safetensors");
    core::sam::ParameterLog log;
    const c10::InferenceMode inference;
    encoder_ = core::sam::makeImageEncoder(core::sam::Parameters(weights, log) / "image_encoder",
                                           core::sam::variant("vit_t"));
    QCOMPARE(log.misfits.missing, std::vector<std::string>());
}

void TestEmptyBorder::changesNothing_data()
{
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("columns");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    QTest::addColumn<bool>("faster");
    QTest::newRow("3:2") << 683 << 1024 << 1024 << 1024 << true;
    QTest::newRow("9:16") << 1024 << 576 << 1024 << 1024 << true;
    QTest::newRow("a strip") << 9 << 1024 << 1024 << 1024 << true;
    QTest::newRow("one pixel") << 1 << 1 << 1024 << 1024 << true;
    QTest::newRow("a corner of another size") << 333 << 501 << 912 << 768 << true;
    QTest::newRow("nearly square") << 1000 << 1024 << 1024 << 1024 << false;
    QTest::newRow("small") << 100 << 150 << 256 << 176 << true;
    QTest::newRow("nothing") << 0 << 0 << 512 << 512 << true;
}

void TestEmptyBorder::changesNothing()
{
    QFETCH(int, rows);
    QFETCH(int, columns);
    QFETCH(int, height);
    QFETCH(int, width);
    QFETCH(bool, faster);
    at::manual_seed(5);
    at::Tensor picture = at::zeros({height, width, 3});
    picture.narrow(0, 0, rows).narrow(1, 0, columns).normal_();
    encode(picture); // works out what an empty picture becomes

    const std::int64_t before = multiplications();
    const at::Tensor embedding = encode(picture);
    const std::int64_t between = multiplications();
    picture[height - 1][width - 1][2] = 1e-30f; // too little to matter, and no longer empty
    const at::Tensor whole = encode(picture);
    const std::int64_t after = multiplications();

    QCOMPARE((embedding - whole).abs().max().item<float>(), 0.0f);
    QCOMPARE(between - before < (after - between) * 99 / 100, faster);
}

QTEST_GUILESS_MAIN(TestEmptyBorder)
#include "test_empty_border.moc"
