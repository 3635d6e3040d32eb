#include <ATen/ATen.h>
#include <QTest>

#include "core/kernels/head_products.h"
#include "core/kernels/matrix_product.h"
#include "core/kernels/softmax.h"
#include "core/kernels/standardize.h"
#include "every_target.h"

class TestProducts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void product_data();
    void product();
    void softmaxOfRows_data();
    void softmaxOfRows();
    void softmaxOfTokens_data();
    void softmaxOfTokens();
    void headScores_data();
    void headScores();
    void headSums_data() { headScores_data(); }
    void headSums();
    void standardizes_data();
    void standardizes();
};

void TestProducts::product_data()
{
    QTest::addColumn<int>("m");
    QTest::addColumn<int>("k");
    QTest::addColumn<int>("n");
    QTest::newRow("scores") << 56 << 256 << 4096;
    QTest::newRow("mix") << 56 << 4096 << 256;
    QTest::newRow("one") << 1 << 1 << 1;
    QTest::newRow("odd") << 33 << 7 << 129;
}

void TestProducts::product()
{
    QFETCH(int, m);
    QFETCH(int, k);
    QFETCH(int, n);
    at::manual_seed(8);
    const at::Tensor a = at::randn({m, k}), b = at::randn({k, n}), before = at::randn({m, n});
    const at::Tensor expected = at::matmul(a.to(at::kDouble), b.to(at::kDouble)).to(at::kFloat);
    const at::Tensor aByColumns = a.t().contiguous().t(), bByColumns = b.t().contiguous().t();
    for (const at::Tensor& left : {a, aByColumns})
        for (const at::Tensor& right : {b, bByColumns}) {
            QVERIFY(at::allclose(core::kernels::matrixProduct(left, right), expected, 1e-3, 1e-3));
            at::Tensor sum = before.clone();
            core::kernels::addMatrixProduct(sum, left, right);
            QVERIFY(at::allclose(sum, before + expected, 1e-3, 1e-3));
        }
}

void TestProducts::softmaxOfRows_data()
{
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("columns");
    QTest::newRow("image") << 56 << 4096;
    QTest::newRow("odd") << 3 << 77;
    QTest::newRow("short") << 5 << 3;
    QTest::newRow("one") << 1 << 1;
}

void TestProducts::softmaxOfRows()
{
    QFETCH(int, rows);
    QFETCH(int, columns);
    at::manual_seed(9);
    const at::Tensor scores = at::randn({rows, columns}) * 30;
    const at::Tensor expected = scores.to(at::kDouble).softmax(-1).to(at::kFloat);
    forEveryTarget([&](const char* target) {
        at::Tensor actual = scores.clone();
        core::kernels::softmaxRows(actual);
        QVERIFY2(at::allclose(actual, expected, 1e-5, 1e-7), target);
    });
}

void TestProducts::softmaxOfTokens_data()
{
    QTest::addColumn<int>("tokens");
    QTest::addColumn<int>("heads");
    QTest::addColumn<int>("positions");
    QTest::newRow("decoder") << 7 << 8 << 4096;
    QTest::newRow("one token") << 1 << 8 << 10;
    QTest::newRow("odd") << 5 << 3 << 777;
    QTest::newRow("one position") << 9 << 2 << 1;
}

void TestProducts::softmaxOfTokens()
{
    QFETCH(int, tokens);
    QFETCH(int, heads);
    QFETCH(int, positions);
    at::manual_seed(10);
    const at::Tensor scores = at::randn({tokens * heads, positions}) * 20;
    const at::Tensor expected = scores.to(at::kDouble)
                                    .view({tokens, heads, positions})
                                    .softmax(0)
                                    .to(at::kFloat)
                                    .view_as(scores);
    forEveryTarget([&](const char* target) {
        at::Tensor actual = scores.clone();
        core::kernels::softmaxTokens(actual, heads);
        QVERIFY2(at::allclose(actual, expected, 1e-5, 1e-7), target);
    });
}

