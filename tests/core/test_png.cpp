#include <fstream>
#include <sstream>

#include <png.h>

#include "core/formats/png.h"
#include "tests/core/helpers.h"

namespace {

/// The file as it is stored, without any conversion.
struct StoredPng {
    int width = 0, height = 0, bits = 0, colorType = 0;
    std::vector<std::uint8_t> palette, bytes;
};

StoredPng storedPng(const std::string& path)
{
    std::FILE* const file = std::fopen(path.c_str(), "rb");
    if (!file)
        qFatal("missing %s", path.c_str());
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png_create_info_struct(png);
    png_init_io(png, file);
    png_read_png(png, info, PNG_TRANSFORM_IDENTITY, nullptr);
    StoredPng result;
    result.width = int(png_get_image_width(png, info));
    result.height = int(png_get_image_height(png, info));
    result.bits = png_get_bit_depth(png, info);
    result.colorType = png_get_color_type(png, info);
    png_colorp colors = nullptr;
    int count = 0;
    if (png_get_PLTE(png, info, &colors, &count)) {
        for (int i = 0; i < count; ++i)
            result.palette.insert(result.palette.end(),
                                  {colors[i].red, colors[i].green, colors[i].blue});
    }
    const std::size_t stride = png_get_rowbytes(png, info);
    for (int y = 0; y < result.height; ++y) {
        const png_bytep row = png_get_rows(png, info)[y];
        result.bytes.insert(result.bytes.end(), row, row + stride);
    }
    png_destroy_read_struct(&png, &info, nullptr);
    std::fclose(file);
    return result;
}

core::Object objectOf(const core::Mask& mask, core::Color color)
{
    core::Object object;
    object.color = color;
    object.mask = core::encodeRle(mask);
    return object;
}

} // namespace

class TestPng : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void masksComeBackIdentical();
    void masksAreGreyPictures();
    void indexedPictureHoldsAllObjects();
    void indexedPictureHasAnEnd();
    void cutOutIsTransparentOutside();
    void refusesWhatCannotBeWritten();
    void isQuickOnAHundredMegapixels();

private:
    QTemporaryDir folder_;
    const std::string path_ = pathIn(folder_, "file.png");
};

void TestPng::masksComeBackIdentical()
{
    for (const core::Mask& mask :
         {core::Mask(1, 1), drawnMask({"#"}), core::Mask(1, 20000), randomMask(20000, 1, 0.5, 1),
          randomMask(63, 41, 0.5, 2), blobMask(300, 200, 3)}) {
        core::writeMaskPng(path_, mask);
        QVERIFY(core::readMaskPng(path_) == mask);
    }
}

void TestPng::masksAreGreyPictures()
{
    core::writeMaskPng(path_, drawnMask({"#.", ".#"}));
    const StoredPng stored = storedPng(path_);
    QCOMPARE(stored.bits, 8);
    QCOMPARE(stored.colorType, PNG_COLOR_TYPE_GRAY);
    QCOMPARE(stored.bytes, (std::vector<std::uint8_t>{255, 0, 0, 255}));
}

void TestPng::indexedPictureHoldsAllObjects()
{
    core::Annotation annotation;
    annotation.imageWidth = 4;
    annotation.imageHeight = 2;
    annotation.objects = {objectOf(drawnMask({"##..", "##.."}), {1, 2, 3}),
                          objectOf(drawnMask({"####", "####"}), {4, 5, 6}),
                          objectOf(drawnMask({".##.", "...."}), {7, 8, 9})};
    annotation.objects[1].visible = false;
    core::writeIndexedPng(path_, annotation);
    const StoredPng stored = storedPng(path_);
    QCOMPARE(stored.colorType, PNG_COLOR_TYPE_PALETTE);
    QCOMPARE(stored.bits, 8);
    QCOMPARE(stored.palette, (std::vector<std::uint8_t>{0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
    QCOMPARE(stored.bytes, (std::vector<std::uint8_t>{1, 3, 3, 0, 1, 1, 0, 0}));
}

void TestPng::indexedPictureHasAnEnd()
{
    core::Annotation annotation;
    annotation.imageWidth = annotation.imageHeight = 2;
    annotation.objects.assign(255, objectOf(drawnMask({"..", ".#"}), {9, 9, 9}));
    core::writeIndexedPng(path_, annotation);
    QCOMPARE(storedPng(path_).bytes, (std::vector<std::uint8_t>{0, 0, 0, 255}));
    annotation.objects.push_back(annotation.objects.back());
    EXPECT_ERROR(WriteFailed, core::writeIndexedPng(path_, annotation));
}

void TestPng::cutOutIsTransparentOutside()
{
    std::vector<std::uint8_t> rgb;
    for (int i = 0; i < 4 * 3 * 3; ++i)
        rgb.push_back(std::uint8_t(i + 1));
    core::writeCutOutPng(path_, core::Image(4, 3, rgb), drawnMask({"....", ".#..", ".##."}));
    const StoredPng stored = storedPng(path_);
    QCOMPARE(stored.width, 2);
    QCOMPARE(stored.height, 2);
    QCOMPARE(stored.colorType, PNG_COLOR_TYPE_RGBA);
    QCOMPARE(stored.bytes, (std::vector<std::uint8_t>{16, 17, 18, 255, 0, 0, 0, 0, 28, 29, 30, 255,
                                                      31, 32, 33, 255}));
}

void TestPng::refusesWhatCannotBeWritten()
{
    EXPECT_ERROR(WriteFailed, core::writeMaskPng(path_, core::Mask()));
    EXPECT_ERROR(WriteFailed,
                 core::writeCutOutPng(path_, core::Image(1, 1, {1, 2, 3}), core::Mask(1, 1)));
    EXPECT_ERROR(WriteFailed,
                 core::writeCutOutPng(path_, core::Image(1, 1, {1, 2, 3}), core::Mask(2, 1)));
    core::Annotation annotation;
    annotation.imageWidth = annotation.imageHeight = 3;
    annotation.objects = {objectOf(drawnMask({"#"}), {1, 2, 3})};
    EXPECT_ERROR(WriteFailed, core::writeIndexedPng(path_, annotation));
    EXPECT_ERROR(DiskFull, core::writeMaskPng("/dev/full", drawnMask({"#"})));
}

void TestPng::isQuickOnAHundredMegapixels()
{
    const core::Mask mask = blobMask(10000, 10000, 3);
    QElapsedTimer clock;
    clock.start();
    core::writeMaskPng(path_, mask);
    const qint64 ms = clock.elapsed();
    qInfo("%lld ms", ms);
    QVERIFY2(ms < 6000, qPrintable(QString::number(ms)));
    QVERIFY(core::readMaskPng(path_) == mask);
}

QTEST_APPLESS_MAIN(TestPng)
#include "test_png.moc"
