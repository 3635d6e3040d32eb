#include <ATen/ATen.h>
#include <QTest>

#include "core/kernels/layer_norm.h"
#include "core/kernels/mask_product.h"
#include "core/kernels/mask_resize.h"
#include "every_target.h"

using core::kernels::Activation;

class TestMaskKernels : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void productEqualsMatrixProduct();
    void layerNormEqualsTheTextbook();
    void geluHoldsEverywhere();
    void resizeEqualsTwoInterpolations_data();
    void resizeEqualsTwoInterpolations();
    void emptyMaskIsStable();
};

void TestMaskKernels::productEqualsMatrixProduct()
{
    constexpr int rows = 3, columns = 5;
    at::manual_seed(5);
    const at::Tensor weights = at::randn({4, 32}), upscaled = at::randn({rows * columns * 16, 32});
    // Rows are numbered (cell row, cell column, 2, 2, 2, 2): pairs of row and column bits.
    const at::Tensor expected = at::matmul(weights, at::gelu(upscaled).t())
                                    .view({4, rows, columns, 2, 2, 2, 2})
                                    .permute({0, 1, 3, 5, 2, 4, 6})
                                    .reshape({4, 4 * rows, 4 * columns});
    forEveryTarget([&](const char* target) {
        at::Tensor masks = at::empty_like(expected);
        for (int row = 0; row < rows; ++row)
            core::kernels::mixMasks(masks, row, weights,
                                    upscaled.narrow(0, row * columns * 16, columns * 16));
        QVERIFY2(at::allclose(masks, expected, 1e-4, 1e-4), target);
    });
}

void TestMaskKernels::layerNormEqualsTheTextbook()
{
    at::manual_seed(7);
    for (const int channels : {1, 4, 16, 100, 320}) {
        const at::Tensor x = at::randn({2, 77, channels}) * 9 + 3;
        const at::Tensor weight = at::randn({channels}), bias = at::randn({channels}) * 4;
        const at::Tensor norm = at::layer_norm(x.to(at::kDouble), {channels},
                                               weight.to(at::kDouble), bias.to(at::kDouble), 1e-6);
        forEveryTarget([&](const char* target) {
            const at::Tensor alone = core::kernels::layerNorm(x, weight, bias, 1e-6);
            QVERIFY2(at::allclose(alone, norm.to(at::kFloat), 4e-6, 4e-6), target);
            at::Tensor actual = x.clone();
            core::kernels::layerNormInPlace(actual, weight, bias, 1e-6, Activation::Gelu);
            QVERIFY2(at::allclose(actual, at::gelu(norm).to(at::kFloat), 4e-6, 4e-6), target);
        });
    }
}

/// Where an approximation could fail: far out, at and around zero.
void TestMaskKernels::geluHoldsEverywhere()
{
    const at::Tensor bias =
        at::cat({at::linspace(-12, 12, 4000 - 8 * 16), at::linspace(-1e-3, 1e-3, 7 * 16),
                 at::tensor({-1e30f, -200.0f, -88.0f, -20.0f, -6.0f, -0.0f, 0.0f, 1e-30f, 6.0f,
                             20.0f, 88.0f, 200.0f, 1e30f, 1.0f, -1.0f, 0.5f})});
    const at::Tensor expected = at::gelu(bias.to(at::kDouble)).to(at::kFloat);
    forEveryTarget([&](const char* target) {
        at::Tensor x = at::zeros({1, bias.numel()}); // a norm of nothing leaves the bias
        core::kernels::layerNormInPlace(x, at::ones_like(bias), bias, 1e-6, Activation::Gelu);
        QVERIFY2(at::allclose(x[0], expected, 2e-6, 2e-6), target);
    });
}

void TestMaskKernels::resizeEqualsTwoInterpolations_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("contentWidth");
    QTest::addColumn<int>("contentHeight");
    QTest::addColumn<int>("modelWidth");
    QTest::addColumn<int>("modelHeight");
    QTest::newRow("smaller picture") << 600 << 400 << 1024 << 683 << 1024 << 1024;
    QTest::newRow("larger picture") << 1801 << 1203 << 1024 << 684 << 1024 << 1024;
    QTest::newRow("same size") << 1024 << 1024 << 1024 << 1024 << 1024 << 1024;
    QTest::newRow("tiny") << 3 << 7 << 439 << 1024 << 1024 << 1024;
    QTest::newRow("one pixel") << 1 << 1 << 1024 << 1024 << 1024 << 1024;
    QTest::newRow("a thread") << 1 << 5000 << 1 << 1024 << 1024 << 1024;
    QTest::newRow("not padded") << 900 << 500 << 1536 << 853 << 1536 << 864;
    QTest::newRow("a thread, not padded") << 2 << 900 << 1 << 512 << 16 << 512;
}

void TestMaskKernels::resizeEqualsTwoInterpolations()
{
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(int, contentWidth);
    QFETCH(int, contentHeight);
    QFETCH(int, modelWidth);
    QFETCH(int, modelHeight);
    at::manual_seed(6);
    const at::Tensor coarse = at::randn({1, 1, 24, 24}) * 5;
    const at::Tensor logits =
        at::upsample_bilinear2d(coarse, {modelHeight / 4, modelWidth / 4}, false).contiguous();
    const at::Tensor frame = at::upsample_bilinear2d(logits, {modelHeight, modelWidth}, false);
    const at::Tensor content = frame.narrow(2, 0, contentHeight).narrow(3, 0, contentWidth);
    const at::Tensor full =
        at::upsample_bilinear2d(content.contiguous(), {height, width}, false)[0][0];
    const core::kernels::MaskResizer resizer(width, height, contentWidth, contentHeight, modelWidth,
                                             modelHeight);

    forEveryTarget([&](const char* target) {
        const core::kernels::ResizedMask resized = resizer(logits.data_ptr<float>());
        QCOMPARE(resized.mask.width(), width);
        QCOMPARE(resized.mask.height(), height);
        std::int64_t wrong = 0; // pixels on the wrong side that do not lie on the threshold itself
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x) {
                const float value = full.data_ptr<float>()[std::size_t(y) * width + x];
                wrong += (value > 0) != resized.mask.at(x, y) && std::abs(value) > 1e-4f;
            }
        QVERIFY2(wrong == 0, target);
        const auto near = [&](float threshold, std::size_t counted) {
            const std::int64_t low = (full > threshold + 1e-4f).sum().item<std::int64_t>();
            const std::int64_t high = (full > threshold - 1e-4f).sum().item<std::int64_t>();
            return low <= std::int64_t(counted) && std::int64_t(counted) <= high;
        };
        QVERIFY2(near(1.0f, resized.aboveOffset), target);
        QVERIFY2(near(-1.0f, resized.aboveMinusOffset), target);
    });
}

void TestMaskKernels::emptyMaskIsStable()
{
    const std::vector<float> nothing(256 * 256, -5.0f);
    const core::kernels::MaskResizer resizer(40, 30, 1024, 768, 1024, 1024);
    const core::kernels::ResizedMask resized = resizer(nothing.data());
    QCOMPARE(resized.mask.area(), std::size_t(0));
    QCOMPARE(resized.stability(), 1.0f);
}

QTEST_GUILESS_MAIN(TestMaskKernels)
#include "test_mask_kernels.moc"