void TestProducts::headScores_data()
{
    QTest::addColumn<int>("tokens");
    QTest::addColumn<int>("heads");
    QTest::addColumn<int>("depth");
    QTest::addColumn<int>("positions");
    QTest::newRow("decoder") << 7 << 8 << 16 << 4096;
    QTest::newRow("rows") << 7 << 8 << 16 << 115;
    QTest::newRow("one") << 1 << 1 << 4 << 1;
    for (int tokens : {2, 3, 4, 5, 6, 8, 11, 24})
        QTest::addRow("%d tokens", tokens) << tokens << 3 << 8 << 1037;
}

void TestProducts::headScores()
{
    QFETCH(int, tokens);
    QFETCH(int, heads);
    QFETCH(int, depth);
    QFETCH(int, positions);
    at::manual_seed(12);
    const at::Tensor q = at::randn({tokens, heads * depth});
    const at::Tensor k = at::randn({heads * depth, positions}), scale = at::rand({positions});
    const at::Tensor before = at::randn({tokens * heads, positions});
    const at::Tensor scores = at::matmul(q.to(at::kDouble).view({tokens, heads, 1, depth}),
                                         k.to(at::kDouble).view({1, heads, depth, positions}))
                                  .view({tokens * heads, positions})
                                  .to(at::kFloat);
    forEveryTarget([&](const char* target) {
        at::Tensor plain = before.clone(), scaled = before.clone();
        core::kernels::addHeadScores(plain, q, k, heads);
        QVERIFY2(at::allclose(plain, before + scores, 1e-4, 1e-4), target);
        core::kernels::addHeadScores(scaled, q, k, heads, scale);
        QVERIFY2(at::allclose(scaled, before + scores * scale, 1e-4, 1e-4), target);
    });
}

void TestProducts::headSums()
{
    QFETCH(int, tokens);
    QFETCH(int, heads);
    QFETCH(int, depth);
    QFETCH(int, positions);
    at::manual_seed(13);
    const at::Tensor weights = at::rand({tokens * heads, positions});
    const at::Tensor v = at::randn({heads * depth, positions});
    const at::Tensor expected =
        at::matmul(weights.to(at::kDouble).view({tokens, heads, 1, positions}),
                   v.to(at::kDouble).view({1, heads, depth, positions}).transpose(2, 3))
            .view({tokens, heads * depth})
            .to(at::kFloat);
    forEveryTarget([&](const char* target) {
        QVERIFY2(at::allclose(core::kernels::headSums(weights, v, heads), expected, 1e-4, 1e-3),
                 target);
    });
}

void TestProducts::standardizes_data()
{
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("positions");
    QTest::newRow("decoder") << 114 << 4096;
    QTest::newRow("odd") << 3 << 301;
    QTest::newRow("one") << 1 << 1;
}

/// Against the vectors themselves.
void TestProducts::standardizes()
{
    QFETCH(int, rows);
    QFETCH(int, positions);
    constexpr int channels = 24;
    at::manual_seed(14);
    const at::Tensor m = at::randn({positions, channels}), v = at::randn({rows, channels});
    const at::Tensor basis = at::randn({rows, positions}), scale = at::rand({positions}) + 0.1;
    const at::Tensor z = m * scale.unsqueeze(1) + at::matmul(basis.t(), v);
    const at::Tensor s = 1 / (z.square().sum(1) / channels + 1e-5).sqrt();
    const at::Tensor products =
        2 * scale * at::matmul(v, m.t()) + at::matmul(at::matmul(v, v.t()), basis);
    forEveryTarget([&](const char* target) {
        at::Tensor newBasis = basis.clone(), newScale = scale.clone();
        core::kernels::standardize(newBasis, newScale, products, m.square().sum(1), channels, 1e-5);
        QVERIFY2(at::allclose(newBasis, basis * s, 1e-4, 1e-5), target);
        QVERIFY2(at::allclose(newScale, scale * s, 1e-4, 1e-5), target);
    });
}

QTEST_GUILESS_MAIN(TestProducts)
#include "test_products.moc"
