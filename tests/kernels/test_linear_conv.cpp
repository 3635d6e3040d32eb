#include <ATen/ATen.h>
#include <QTest>

#include "core/kernels/depthwise_conv.h"
#include "core/kernels/packed_conv.h"
#include "core/kernels/packed_linear.h"
#include "core/kernels/winograd_conv.h"
#include "every_target.h"

using core::kernels::Activation;
using core::kernels::DepthwiseConv;
using core::kernels::PackedConv;
using core::kernels::PackedLinear;
using core::kernels::WinogradConv;

namespace {

at::Tensor activated(const at::Tensor& x, Activation activation)
{
    switch (activation) {
    case Activation::Relu:
        return x.relu();
    case Activation::Gelu:
        return at::gelu(x);
    case Activation::None:
        break;
    }
    return x;
}

double largestDifference(const at::Tensor& a, const at::Tensor& b)
{
    return a.sizes() == b.sizes() ? (a - b).abs().max().item<double>() : 1e30;
}

} // namespace

class TestLinearConv : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void linear_data();
    void linear();
    void linearAdds();
    void convolution_data();
    void convolution();
    void winograd_data();
    void winograd();
};

void TestLinearConv::linear_data()
{
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("in");
    QTest::addColumn<int>("out");
    QTest::addColumn<bool>("biased");
    QTest::addColumn<int>("activation");
    QTest::newRow("tokens") << 7 << 256 << 2048 << true << int(Activation::Relu);
    QTest::newRow("one row") << 1 << 256 << 4 << true << int(Activation::None);
    QTest::newRow("image") << 4096 << 256 << 128 << true << int(Activation::None);
    QTest::newRow("no bias") << 4096 << 320 << 256 << false << int(Activation::None);
    QTest::newRow("odd") << 131 << 37 << 5 << true << int(Activation::Gelu);
    QTest::newRow("half a panel") << 40 << 640 << 160 << true << int(Activation::Gelu);
    QTest::newRow("rows that collide") << 250 << 1024 << 96 << true << int(Activation::None);
    QTest::newRow("one input") << 12 << 1 << 3 << true << int(Activation::Gelu);
}

void TestLinearConv::linear()
{
    QFETCH(int, rows);
    QFETCH(int, in);
    QFETCH(int, out);
    QFETCH(bool, biased);
    QFETCH(int, activation);
    at::manual_seed(2);
    const at::Tensor x = at::randn({rows, in}), weight = at::randn({out, in});
    const at::Tensor bias = biased ? at::randn({out}) : at::Tensor();
    const PackedLinear layer(weight, bias);
    at::Tensor expected = at::matmul(x.to(at::kDouble), weight.t().to(at::kDouble)).to(at::kFloat);
    if (biased)
        expected = expected + bias;
    expected = activated(expected, Activation(activation));
    forEveryTarget([&](const char* target) {
        const double error = largestDifference(layer(x, Activation(activation)), expected);
        QVERIFY2(error < 1e-3, qPrintable(QString("%1: %2").arg(target).arg(error)));
    });
}

void TestLinearConv::linearAdds()
{
    at::manual_seed(3);
    const at::Tensor x = at::randn({50, 64}), weight = at::randn({32, 64}), bias = at::randn({32});
    const at::Tensor before = at::randn({50, 32});
    const at::Tensor expected = at::gelu(before + at::matmul(x, weight.t()) + bias);
    forEveryTarget([&](const char* target) {
        at::Tensor sum = before.clone();
        PackedLinear(weight, bias).addTo(sum, x, Activation::Gelu);
        const double error = largestDifference(sum, expected);
        QVERIFY2(error < 1e-4, qPrintable(QString("%1: %2").arg(target).arg(error)));
    });
}

void TestLinearConv::convolution_data()
{
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("in");
    QTest::addColumn<int>("out");
    QTest::addColumn<int>("stride");
    QTest::addColumn<int>("groups");
    QTest::newRow("patch embedding") << 64 << 64 << 3 << 32 << 2 << 1;
    QTest::newRow("depth-wise") << 33 << 17 << 160 << 160 << 1 << 160;
    QTest::newRow("depth-wise, stride 2") << 32 << 32 << 128 << 128 << 2 << 128;
    QTest::newRow("neck") << 16 << 16 << 256 << 256 << 1 << 1;
    QTest::newRow("odd, stride 2") << 7 << 9 << 16 << 24 << 2 << 1;
    QTest::newRow("odd, depth-wise, stride 2") << 9 << 5 << 16 << 16 << 2 << 16;
    QTest::newRow("one position") << 1 << 1 << 5 << 3 << 1 << 1;
    QTest::newRow("one column") << 6 << 1 << 16 << 16 << 2 << 16;
    QTest::newRow("one row") << 1 << 40 << 16 << 16 << 1 << 16;
}

void TestLinearConv::convolution()
{
    QFETCH(int, height);
    QFETCH(int, width);
    QFETCH(int, in);
    QFETCH(int, out);
    QFETCH(int, stride);
    QFETCH(int, groups);
    at::manual_seed(4);
    const at::Tensor x = at::randn({height, width, in});
    const at::Tensor weight = at::randn({out, in / groups, 3, 3}) * 0.1, bias = at::randn({out});
    const at::Tensor planes = x.permute({2, 0, 1}).unsqueeze(0).to(at::kDouble);
    const at::Tensor reference =
        at::conv2d(planes, weight.to(at::kDouble), bias.to(at::kDouble), stride, 1, 1, groups);
    const at::Tensor channelsLast = reference.squeeze(0).permute({1, 2, 0}).to(at::kFloat);
    forEveryTarget([&](const char* target) {
        for (const Activation activation : {Activation::None, Activation::Gelu}) {
            const at::Tensor y = groups == 1 ? PackedConv(weight, bias, stride)(x, activation)
                                             : DepthwiseConv(weight, bias, stride)(x, activation);
            const double error = largestDifference(y, activated(channelsLast, activation));
            QVERIFY2(error < 1e-4, qPrintable(QString("%1: %2").arg(target).arg(error)));
        }
    });
}

void TestLinearConv::winograd_data()
{
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("in");
    QTest::addColumn<int>("out");
    QTest::newRow("neck") << 64 << 64 << 256 << 256;
    QTest::newRow("parts of tiles") << 43 << 62 << 32 << 48;
    QTest::newRow("one tile") << 4 << 4 << 16 << 16;
    QTest::newRow("one position") << 1 << 1 << 16 << 32;
    QTest::newRow("one row") << 1 << 37 << 32 << 16;
    QTest::newRow("one column") << 9 << 1 << 16 << 16;
}

void TestLinearConv::winograd()
{
    QFETCH(int, height);
    QFETCH(int, width);
    QFETCH(int, in);
    QFETCH(int, out);
    at::manual_seed(5);
    const at::Tensor x = at::randn({height, width, in}), weight = at::randn({out, in, 3, 3}) * 0.1;
    const at::Tensor planes = x.permute({2, 0, 1}).unsqueeze(0).to(at::kDouble);
    const at::Tensor reference = at::conv2d(planes, weight.to(at::kDouble), {}, 1, 1);
    const at::Tensor expected = reference.squeeze(0).permute({1, 2, 0}).to(at::kFloat);
    const WinogradConv convolution(weight);
    forEveryTarget([&](const char* target) {
        const double error = largestDifference(convolution(x), expected);
        QVERIFY2(error < 1e-3, qPrintable(QString("%1: %2").arg(target).arg(error)));
    });
}

QTEST_GUILESS_MAIN(TestLinearConv)
#include "test_linear_conv.moc"
