// The encoder's products of bfloat16 numbers.
#include <array>
#include <cmath>

#include <ATen/ATen.h>
#include <QTest>
#include <hwy/targets.h>

#include "core/kernels/bfloat16_products.h"
#include "core/kernels/packed_conv.h"
#include "core/kernels/packed_linear.h"

using core::Precision;
using core::kernels::Activation;
using core::kernels::bfloat16Products;
using core::kernels::PackedConv;
using core::kernels::PackedLinear;

namespace {

at::Tensor rounded(const at::Tensor& x)
{
    return x.to(at::kBFloat16).to(at::kDouble);
}

double largestDifference(const at::Tensor& a, const at::Tensor& b)
{
    return a.sizes() == b.sizes() ? (a - b).abs().max().item<double>() : 1e30;
}

} // namespace

class TestBFloat16 : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void keepsToTheInstructionSetAskedFor();
    void roundsToNearestEven();
    void linear_data();
    void linear();
    void linearAdds();
    void convolution_data();
    void convolution();
};

void TestBFloat16::init()
{
    if (!bfloat16Products())
        QSKIP("this processor has no AVX512-BF16");
}

void TestBFloat16::keepsToTheInstructionSetAskedFor()
{
    hwy::SetSupportedTargetsForTest(HWY_AVX2);
    const bool isThere = bfloat16Products();
    hwy::SetSupportedTargetsForTest(0);
    QVERIFY(!isThere);
}

void TestBFloat16::roundsToNearestEven()
{
    // Seven bits follow the leading one: between 1 and 2, numbers are 1/128 apart.
    constexpr float step = 1.0f / 128;
    const std::array<float, 37> values = [] {
        std::array<float, 37> all{
            1 + 0.5f * step, 1 + 1.5f * step, 1 + 0.51f * step, -1 - 0.5f * step, 3.0e38f, 0,
            -0.0f,           INFINITY};
        for (int i = 8; i < 37; ++i)
            all[i] = std::sin(float(i)) * std::pow(2.0f, float(i) - 20);
        return all;
    }();
    const at::Tensor expected = at::tensor(at::ArrayRef<float>(values)).to(at::kBFloat16);
    for (int count = 0; count <= int(values.size()); ++count) {
        std::array<std::uint32_t, 20> pairs;
        pairs.fill(0xdeadbeef);
        bfloat16Products()->roundToPairs(values.data(), count, pairs.data());
        for (int i = 0; i < int(pairs.size()) * 2; ++i) {
            const std::uint32_t untouched = i % 2 ? 0xdead : 0xbeef;
            const bool isWritten = i < count + count % 2;
            const std::uint32_t wanted = i < count   ? expected[i].item<at::BFloat16>().x
                                         : isWritten ? 0
                                                     : untouched;
            QCOMPARE(pairs[i / 2] >> (i % 2 * 16) & 0xffff, wanted);
        }
    }
}

void TestBFloat16::linear_data()
{
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("in");
    QTest::addColumn<int>("out");
    QTest::newRow("odd") << 131 << 37 << 5;
    QTest::newRow("half a panel") << 40 << 640 << 160;
    QTest::newRow("rows that collide") << 250 << 2048 << 96;
    QTest::newRow("one input") << 12 << 1 << 3;
    QTest::newRow("one row") << 1 << 256 << 70;
    QTest::newRow("tokens") << 1200 << 64 << 256;
}

void TestBFloat16::linear()
{
    QFETCH(int, rows);
    QFETCH(int, in);
    QFETCH(int, out);
    at::manual_seed(5);
    const at::Tensor x = at::randn({rows, in}), weight = at::randn({out, in}) / std::sqrt(in);
    const at::Tensor bias = at::randn({out});
    const at::Tensor exact = at::matmul(rounded(x), rounded(weight).t()) + bias;
    const PackedLinear layer(weight, bias, Precision::BFloat16);
    const double error = largestDifference(layer(x), exact);
    QVERIFY2(error < 1e-5, qPrintable(QString::number(error)));
    const double withGelu = largestDifference(layer(x, Activation::Gelu), at::gelu(exact));
    QVERIFY2(withGelu < 2e-5, qPrintable(QString::number(withGelu)));
}

void TestBFloat16::linearAdds()
{
    at::manual_seed(6);
    const at::Tensor x = at::randn({50, 65}), weight = at::randn({32, 65}), bias = at::randn({32});
    const at::Tensor before = at::randn({50, 32});
    at::Tensor sum = before.clone();
    PackedLinear(weight, bias, Precision::BFloat16).addTo(sum, x, Activation::Relu);
    const at::Tensor exact = before + at::matmul(rounded(x), rounded(weight).t()) + bias;
    const double error = largestDifference(sum, exact.relu());
    QVERIFY2(error < 1e-4, qPrintable(QString::number(error)));
}

void TestBFloat16::convolution_data()
{
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("in");
    QTest::addColumn<int>("out");
    QTest::addColumn<int>("stride");
    QTest::newRow("patch embedding") << 64 << 64 << 3 << 32 << 2;
    QTest::newRow("neck") << 16 << 16 << 256 << 256 << 1;
    QTest::newRow("odd") << 7 << 9 << 17 << 23 << 1;
    QTest::newRow("one position") << 1 << 1 << 5 << 3 << 1;
}

void TestBFloat16::convolution()
{
    QFETCH(int, height);
    QFETCH(int, width);
    QFETCH(int, in);
    QFETCH(int, out);
    QFETCH(int, stride);
    at::manual_seed(7);
    const at::Tensor x = at::randn({height, width, in});
    const at::Tensor weight = at::randn({out, in, 3, 3}) * 0.1, bias = at::randn({out});
    const at::Tensor planes = rounded(x).permute({2, 0, 1}).unsqueeze(0);
    const at::Tensor exact =
        at::conv2d(planes, rounded(weight), bias.to(at::kDouble), stride, 1).squeeze(0);
    const at::Tensor y = PackedConv(weight, bias, stride, Precision::BFloat16)(x);
    const double error = largestDifference(y, exact.permute({1, 2, 0}));
    QVERIFY2(error < 1e-4, qPrintable(QString::number(error)));
}

QTEST_GUILESS_MAIN(TestBFloat16)
#include "test_bfloat16.moc"
