#include <fstream>
#include <limits>

#include <QTemporaryDir>
#include <QTest>

#include "core/error.h"
#include "core/formats/png.h"
#include "core/mask_prompt.h"

using core::ErrorCode;
using core::LowResLogits;

class TestMaskPrompt : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reducesAMaskToTheModelFrame_data();
    void reducesAMaskToTheModelFrame();
    void countsHalfCoveredCells();
    void readsLogitsBack();
    void readsAMaskPicture();
    void refusesOtherArrays_data();
    void refusesOtherArrays();

private:
    std::filesystem::path path(const char* name) const
    {
        return folder_.filePath(name).toStdString();
    }
    std::optional<ErrorCode> failure(const std::filesystem::path& file) const
    {
        try {
            core::readMaskPrompt(file, 30, 20);
            return std::nullopt;
        } catch (const core::Error& error) {
            return error.code();
        }
    }

    QTemporaryDir folder_;
};

namespace {

float at(const LowResLogits& logits, int x, int y)
{
    return logits.values.at(std::size_t(y) * LowResLogits::side + std::size_t(x));
}

core::Mask fullMask(int width, int height)
{
    return {width, height, std::vector<std::uint8_t>(std::size_t(width) * height, 1)};
}

std::string npy(const std::string& header, std::size_t values)
{
    return std::string("\x93NUMPY\x01\x00", 8) + char(header.size()) + '\0' + header +
           std::string(values * 4, '\0');
}

} // namespace

void TestMaskPrompt::reducesAMaskToTheModelFrame_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("reducedWidth");
    QTest::addColumn<int>("reducedHeight");
    QTest::newRow("landscape") << 600 << 400 << 256 << 171;
    QTest::newRow("portrait") << 300 << 512 << 150 << 256;
    QTest::newRow("square") << 512 << 512 << 256 << 256;
    QTest::newRow("small") << 1 << 1 << 256 << 256;
    QTest::newRow("thread") << 1 << 20000 << 1 << 256;
}

void TestMaskPrompt::reducesAMaskToTheModelFrame()
{
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(int, reducedWidth);
    QFETCH(int, reducedHeight);
    const LowResLogits logits = core::logitsFromMask(fullMask(width, height));
    QCOMPARE(logits.values.size(), std::size_t(256 * 256));
    for (int y = 0; y < 256; ++y)
        for (int x = 0; x < 256; ++x)
            QCOMPARE(at(logits, x, y), x < reducedWidth && y < reducedHeight ? 10.f : -10.f);
}

void TestMaskPrompt::countsHalfCoveredCells()
{
    core::Mask mask(1024, 1024); // cells of 4×4 pixels
    for (int y = 0; y < 4; ++y)
        for (int x = 0; x < 6; ++x)
            mask.row(y)[x] = 1;
    for (int x = 40; x < 44; ++x)
        mask.row(40)[x] = 1;
    const LowResLogits logits = core::logitsFromMask(mask);
    QCOMPARE(at(logits, 0, 0), 10.f);
    QCOMPARE(at(logits, 1, 0), 10.f);    // half
    QCOMPARE(at(logits, 10, 10), -10.f); // a quarter
}

void TestMaskPrompt::readsLogitsBack()
{
    LowResLogits logits;
    for (int i = 0; i < 256 * 256; ++i)
        logits.values.push_back(0.37f * float(i) - 12000.f);
    core::writeLogits(path("logits.npy"), logits);
    QVERIFY(core::readMaskPrompt(path("logits.npy"), 30, 20).values == logits.values);

    logits.values[77] = std::numeric_limits<float>::quiet_NaN();
    core::writeLogits(path("nan.npy"), logits);
    QVERIFY(failure(path("nan.npy")) == ErrorCode::MaskInvalid);
}

void TestMaskPrompt::readsAMaskPicture()
{
    core::Mask mask(30, 20);
    for (int y = 0; y < 20; ++y)
        for (int x = 15; x < 30; ++x)
            mask.row(y)[x] = 1;
    core::writeMaskPng(path("right.png"), mask);
    const LowResLogits logits = core::readMaskPrompt(path("right.png"), 30, 20);
    QCOMPARE(at(logits, 100, 60), -10.f);
    QCOMPARE(at(logits, 200, 60), 10.f);

    core::writeMaskPng(path("other.png"), core::Mask(31, 20));
    QVERIFY(failure(path("other.png")) == ErrorCode::MaskInvalid);
    QVERIFY(failure(path("none.png")) == ErrorCode::FileMissing);
    QVERIFY(failure(folder_.path().toStdString()) == ErrorCode::FileUnreadable);
}

void TestMaskPrompt::refusesOtherArrays_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("good");
    const auto row = [](const char* name, const std::string& bytes, bool good = false) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << good;
    };
    constexpr std::size_t count = 256 * 256;
    const std::string rest = ", 'fortran_order': False, 'shape': (256, 256), }";
    row("good", npy("{'descr': '<f4'" + rest, count), true);
    row("good, with one more dimension",
        npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 256, 256), }", count), true);
    row("double", npy("{'descr': '<f8'" + rest, 2 * count));
    row("integers", npy("{'descr': '<i4'" + rest, count));
    row("big-endian", npy("{'descr': '>f4'" + rest, count));
    row("column-major",
        npy("{'descr': '<f4', 'fortran_order': True, 'shape': (256, 256), }", count));
    row("other shape",
        npy("{'descr': '<f4', 'fortran_order': False, 'shape': (512, 128), }", count));
    row("cut off", npy("{'descr': '<f4'" + rest, count - 1));
    row("too long", npy("{'descr': '<f4'" + rest, count + 1));
    row("header only", npy("{'descr': '<f4'" + rest, 0));
    row("magic only", "\x93NUMPY");
    row("header longer than the file", std::string("\x93NUMPY\x01\x00\xff\xff{", 11));
}

void TestMaskPrompt::refusesOtherArrays()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, good);
    std::ofstream(path("array.npy"), std::ios::binary) << bytes.toStdString();
    if (good)
        QVERIFY(!failure(path("array.npy")));
    else
        QVERIFY(failure(path("array.npy")) == ErrorCode::MaskInvalid);
}

QTEST_GUILESS_MAIN(TestMaskPrompt)
#include "test_mask_prompt.moc"
