#include <ATen/ATen.h>
#include <QTest>

#include "core/kernels/attention.h"
#include "every_target.h"

using core::kernels::WindowPart;

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

/// The textbook form on windows that are filled up with the padding.
at::Tensor plainWindows(const at::Tensor& qkv, const std::vector<WindowPart>& parts,
                        const at::Tensor& padding, std::int64_t window, float scale,
                        const at::Tensor& bias)
{
    const std::int64_t heads = qkv.size(1), depth = qkv.size(2) / 3;
    std::vector<at::Tensor> out;
    std::int64_t first = 0;
    for (const auto& [h, w] : parts) {
        at::Tensor whole = padding.view({1, 1, heads, 3 * depth}).repeat({window, window, 1, 1});
        whole.narrow(0, 0, h).narrow(1, 0, w).copy_(
            qkv.narrow(0, first, h * w).view({h, w, heads, 3 * depth}));
        first += h * w;
        const at::Tensor rows = whole.view({1, window * window, heads, 3 * depth});
        const at::Tensor answer =
            plainAttention(rows.narrow(3, 0, depth), rows.narrow(3, depth, depth),
                           rows.narrow(3, 2 * depth, depth), scale, bias);
        out.push_back(answer.view({window, window, heads * depth})
                          .narrow(0, 0, h)
                          .narrow(1, 0, w)
                          .reshape({h * w, heads * depth}));
    }
    return at::cat(out);
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
    QTest::addColumn<int>("window");
    QTest::addColumn<int>("heads");
    QTest::addColumn<int>("depth");
    QTest::newRow("windows of 7") << 7 << 4 << 32;
    QTest::newRow("windows of 14") << 14 << 5 << 32;
    QTest::newRow("odd heads") << 5 << 3 << 48;
    QTest::newRow("one position") << 1 << 1 << 16;
}

void TestAttention::windowsEqualTheTextbook()
{
    QFETCH(int, window);
    QFETCH(int, heads);
    QFETCH(int, depth);
    at::manual_seed(2);
    // Whole, cut off below, cut off on the right, a corner.
    const int some = (window + 1) / 2;
    const std::vector<WindowPart> parts{
        {window, window}, {some, window}, {window, some}, {1, 1}, {some, 1}};
    std::int64_t tokens = 0;
    for (const WindowPart& part : parts)
        tokens += part.height * part.width;
    const at::Tensor qkv = at::randn({tokens, heads, 3 * depth});
    const at::Tensor padding = at::randn({heads * 3 * depth});
    const at::Tensor bias = at::randn({heads, window * window, window * window});
    const at::Tensor expected = plainWindows(qkv, parts, padding, window, 0.3f, bias);
    forEveryTarget([&](const char* target) {
        const at::Tensor actual = core::kernels::windowAttention(qkv, parts, padding, window, 0.3f,
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
