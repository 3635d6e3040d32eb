#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "core/rle.h"
#include "tests/core/helpers.h"

class TestRle : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void walksColumns();
    void startsWithZeros();
    void comesBackIdentical();
    void partLiesInTheWhole();
    void equalsTheReference_data();
    void equalsTheReference();
    void unitesAndIntersects();
    void refusesHostileStrings_data();
    void refusesHostileStrings();
    void refusesRunsOfAnotherSize();
    void survivesRandomStrings();
    void isQuickOnAHundredMegapixels();
};

void TestRle::walksColumns()
{
    const core::Rle rle = core::encodeRle(drawnMask({"..#", ".##"}));
    QCOMPARE(rle.height, 2);
    QCOMPARE(rle.width, 3);
    QCOMPARE(rle.counts, (std::vector<std::uint32_t>{3, 3}));
}

void TestRle::startsWithZeros()
{
    QCOMPARE(core::encodeRle(drawnMask({"#.", "#."})).counts,
             (std::vector<std::uint32_t>{0, 2, 2}));
    QCOMPARE(core::encodeRle(drawnMask({"##"})).counts, (std::vector<std::uint32_t>{0, 2}));
    QCOMPARE(core::encodeRle(drawnMask({".."})).counts, (std::vector<std::uint32_t>{2}));
}

void TestRle::comesBackIdentical()
{
    std::vector<core::Mask> masks{core::Mask(1, 1),
                                  drawnMask({"#"}),
                                  core::Mask(1, 20000),
                                  core::Mask(20000, 1),
                                  randomMask(1, 20000, 0.5, 1),
                                  randomMask(20000, 1, 0.5, 2)};
    for (unsigned seed = 0; seed < 300; ++seed) {
        const int width = 1 + int(seed * 7 % 200), height = 1 + int(seed * 13 % 90);
        masks.push_back(randomMask(width, height, (seed % 11) / 10.0, seed));
        masks.push_back(blobMask(width, height, seed));
    }
    for (const core::Mask& mask : masks) {
        const core::Rle rle = core::encodeRle(mask);
        QVERIFY(core::decodeRle(rle) == mask);
        QCOMPARE(core::area(rle), mask.area());
        QVERIFY(core::boundingBox(rle) == mask.boundingBox());
        const std::string text = core::compressCounts(rle);
        QVERIFY(core::decompressCounts(rle.height, rle.width, text) == rle);
    }
}

void TestRle::partLiesInTheWhole()
{
    for (unsigned seed = 0; seed < 200; ++seed) {
        const int x = int(seed % 3), y = int(seed / 3 % 3);
        const core::Mask part = seed % 2
                                    ? randomMask(1 + int(seed % 9), 1 + int(seed % 5), 0.6, seed)
                                    : core::Mask(3, 4, std::vector<std::uint8_t>(12, 1));
        core::Mask whole(x + part.width() + int(seed / 9 % 3),
                         y + part.height() + int(seed / 27 % 2));
        for (int row = 0; row < part.height(); ++row)
            std::copy_n(part.row(row), part.width(), whole.row(y + row) + x);
        QVERIFY(core::placedIn(core::encodeRle(part), x, y, whole.width(), whole.height()) ==
                core::encodeRle(whole));
    }
    QVERIFY(core::placedIn(core::encodeRle(core::Mask(2, 2)), 1, 1, 5, 6) ==
            core::encodeRle(core::Mask(5, 6)));
}

