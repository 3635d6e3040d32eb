#include <ATen/ATen.h>
#include <QTest>

#include "core/kernels/attention.h"
#include "every_target.h"

namespace {

/// The textbook form, on contiguous [B, H, N, D].
at::Tensor plainAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                          float scale, const at::Tensor& bias)
{
    const at::Tensor heads = q.permute({0, 2, 1, 3}).to(at::kDouble);
    at::Tensor scores = at::matmul(heads, k.permute({0, 2, 3, 1}).to(at::kDouble)) * scale;
    if (bias.defined())
        scores = scores + bias.to(at::kDouble);
    const at::Tensor mixed =
        at::matmul(scores.softmax(-1), v.permute({0, 2, 1, 3}).to(at::kDouble));
    return mixed.permute({0, 2, 1, 3}).flatten(2).to(at::kFloat);
}

} // namespace

class TestAttention : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalsTheTextbook_data();
    void equalsTheTextbook();
    void survivesLargeScores();
};

void TestAttention::equalsTheTextbook_data()
{
    QTest::addColumn<int>("batch");
    QTest::addColumn<int>("queries");
    QTest::addColumn<int>("keys");
    QTest::addColumn<int>("heads");
    QTest::addColumn<int>("depth");
    QTest::addColumn<bool>("biased");
    QTest::newRow("7×7 windows") << 5 << 49 << 49 << 4 << 32 << true;
    QTest::newRow("14×14 windows") << 2 << 196 << 196 << 5 << 32 << true;
    QTest::newRow("tokens to image") << 1 << 7 << 4096 << 8 << 16 << false;
    QTest::newRow("image to tokens") << 1 << 4096 << 7 << 8 << 16 << false;
    QTest::newRow("tokens to tokens") << 1 << 9 << 9 << 8 << 32 << false;
    QTest::newRow("one of each") << 1 << 1 << 1 << 1 << 16 << true;
    QTest::newRow("odd sizes") << 3 << 261 << 33 << 3 << 80 << true;
    QTest::newRow("wide heads") << 1 << 257 << 130 << 2 << 64 << false;
}

void TestAttention::equalsTheTextbook()
{
    QFETCH(int, batch);
    QFETCH(int, queries);
    QFETCH(int, keys);
    QFETCH(int, heads);
    QFETCH(int, depth);
    QFETCH(bool, biased);
    at::manual_seed(1);
    // Slices of one larger tensor, as a fused projection leaves them.
    const at::Tensor fusedK = at::randn({batch, keys, heads, 2 * depth});
    const at::Tensor q = at::randn({batch, queries, heads, depth});
    const at::Tensor k = fusedK.narrow(3, 0, depth), v = fusedK.narrow(3, depth, depth);
    const at::Tensor bias = biased ? at::randn({heads, queries, keys}) : at::Tensor();
    const at::Tensor expected = plainAttention(q, k, v, 0.3f, bias);
    forEveryTarget([&](const char* target) {
        const at::Tensor actual = core::kernels::attention(
            q, k, v, 0.3f, biased ? core::kernels::padBias(bias) : at::Tensor());
        QCOMPARE(actual.sizes(), expected.sizes());
        const double error = (actual - expected).abs().max().item<double>();
        QVERIFY2(error < 2e-5, qPrintable(QString("%1: %2").arg(target).arg(error)));
    });
}

void TestAttention::survivesLargeScores()
{
    const at::Tensor q = at::full({1, 3, 1, 16}, 50.0f), v = at::randn({1, 20, 1, 16});
    at::Tensor k = at::randn({1, 20, 1, 16}) * 50;
    const at::Tensor expected = plainAttention(q, k, v, 1.0f, {});
    forEveryTarget([&](const char* target) {
        const at::Tensor actual = core::kernels::attention(q, k, v, 1.0f);
        QVERIFY2(at::allclose(actual, expected, 1e-3, 1e-3), target);
    });
}

QTEST_GUILESS_MAIN(TestAttention)
#include "test_attention.moc"
