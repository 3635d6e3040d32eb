#include <ATen/ATen.h>
#include <QTest>

#include "core/kernels/layer_norm.h"
#include "core/kernels/mask_product.h"
#include "core/kernels/mask_resize.h"
#include "every_target.h"

class TestMaskKernels : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void pixelsEqualMatrixProduct();
    void layerNormEqualsTheTextbook();
    void geluHoldsEverywhere();
    void resizeEqualsTwoInterpolations_data();
    void resizeEqualsTwoInterpolations();
    void plainAreasEqualMixedOnes();
    void emptyMaskIsStable();
};

/// Positions of a few rows of a grid, in two panels.
void TestMaskKernels::pixelsEqualMatrixProduct()
{
    constexpr int rows = 7, columns = 13, channels = 32, masks = 5;
    constexpr int panels = 2, positions = 64;
    at::manual_seed(5);
    const at::Tensor weights = at::randn({masks, channels}), bias = at::randn({4 * channels});
    // Numbered (panel, quarter, quarter of the quarter, channel, position).
    const at::Tensor upscaled = at::randn({panels, 4, 4 * channels, positions});
    const at::Tensor active = at::gelu((upscaled + bias.unsqueeze(1)).to(at::kDouble))
                                  .view({panels, 2, 2, 2, 2, channels, positions});
    const at::Tensor expected = at::einsum("mc,qyxvucp->mqpyvxu", {weights.to(at::kDouble), active})
                                    .reshape({masks, panels * positions, 2, 2, 2, 2})
                                    .narrow(1, 0, rows * columns)
                                    .reshape({masks, rows, columns, 4, 4})
                                    .permute({0, 1, 3, 2, 4})
                                    .reshape({masks, 4 * rows, 4 * columns})
                                    .to(at::kFloat);
    forEveryTarget([&](const char* target) {
        at::Tensor actual = at::empty_like(expected);
        for (int panel = 0; panel < panels; ++panel) {
            std::vector<float> pixels(masks * 16 * positions);
            for (int quarter = 0; quarter < 4; ++quarter)
                core::kernels::mixMasks(weights, upscaled[panel][quarter].data_ptr<float>(), bias,
                                        quarter, pixels.data());
            core::kernels::placePixels(pixels.data(), panel, actual);
        }
        QVERIFY2(at::allclose(actual, expected, 1e-4, 1e-4), target);
    });
}

void TestMaskKernels::layerNormEqualsTheTextbook()
{
    at::manual_seed(7);
    for (const int channels : {1, 4, 16, 100, 320}) {
        const at::Tensor x = at::randn({64, channels}) * 9 + 3;
        const at::Tensor weight = at::randn({channels}), bias = at::randn({channels}) * 4;
        const at::Tensor norm = at::layer_norm(x.to(at::kDouble), {channels},
                                               weight.to(at::kDouble), bias.to(at::kDouble), 1e-6);
        forEveryTarget([&](const char* target) {
            const at::Tensor alone = core::kernels::layerNorm(x, weight, bias, 1e-6);
            QVERIFY2(at::allclose(alone, norm.to(at::kFloat), 4e-6, 4e-6), target);
            const at::Tensor panel = x.t().contiguous();
            core::kernels::normalizeChannels(panel.data_ptr<float>(), weight, bias, 1e-6);
            QVERIFY2(at::allclose(panel.t(), at::gelu(norm).to(at::kFloat), 4e-6, 4e-6), target);
        });
    }
}

/// Where an approximation could fail: far out, at and around zero.
void TestMaskKernels::geluHoldsEverywhere()
{
    const at::Tensor bias =
        at::cat({at::linspace(-12, 12, 4000), at::linspace(-1e-3, 1e-3, 100),
                 at::tensor({-1e30f, -200.0f, -88.0f, -20.0f, -6.0f, -0.0f, 0.0f, 1e-30f, 6.0f,
                             20.0f, 88.0f, 200.0f, 1e30f, 1.0f, -1.0f, 0.5f})});
    const at::Tensor expected = at::gelu(bias.to(at::kDouble)).to(at::kFloat);
    forEveryTarget([&](const char* target) {
        const at::Tensor x = at::zeros({bias.numel(), 64}); // a norm of nothing leaves the bias
        core::kernels::normalizeChannels(x.data_ptr<float>(), at::ones_like(bias), bias, 1e-6);
        QVERIFY2(at::allclose(x, expected.unsqueeze(1), 2e-6, 2e-6), target);
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

/// A disc of which most is decided without mixing: on every side of the thresholds, which may lie
/// together.
void TestMaskKernels::plainAreasEqualMixedOnes()
{
    constexpr int width = 901, height = 603, side = 256;
    const at::Tensor axis = at::arange(side, at::kFloat);
    const at::Tensor x = axis - 120, y = axis.unsqueeze(1) - 70;
    const at::Tensor logits = (40 - (x * x + y * y).sqrt()).clamp(-8, 8).contiguous();
    const at::Tensor frame =
        at::upsample_bilinear2d(logits.view({1, 1, side, side}), {1024, 1024}, false);
    const at::Tensor content = frame.narrow(2, 0, 685).contiguous();
    const at::Tensor full = at::upsample_bilinear2d(content, {height, width}, false)[0][0];
    const core::kernels::MaskResizer resizer(width, height, 1024, 685, 1024, 1024);
    forEveryTarget([&](const char* target) {
        for (const float offset : {0.0f, 1.0f, 7.5f}) {
            const core::kernels::ResizedMask resized = resizer(logits.data_ptr<float>(), offset);
            const auto differs = [&](std::size_t counted, float threshold) {
                const auto expected = (full > threshold).sum().item<std::int64_t>();
                return std::abs(std::int64_t(counted) - expected);
            };
            QVERIFY2(differs(resized.mask.area(), 0) <= 2, target);
            QVERIFY2(differs(resized.aboveOffset, offset) <= 2, target);
            QVERIFY2(differs(resized.aboveMinusOffset, -offset) <= 2, target);
        }
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
