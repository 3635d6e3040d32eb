#include <ATen/ATen.h>
#include <QTest>

#include "core/kernels/relative_attention.h"
#include "every_target.h"

namespace {

/// The textbook form, written out window by window: the grid is lengthened to whole windows, every
/// pair of tokens gets its bias, and what lies beyond the grid is cut off again.
at::Tensor plainAttention(const at::Tensor& qkv, const at::Tensor& outside, int heads,
                          const at::Tensor& rowTable, const at::Tensor& columnTable)
{
    const std::int64_t height = qkv.size(0), width = qkv.size(1), channels = qkv.size(2) / 3;
    const std::int64_t rows = (rowTable.size(0) + 1) / 2, columns = (columnTable.size(0) + 1) / 2;
    const std::int64_t down = (height + rows - 1) / rows, across = (width + columns - 1) / columns;
    const std::int64_t depth = channels / heads, n = rows * columns;
    at::Tensor whole =
        outside.to(at::kDouble).expand({down * rows, across * columns, 3 * channels}).clone();
    whole.narrow(0, 0, height).narrow(1, 0, width).copy_(qkv);
    // [3, windows, heads, n, depth]
    const at::Tensor split = whole.view({down, rows, across, columns, 3, heads, depth})
                                 .permute({4, 0, 2, 5, 1, 3, 6})
                                 .reshape({3, down * across, heads, n, depth});
    const auto distances = [](std::int64_t side) {
        const at::Tensor axis = at::arange(side, at::kLong);
        return (axis.view({-1, 1}) - axis.view({1, -1}) + side - 1).reshape(-1);
    };
    const auto table = [&](const at::Tensor& all, std::int64_t side) {
        return all.to(at::kDouble).index_select(0, distances(side)).view({side, side, depth});
    };
    const at::Tensor q = split[0].view({down * across, heads, rows, columns, depth});
    const at::Tensor byRow = at::einsum("bhyxd,yjd->bhyxj", {q, table(rowTable, rows)});
    const at::Tensor byColumn = at::einsum("bhyxd,xjd->bhyxj", {q, table(columnTable, columns)});
    const at::Tensor bias = (byRow.unsqueeze(-1) + byColumn.unsqueeze(-2))
                                .reshape({down * across, heads, n, n});
    const at::Tensor scores =
        at::matmul(split[0], split[1].transpose(2, 3)) / std::sqrt(double(depth)) + bias;
    return at::matmul(scores.softmax(-1), split[2])
        .view({down, across, heads, rows, columns, depth})
        .permute({0, 3, 1, 4, 2, 5})
        .reshape({down * rows, across * columns, channels})
        .narrow(0, 0, height)
        .narrow(1, 0, width)
        .to(at::kFloat);
}

} // namespace

class TestRelativeAttention : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalsTheTextbook_data();
    void equalsTheTextbook();
};

void TestRelativeAttention::equalsTheTextbook_data()
{
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("columns");
    QTest::addColumn<int>("heads");
    QTest::addColumn<int>("depth");
    QTest::addColumn<float>("size");
    QTest::newRow("one window") << 32 << 32 << 32 << 32 << 2 << 64 << 1.0f;
    QTest::newRow("windows that reach beyond") << 16 << 16 << 7 << 7 << 4 << 16 << 1.0f;
    QTest::newRow("14×14 windows") << 30 << 17 << 14 << 14 << 3 << 64 << 1.0f;
    QTest::newRow("not square") << 21 << 43 << 21 << 43 << 2 << 80 << 1.0f;
    QTest::newRow("smaller than a window") << 5 << 9 << 14 << 14 << 1 << 32 << 1.0f;
    QTest::newRow("one row") << 1 << 67 << 1 << 67 << 1 << 48 << 1.0f;
    QTest::newRow("one column") << 67 << 1 << 67 << 1 << 1 << 112 << 1.0f;
    QTest::newRow("one token") << 1 << 1 << 1 << 1 << 1 << 16 << 1.0f;
    QTest::newRow("great scores") << 19 << 23 << 19 << 23 << 1 << 16 << 12.0f;
}

void TestRelativeAttention::equalsTheTextbook()
{
    QFETCH(int, height);
    QFETCH(int, width);
    QFETCH(int, rows);
    QFETCH(int, columns);
    QFETCH(int, heads);
    QFETCH(int, depth);
    QFETCH(float, size);
    at::manual_seed(1);
    const at::Tensor qkv = at::randn({height, width, 3 * heads * depth}) * size;
    const at::Tensor outside = at::randn({3 * heads * depth});
    const at::Tensor rowTable = at::randn({2 * rows - 1, depth}) * 0.3;
    const at::Tensor columnTable = at::randn({2 * columns - 1, depth}) * 0.3;
    const at::Tensor expected = plainAttention(qkv, outside, heads, rowTable, columnTable);
    forEveryTarget([&](const char* target) {
        const at::Tensor actual = core::kernels::relativeAttention(
            qkv, outside, heads, core::kernels::RelativePositions(rowTable, columnTable));
        QCOMPARE(actual.sizes(), expected.sizes());
        const double error = (actual - expected).abs().max().item<double>();
        QVERIFY2(error < 2e-5 * size * size, qPrintable(QString("%1: %2").arg(target).arg(error)));
    });
}

QTEST_GUILESS_MAIN(TestRelativeAttention)
#include "test_relative_attention.moc"
