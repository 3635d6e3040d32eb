#include <ATen/ATen.h>
#include <QTest>

#include "core/kernels/image_attention.h"
#include "core/kernels/matrix_product.h"
#include "every_target.h"

namespace {

using at::Tensor;
using namespace core::kernels;

constexpr int panel = 64;

Tensor inDouble(const Tensor& x)
{
    return x.to(at::kDouble);
}

/// [⌈P / 64⌉, C, 64] → [C, P]
Tensor byChannels(const Tensor& panels, int positions)
{
    return panels.transpose(0, 1).flatten(1).narrow(1, 0, positions);
}

/// [C, P] → the first of `rows` rows of panels whose other places hold something else.
Tensor panelsWithin(const Tensor& channels, int rows)
{
    const Tensor panels = panelsOf(channels.t());
    const Tensor all = at::randn({panels.size(0), rows, panel}) * 1e5;
    all.narrow(1, 0, channels.size(0)).copy_(panels);
    return all;
}

/// What both directions of attention begin with, and their scores.
struct Case {
    Case(int tokens, int heads, int depth, int positions, int rows, bool encoded)
        : tokens(tokens), heads(heads), depth(depth), positions(positions), rows(rows),
          basis(at::randn({rows, positions})), scale(at::rand({positions}) + 0.1)
    {
        const int width = heads * depth;
        terms = at::randn({width, positions});
        encoding = encoded ? at::randn({width, positions}) : Tensor();
        scores.heads = heads;
        scores.tokens = at::randn({tokens, width});
        scores.onRows = at::randn({heads * tokens, rows + 5});
        scores.terms = panelsOf(terms.t());
        scores.positions = encoded ? panelsOf(encoding.t()) : Tensor();
    }

    ImageState state(int capacity) const
    {
        const Tensor padded = panelsOf(scale.unsqueeze(1)).squeeze(1);
        return {positions, rows, panelsWithin(basis, capacity), padded.clone()};
    }

    Tensor byHead(const Tensor& channels) const // [H, D, P]
    {
        return inDouble(channels).view({heads, depth, positions});
    }

    Tensor expectedScores() const // [H, T, P]
    {
        const Tensor q = inDouble(scores.tokens).view({tokens, heads, depth}).transpose(0, 1);
        Tensor sum = at::matmul(q, byHead(terms)) * inDouble(scale);
        if (encoding.defined())
            sum = sum + at::matmul(q, byHead(encoding));
        const Tensor onRows = inDouble(scores.onRows).narrow(1, 0, rows);
        return sum + at::matmul(onRows, inDouble(basis)).view({heads, tokens, positions});
    }

    int tokens, heads, depth, positions, rows;
    Tensor basis, scale, terms, encoding;
    ScoreTerms scores;
};

} // namespace

class TestProducts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void product_data();
    void product();
    void panels_data();
    void panels();
    void looksAtImage_data();
    void looksAtImage();
    void looksAtTokens_data();
    void looksAtTokens();
    void projects();
};

void TestProducts::product_data()
{
    QTest::addColumn<int>("m");
    QTest::addColumn<int>("k");
    QTest::addColumn<int>("n");
    QTest::newRow("scores") << 56 << 256 << 128;
    QTest::newRow("one") << 1 << 1 << 1;
    QTest::newRow("odd") << 33 << 7 << 129;
    for (int rows : {2, 3, 4, 5, 6, 8})
        QTest::addRow("%d rows", rows) << rows << 19 << 85;
}

void TestProducts::product()
{
    QFETCH(int, m);
    QFETCH(int, k);
    QFETCH(int, n);
    at::manual_seed(8);
    const int columns = (n + 15) / 16 * 16, stride = columns + 3;
    const Tensor a = at::randn({m, k}), b = at::randn({k, stride}), before = at::randn({m, stride});
    const Tensor expected = at::matmul(inDouble(a), inDouble(b)).to(at::kFloat).narrow(1, 0, n);
    forEveryTarget([&](const char* target) {
        for (const Tensor& left : {a, a.t().contiguous().t()})
            for (const bool accumulate : {false, true}) {
                const Tensor y = before.clone();
                multiply({left.data_ptr<float>(), left.stride(0), left.stride(1),
                          b.data_ptr<float>(), stride, y.data_ptr<float>(), stride, m, k, n,
                          accumulate});
                const Tensor sum = accumulate ? before.narrow(1, 0, n) + expected : expected;
                QVERIFY2(at::allclose(y.narrow(1, 0, n), sum, 1e-3, 1e-3), target);
                // Whole vectors are written, nothing behind them.
                QVERIFY2(at::equal(y.narrow(1, columns, 3), before.narrow(1, columns, 3)), target);
            }
    });
}

