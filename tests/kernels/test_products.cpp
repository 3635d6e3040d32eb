#include <ATen/ATen.h>
#include <QTest>

#include "core/kernels/matrix_product.h"
#include "core/kernels/softmax.h"
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
    const at::Tensor expected =
        at::matmul(a.to(at::kDouble), b.to(at::kDouble)).to(at::kFloat);
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
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("tokens");
    QTest::addColumn<int>("heads");
    QTest::newRow("decoder") << 4096 << 7 << 8;
    QTest::newRow("one token") << 10 << 1 << 8;
    QTest::newRow("other heads") << 33 << 5 << 12;
    QTest::newRow("few heads") << 3 << 9 << 3;
}

void TestProducts::softmaxOfTokens()
{
    QFETCH(int, rows);
    QFETCH(int, tokens);
    QFETCH(int, heads);
    at::manual_seed(10);
    const at::Tensor scores = at::randn({rows, tokens, heads}) * 20, bias = at::randn({tokens, heads});
    const at::Tensor expected = (scores + bias).to(at::kDouble).softmax(1).to(at::kFloat);
    forEveryTarget([&](const char* target) {
        at::Tensor actual = scores.clone();
        core::kernels::softmaxTokens(actual, bias);
        QVERIFY2(at::allclose(actual, expected, 1e-5, 1e-7), target);
    });
}

QTEST_GUILESS_MAIN(TestProducts)
#include "test_products.moc"
