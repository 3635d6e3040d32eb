#include <ATen/ATen.h>
#include <QTest>

#include "core/kernels/attention.h"
#include "every_target.h"

namespace {

/// The textbook form, on [B, N, H, D].
at::Tensor plainAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                          float scale, const at::Tensor& bias = {})
{
    const at::Tensor heads = q.permute({0, 2, 1, 3}).to(at::kDouble);
    at::Tensor scores = at::matmul(heads, k.permute({0, 2, 3, 1}).to(at::kDouble)) * scale;
    if (bias.defined())
        scores = scores + bias.to(at::kDouble);
    const at::Tensor mixed =
        at::matmul(scores.softmax(-1), v.permute({0, 2, 1, 3}).to(at::kDouble));
    return mixed.permute({0, 2, 1, 3}).flatten(2).to(at::kFloat);
}

/// The textbook form on a picture [height, width, H, 3·D]: padded, cut into windows, put together.
at::Tensor plainWindows(const at::Tensor& qkv, const at::Tensor& padding, std::int64_t window,
                        float scale, const at::Tensor& bias)
{
    const std::int64_t height = qkv.size(0), width = qkv.size(1), heads = qkv.size(2);
    const std::int64_t depth = qkv.size(3) / 3;
    at::Tensor out = at::empty({height, width, heads * depth});
    for (std::int64_t y = 0; y < height; y += window) {
        for (std::int64_t x = 0; x < width; x += window) {
            const std::int64_t h = std::min(window, height - y), w = std::min(window, width - x);
            at::Tensor whole =
                padding.view({1, 1, heads, 3 * depth}).repeat({window, window, 1, 1});
            whole.narrow(0, 0, h).narrow(1, 0, w).copy_(qkv.narrow(0, y, h).narrow(1, x, w));
            const at::Tensor rows = whole.view({1, window * window, heads, 3 * depth});
            const at::Tensor answer =
                plainAttention(rows.narrow(3, 0, depth), rows.narrow(3, depth, depth),
                               rows.narrow(3, 2 * depth, depth), scale, bias);
            const at::Tensor inside = answer.view({window, window, heads * depth});
            out.narrow(0, y, h).narrow(1, x, w).copy_(inside.narrow(0, 0, h).narrow(1, 0, w));
        }
    }
    return out;
}

} // namespace

class TestAttention : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalsTheTextbook_data();
    void equalsTheTextbook();
    void windowsEqualTheTextbook_data();
    void windowsEqualTheTextbook();
    void survivesLargeScores();
};

void TestAttention::equalsTheTextbook_data()
{
    QTest::addColumn<int>("batch");
    QTest::addColumn<int>("queries");
    QTest::addColumn<int>("keys");
    QTest::addColumn<int>("heads");
    QTest::addColumn<int>("depth");
    QTest::newRow("tokens to image") << 1 << 7 << 4096 << 8 << 16;
    QTest::newRow("image to tokens") << 1 << 4096 << 7 << 8 << 16;
    QTest::newRow("tokens to tokens") << 1 << 9 << 9 << 8 << 32;
    QTest::newRow("one of each") << 1 << 1 << 1 << 1 << 16;
    QTest::newRow("odd sizes") << 3 << 261 << 33 << 3 << 80;
    QTest::newRow("wide heads") << 1 << 257 << 130 << 2 << 64;
}

void TestAttention::equalsTheTextbook()
{
    QFETCH(int, batch);
    QFETCH(int, queries);
    QFETCH(int, keys);
    QFETCH(int, heads);
    QFETCH(int, depth);
    at::manual_seed(1);
    // Slices of one larger tensor, as a fused projection leaves them.
    const at::Tensor fusedK = at::randn({batch, keys, heads, 2 * depth});
    const at::Tensor q = at::randn({batch, queries, heads, depth});
    const at::Tensor k = fusedK.narrow(3, 0, depth), v = fusedK.narrow(3, depth, depth);
    const at::Tensor expected = plainAttention(q, k, v, 0.3f);
    forEveryTarget([&](const char* target) {
        const at::Tensor actual = core::kernels::attention(q, k, v, 0.3f);
        QCOMPARE(actual.sizes(), expected.sizes());
        const double error = (actual - expected).abs().max().item<double>();
        QVERIFY2(error < 2e-5, qPrintable(QString("%1: %2").arg(target).arg(error)));
    });
}

void TestAttention::windowsEqualTheTextbook_data()
{
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("window");
    QTest::addColumn<int>("heads");
    QTest::addColumn<int>("depth");
    QTest::newRow("whole windows of 7") << 14 << 21 << 7 << 4 << 32;
    QTest::newRow("windows of 7 at the edge") << 16 << 11 << 7 << 4 << 32;
    QTest::newRow("windows of 14 at the edge") << 22 << 16 << 14 << 5 << 32;
    QTest::newRow("wider than the picture") << 3 << 1 << 14 << 2 << 48;
    QTest::newRow("one position") << 1 << 1 << 1 << 1 << 16;
}

void TestAttention::windowsEqualTheTextbook()
{
    QFETCH(int, height);
    QFETCH(int, width);
    QFETCH(int, window);
    QFETCH(int, heads);
    QFETCH(int, depth);
    at::manual_seed(2);
    const at::Tensor qkv = at::randn({height, width, heads, 3 * depth});
    const at::Tensor padding = at::randn({heads * 3 * depth});
    const at::Tensor bias = at::randn({heads, window * window, window * window});
    const at::Tensor expected = plainWindows(qkv, padding, window, 0.3f, bias);
    forEveryTarget([&](const char* target) {
        const at::Tensor actual = core::kernels::windowAttention(qkv, padding, window, 0.3f,
                                                                 core::kernels::padBias(bias));
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