void TestProducts::panels_data()
{
    QTest::addColumn<int>("positions");
    for (int positions : {1, 63, 64, 65, 301})
        QTest::addRow("%d", positions) << positions;
}

void TestProducts::panels()
{
    QFETCH(int, positions);
    at::manual_seed(9);
    const Tensor x = at::randn({positions, 24}), rows = at::randn({11, 24});
    const Tensor panels = panelsOf(x);
    QVERIFY(at::equal(byChannels(panels, positions), x.t()));
    const Tensor behind = panels.transpose(1, 2).flatten(0, 1).slice(0, positions);
    QVERIFY(at::equal(behind, at::zeros_like(behind)));
    const Tensor expected = at::matmul(inDouble(rows), inDouble(x).t()).to(at::kFloat);
    forEveryTarget([&](const char* target) {
        const Tensor product = byChannels(panelProduct(rows, panels), positions);
        QVERIFY2(at::allclose(product, expected, 1e-4, 1e-4), target);
    });
}

void TestProducts::looksAtImage_data()
{
    QTest::addColumn<int>("tokens");
    QTest::addColumn<int>("heads");
    QTest::addColumn<int>("depth");
    QTest::addColumn<int>("positions");
    QTest::addColumn<int>("rows");
    QTest::addColumn<bool>("encoded");
    QTest::newRow("decoder") << 7 << 8 << 16 << 4096 << 115 << true;
    QTest::newRow("first layer") << 7 << 8 << 16 << 4096 << 1 << false;
    QTest::newRow("one") << 1 << 1 << 4 << 1 << 1 << false;
    for (int tokens : {2, 3, 4, 5, 6, 8, 11, 24})
        QTest::addRow("%d tokens", tokens) << tokens << 3 << 8 << 1037 << 17 << true;
}

void TestProducts::looksAtImage()
{
    QFETCH(int, tokens);
    QFETCH(int, heads);
    QFETCH(int, depth);
    QFETCH(int, positions);
    QFETCH(int, rows);
    QFETCH(bool, encoded);
    at::manual_seed(10);
    const Case c(tokens, heads, depth, positions, rows, encoded);
    const Tensor values = at::randn({heads * depth, positions});
    const Tensor weights = c.expectedScores().softmax(-1); // [H, T, P]
    const Tensor ofRows = at::matmul(inDouble(c.basis), weights.flatten(0, 1).t());
    const Tensor ofTerms = at::matmul(weights * inDouble(c.scale), c.byHead(values).transpose(1, 2))
                               .transpose(0, 1)
                               .reshape({tokens, heads * depth});
    forEveryTarget([&](const char* target) {
        const AttentionSums sums = lookAtImage(c.state(rows + 2), c.scores, panelsOf(values.t()));
        const Tensor rowSums = sums.ofRows.narrow(1, 0, heads * tokens);
        QVERIFY2(at::allclose(rowSums, ofRows.to(at::kFloat), 1e-3, 1e-4), target);
        QVERIFY2(at::allclose(sums.ofTerms, ofTerms.to(at::kFloat), 1e-3, 1e-4), target);
    });
}

void TestProducts::looksAtTokens_data()
{
    QTest::addColumn<int>("tokens");
    QTest::addColumn<int>("heads");
    QTest::addColumn<int>("depth");
    QTest::addColumn<int>("positions");
    QTest::addColumn<int>("updates");
    QTest::addColumn<bool>("encoded");
    QTest::newRow("first layer") << 7 << 8 << 16 << 4096 << 1 << false;
    QTest::newRow("second layer") << 7 << 8 << 16 << 4096 << 2 << true;
    QTest::newRow("one") << 1 << 1 << 4 << 1 << 1 << false;
    for (int tokens : {2, 3, 4, 5, 6, 8, 11})
        QTest::addRow("%d tokens", tokens) << tokens << 3 << 8 << 301 << 3 << true;
}