void TestRle::equalsTheReference_data()
{
    QFile file(QStringLiteral(MASKWRIGHT_GOLDEN "/masks.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QTest::addColumn<QJsonObject>("golden");
    const QJsonArray masks = QJsonDocument::fromJson(file.readAll()).array();
    QVERIFY(masks.size() > 20);
    for (int i = 0; i < masks.size(); ++i)
        QTest::addRow("mask %d", i) << masks[i].toObject();
}

void TestRle::equalsTheReference()
{
    QFETCH(QJsonObject, golden);
    const QJsonArray size = golden["size"].toArray();
    const std::string counts = golden["counts"].toString().toStdString();
    const core::Rle rle = core::decompressCounts(size[0].toInt(), size[1].toInt(), counts);
    const core::Mask mask = core::decodeRle(rle);
    QCOMPARE(qint64(mask.area()), golden["area"].toInteger());
    QCOMPARE(qint64(core::area(rle)), golden["area"].toInteger());
    QCOMPARE(core::compressCounts(core::encodeRle(mask)), counts);
    if (golden.contains("bbox")) {
        const QJsonArray box = golden["bbox"].toArray();
        // Everything mode measures from pixel to pixel, so its boxes lack the last column and row.
        const core::PixelRect expected{box[0].toInt(), box[1].toInt(), box[2].toInt() + 1,
                                       box[3].toInt() + 1};
        QVERIFY(mask.boundingBox() == expected);
        QVERIFY(core::boundingBox(rle) == expected);
    }
}

void TestRle::unitesAndIntersects()
{
    for (unsigned seed = 0; seed < 200; ++seed) {
        const int width = 1 + int(seed * 7 % 60), height = 1 + int(seed * 13 % 40);
        const core::Mask masks[] = {blobMask(width, height, seed),
                                    randomMask(width, height, (seed % 11) / 10.0, seed),
                                    blobMask(width, height, seed + 1000)};
        core::Mask together(width, height);
        std::size_t shared = 0; // of the first two
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x) {
                for (const core::Mask& mask : masks)
                    together.row(y)[x] |= mask.row(y)[x];
                shared += masks[0].at(x, y) && masks[1].at(x, y);
            }
        const core::Rle a = core::encodeRle(masks[0]), b = core::encodeRle(masks[1]),
                        c = core::encodeRle(masks[2]);
        QVERIFY(core::unite({&a, &b, &c}) == core::encodeRle(together));
        QVERIFY(core::unite({&a}) == a);
        QCOMPARE(core::intersectionArea(a, b), shared);
        QCOMPARE(core::intersectionArea(b, a), shared);
    }
}

void TestRle::refusesHostileStrings_data()
{
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    QTest::addColumn<QByteArray>("text");
    QTest::addRow("nothing") << 2 << 2 << QByteArray();
    QTest::addRow("too short") << 2 << 2 << QByteArray("3");
    QTest::addRow("too long") << 2 << 2 << QByteArray("5");
    QTest::addRow("ends in a number") << 2 << 2 << QByteArray("P");
    QTest::addRow("letter below") << 2 << 2 << QByteArray("4/");
    QTest::addRow("letter above") << 2 << 2 << QByteArray("4p");
    QTest::addRow("zero byte") << 2 << 2 << QByteArray("4\0", 2);
    QTest::addRow("high byte") << 2 << 2 << QByteArray("\xff");
    QTest::addRow("negative") << 2 << 2 << QByteArray("O");
    QTest::addRow("negative by difference") << 2 << 2 << QByteArray("111O5");
    QTest::addRow("endless number") << 2 << 2 << QByteArray(100000, 'o');
    QTest::addRow("endless zeros") << 2 << 2 << QByteArray(1000, 'P');
    QTest::addRow("wraps at 2^32") << 2 << 2 << QByteArray("TPPPPP4");
    QTest::addRow("wraps at 2^64") << 2 << 2 << QByteArray("PPPPPPPPPPPP44");
    QTest::addRow("negative size") << -2 << -2 << QByteArray("4");
    QTest::addRow("more pixels than can be counted") << 2000000000 << 2000000000 << QByteArray("4");
}

void TestRle::refusesHostileStrings()
{
    QFETCH(int, height);
    QFETCH(int, width);
    QFETCH(QByteArray, text);
    EXPECT_ERROR(FileDamaged, core::decompressCounts(height, width, text.toStdString()));
}

void TestRle::refusesRunsOfAnotherSize()
{
    EXPECT_ERROR(FileDamaged, core::decodeRle({2, 2, {1, 2}}));
    EXPECT_ERROR(FileDamaged, core::decodeRle({2, 2, {1, 4}}));
    EXPECT_ERROR(FileDamaged, core::decodeRle({2, 2, {0xffffffffu, 5}}));
    EXPECT_ERROR(FileDamaged, core::decodeRle({-1, -4, {4}}));
    EXPECT_ERROR(FileDamaged, core::decodeRle({1, -1, {}}));
}

void TestRle::survivesRandomStrings()
{
    std::mt19937 random(7);
    int accepted = 0;
    for (int i = 0; i < 200000; ++i) {
        std::string text(random() % 6, '\0');
        for (char& character : text)
            character = char(48 + random() % 64);
        try {
            const core::Rle rle = core::decompressCounts(3, 5, text);
            QVERIFY(core::decodeRle(rle).area() == core::area(rle));
            ++accepted;
        } catch (const core::Error& error) {
            QVERIFY2(error.code() == core::ErrorCode::FileDamaged, error.what());
        }
    }
    QVERIFY(accepted > 0);
}

void TestRle::isQuickOnAHundredMegapixels()
{
    const core::Mask mask = blobMask(10000, 10000, 3);
    QElapsedTimer clock;
    clock.start();
    const core::Rle rle = core::encodeRle(mask);
    const qint64 encodeMs = clock.restart();
    const core::Mask back = core::decodeRle(rle);
    const qint64 decodeMs = clock.elapsed();
    QVERIFY(back == mask);
    qInfo("encode %lld ms, decode %lld ms", encodeMs, decodeMs);
    // Far above what it takes, far below what column-wise reading takes.
    QVERIFY2(encodeMs < 2000, qPrintable(QString::number(encodeMs)));
    QVERIFY2(decodeMs < 4000, qPrintable(QString::number(decodeMs)));
}

QTEST_APPLESS_MAIN(TestRle)
#include "test_rle.moc"