/// Against the vectors themselves.
void TestProducts::looksAtTokens()
{
    QFETCH(int, tokens);
    QFETCH(int, heads);
    QFETCH(int, depth);
    QFETCH(int, positions);
    QFETCH(int, updates);
    QFETCH(bool, encoded);
    constexpr int channels = 48;
    at::manual_seed(11);
    const int width = heads * depth, others = tokens - 1, each = 1 + heads * others;
    const int rows = updates * each;
    const Case c(tokens, heads, depth, positions, rows - heads * others, encoded);
    const Tensor m = at::randn({positions, channels});
    LengthTerms lengths;
    lengths.channels = channels;
    lengths.eps = 1e-5;
    lengths.squares = panelsOf(m.square().sum(1, true)).squeeze(1).contiguous();
    Tensor v = at::empty({0, channels}), constants = at::empty({0, channels});
    for (int i = 0; i < updates; ++i) {
        const Tensor constant = at::randn({1, channels}), output = at::randn({channels, width});
        const Tensor relative = at::randn({others, width}), last = at::randn({1, width});
        lengths.values.push_back(at::cat({relative, last}));
        lengths.outputs.push_back(panelsOf(at::matmul(m, output)));
        constants = at::cat({constants, constant});
        v = at::cat({v, constant + at::matmul(last, output.t())});
        for (int h = 0; h < heads; ++h)
            v = at::cat({v, at::matmul(relative.narrow(1, h * depth, depth),
                                       output.narrow(1, h * depth, depth).t())});
    }
    lengths.constants = panelsOf(at::matmul(m, constants.t()));
    lengths.products = at::matmul(v, v.t());

    const Tensor weights = c.expectedScores().softmax(1).narrow(1, 0, others).flatten(0, 1);
    const Tensor basis = at::cat({inDouble(c.basis), weights});
    const Tensor z =
        inDouble(m) * inDouble(c.scale).unsqueeze(1) + at::matmul(basis.t(), inDouble(v));
    const Tensor s = 1 / (z.square().sum(1) / channels + 1e-5).sqrt();
    forEveryTarget([&](const char* target) {
        ImageState state = c.state(rows + 1);
        state.rows = rows;
        lookAtTokens(state, c.scores, lengths);
        const Tensor newBasis = byChannels(state.basis, positions).narrow(0, 0, rows);
        const Tensor newScale = state.scale.flatten().narrow(0, 0, positions);
        QVERIFY2(at::allclose(newBasis, (basis * s).to(at::kFloat), 2e-3, 1e-4), target);
        QVERIFY2(at::allclose(newScale, (inDouble(c.scale) * s).to(at::kFloat), 2e-3, 1e-4),
                 target);
    });
}

void TestProducts::projects()
{
    constexpr int positions = 100, rows = 13, count = 23;
    at::manual_seed(12);
    const Case c(1, 1, count, positions, rows, false);
    const Tensor weight = at::randn({count, rows + 2});
    const Tensor expected = (inDouble(c.terms) * inDouble(c.scale) +
                             at::matmul(inDouble(weight).narrow(1, 0, rows), inDouble(c.basis)))
                                .to(at::kFloat);
    forEveryTarget([&](const char* target) {
        const ImageState state = c.state(rows + 1);
        const Tensor result = at::empty_like(c.scores.terms);
        for (int i = 0; i < 2; ++i)
            projectPanel(state, i, c.scores.terms[i].data_ptr<float>(), weight.data_ptr<float>(),
                         rows + 2, count, result[i].data_ptr<float>());
        QVERIFY2(at::allclose(byChannels(result, positions), expected, 1e-4, 1e-4), target);
    });
}

QTEST_GUILESS_MAIN(TestProducts)
#include "test_products.moc"
