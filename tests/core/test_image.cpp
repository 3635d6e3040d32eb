#include <cmath>
#include <cstdio>
#include <fstream>
#include <functional>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/image.h"
#include "tests/core/helpers.h"
#include "tests/core/sample_files.h"

using samples::Picture;

namespace {

QString describeDifference(const core::Image& image, const Picture& expected, int tolerance)
{
    if (image.width() != expected.width || image.height() != expected.height)
        return QStringLiteral("size %1×%2").arg(image.width()).arg(image.height());
    for (std::size_t i = 0; i < expected.bytes.size(); ++i) {
        if (std::abs(int(image.data()[i]) - int(expected.bytes[i])) > tolerance)
            return QStringLiteral("byte %1 is %2, not %3")
                .arg(i)
                .arg(image.data()[i])
                .arg(expected.bytes[i]);
    }
    return {};
}

#define COMPARE_PICTURE(IMAGE, EXPECTED, TOLERANCE)                                                \
    do {                                                                                           \
        const QString difference = describeDifference(IMAGE, EXPECTED, TOLERANCE);                 \
        QVERIFY2(difference.isEmpty(), qPrintable(difference));                                    \
    } while (false)

/// By the definition of the tag: where each shown pixel comes from.
Picture turned(const Picture& stored, int orientation)
{
    const int w = stored.width, h = stored.height;
    const bool sideways = orientation >= 5;
    Picture shown{sideways ? h : w, sideways ? w : h, 3, {}};
    for (int y = 0; y < shown.height; ++y) {
        for (int x = 0; x < shown.width; ++x) {
            const std::array<std::array<int, 2>, 8> from{{{x, y},
                                                          {w - 1 - x, y},
                                                          {w - 1 - x, h - 1 - y},
                                                          {x, h - 1 - y},
                                                          {y, x},
                                                          {y, h - 1 - x},
                                                          {w - 1 - y, h - 1 - x},
                                                          {w - 1 - y, x}}};
            const auto [fx, fy] = from[std::size_t(orientation - 1)];
            const auto pixel = stored.bytes.begin() + (fy * w + fx) * 3;
            shown.bytes.insert(shown.bytes.end(), pixel, pixel + 3);
        }
    }
    return shown;
}

std::string bmp(const Picture& picture)
{
    const int stride = (picture.width * 3 + 3) / 4 * 4;
    std::string bytes = "BM";
    const auto add = [&](int value, int size) {
        for (int i = 0; i < size; ++i)
            bytes.push_back(char(value >> (8 * i)));
    };
    add(54 + stride * picture.height, 4), add(0, 4), add(54, 4);
    add(40, 4), add(picture.width, 4), add(picture.height, 4), add(1, 2), add(24, 2);
    add(0, 4), add(0, 4), add(0, 4), add(0, 4), add(0, 4), add(0, 4);
    for (int y = picture.height - 1; y >= 0; --y) {
        for (int x = 0; x < picture.width; ++x) {
            for (int c = 2; c >= 0; --c)
                bytes.push_back(char(picture.bytes[std::size_t((y * picture.width + x) * 3 + c)]));
        }
        bytes.append(std::size_t(stride - picture.width * 3), '\0');
    }
    return bytes;
}

std::string png(const Picture& picture)
{
    return samples::png(picture.width, picture.height, picture.bytes, {});
}

std::string tiff(const Picture& picture, const samples::TiffOptions& options = {})
{
    return samples::tiff(picture.width, picture.height, {picture.bytes}, options);
}

/// One file of every kind, by name.
std::vector<std::pair<const char*, std::string>> everyFormat(const Picture& picture)
{
    samples::TiffOptions lzw;
    lzw.compression = 5;
    return {{"jpeg", samples::jpeg(picture, samples::JpegKind::Rgb)},
            {"progressive jpeg", samples::jpeg(picture, samples::JpegKind::Progressive)},
            {"png", png(picture)},
            {"tiff", tiff(picture)},
            {"tiff lzw", tiff(picture, lzw)},
            {"webp", samples::webp(picture, false)},
            {"webp lossless", samples::webp(picture, true)},
            {"bmp", bmp(picture)}};
}

std::string kindOf(const std::exception& error)
{
    const auto* const ours = dynamic_cast<const core::Error*>(&error);
    return ours ? std::to_string(int(ours->code())) : "foreign";
}

long peakMemoryKb()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

} // namespace

class TestImage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsAHundredMegapixelsInOnePass();
    void readsEveryFormat();
    void readsEveryOrientation();
    void ignoresBrokenExif();
    void readsGrey();
    void reducesSixteenBits();
    void expandsPalettes();
    void laysTransparencyOverWhite();
    void convertsInks();
    void readsTiffVariants();
    void readsOldBmpVariants();
    void readsExtremeShapes();
    void readsUnusualNames();
    void refusesWhatIsNoPicture();
    void refusesUnreadableFiles();
    void refusesEveryCutOffFile();
    void refusesGiantSizesBeforeTakingMemory();
    void survivesDamageQuietly();

private:
    core::Image readBytes(const std::string& bytes)
    {
        const std::string path = pathIn(folder_, "picture");
        samples::write(path, bytes);
        return core::readImage(path);
    }
    QTemporaryDir folder_;
};

/// First, because the system reports only the highest memory use of a program so far.
void TestImage::readsAHundredMegapixelsInOnePass()
{
    const std::string path = pathIn(folder_, "large.jpg");
    {
        Picture grey{10000, 10000, 1, std::vector<std::uint8_t>(100'000'000)};
        for (std::size_t i = 0; i < grey.bytes.size(); ++i)
            grey.bytes[i] = std::uint8_t((i / 10000 + i % 10000) / 100);
        samples::write(path, samples::jpeg(grey, samples::JpegKind::Grey));
    }
    const long before = peakMemoryKb(); // holds 100 MB that are free again
    QElapsedTimer clock;
    clock.start();
    const core::Image image = core::readImage(path);
    qInfo("%lld ms", clock.elapsed());
    QCOMPARE(image.width(), 10000);
    QCOMPARE(int(image.row(9999)[9999 * 3]), 199);
    QVERIFY2(peakMemoryKb() - before < 320'000, qPrintable(QString::number(peakMemoryKb())));
}

void TestImage::readsEveryFormat()
{
    const Picture picture = samples::scene(61, 43);
    for (const auto& [name, bytes] : everyFormat(picture)) {
        const bool lossy = QString(name).contains("jpeg") || QString(name) == "webp";
        const QString difference = describeDifference(readBytes(bytes), picture, lossy ? 8 : 0);
        QVERIFY2(difference.isEmpty(), qPrintable(name + (": " + difference)));
    }
}

void TestImage::readsEveryOrientation()
{
    const Picture picture = samples::scene(40, 24);
    const std::string jpeg = samples::jpeg(picture, samples::JpegKind::Rgb);
    const std::string webp = samples::webp(picture, true);
    for (int orientation = 1; orientation <= 8; ++orientation) {
        const Picture shown = turned(picture, orientation);
        for (const bool littleEndian : {false, true}) {
            const std::string exif = samples::exif(orientation, littleEndian);
            COMPARE_PICTURE(readBytes(samples::withJpegExif(jpeg, exif)), shown, 8);
            COMPARE_PICTURE(readBytes(samples::withPngChunk(png(picture), "eXIf", exif)), shown, 0);
            COMPARE_PICTURE(readBytes(samples::withWebpExif(webp, exif)), shown, 0);
        }
        samples::TiffOptions options;
        options.orientation = orientation;
        COMPARE_PICTURE(readBytes(tiff(picture, options)), shown, 0);
    }
}

void TestImage::ignoresBrokenExif()
{
    const Picture picture = samples::scene(40, 24);
    const std::string jpeg = samples::jpeg(picture, samples::JpegKind::Rgb);
    const std::string good = samples::exif(6, true);
    for (std::size_t size = 0; size < 26; ++size)
        COMPARE_PICTURE(readBytes(samples::withJpegExif(jpeg, good.substr(0, size))), picture, 8);
    COMPARE_PICTURE(readBytes(samples::withJpegExif(jpeg, samples::exif(9, true))), picture, 8);
    COMPARE_PICTURE(readBytes(samples::withJpegExif(jpeg, samples::exif(0, false))), picture, 8);
    std::string farAway = good;
    farAway.replace(4, 4, "\xff\xff\xff\xff");
    COMPARE_PICTURE(readBytes(samples::withJpegExif(jpeg, farAway)), picture, 8);
}

void TestImage::readsGrey()
{
    const Picture expected{4, 1, 3, {0, 0, 0, 80, 80, 80, 200, 200, 200, 255, 255, 255}};
    COMPARE_PICTURE(readBytes(samples::png(4, 1, {0, 80, 200, 255}, {8, 0})), expected, 0);
    const Picture stored{4, 1, 1, {0, 80, 200, 255}};
    COMPARE_PICTURE(readBytes(samples::jpeg(stored, samples::JpegKind::Grey)), expected, 3);
    const Picture bits{4, 1, 3, {255, 255, 255, 0, 0, 0, 255, 255, 255, 255, 255, 255}};
    COMPARE_PICTURE(readBytes(samples::png(4, 1, {0xb0}, {1, 0})), bits, 0);
    samples::TiffOptions grey;
    grey.samples = 1;
    grey.photometric = 1;
    COMPARE_PICTURE(readBytes(samples::tiff(4, 1, {{0, 80, 200, 255}}, grey)), expected, 0);
    grey.photometric = 0; // white is zero
    COMPARE_PICTURE(readBytes(samples::tiff(4, 1, {{255, 175, 55, 0}}, grey)), expected, 0);
}

void TestImage::reducesSixteenBits()
{
    const Picture expected{2, 1, 3, {0, 128, 255, 1, 128, 254}};
    const std::vector<std::uint8_t> bigEndian{0, 0,    0x80, 0x80, 255,  255,
                                              1, 0x01, 0x80, 0x00, 0xfe, 0xfe};
    COMPARE_PICTURE(readBytes(samples::png(2, 1, bigEndian, {16, 2})), expected, 1);
    std::vector<std::uint8_t> native;
    for (std::size_t i = 0; i < bigEndian.size(); i += 2)
        native.insert(native.end(), {bigEndian[i + 1], bigEndian[i]});
    samples::TiffOptions deep;
    deep.bits = 16;
    COMPARE_PICTURE(readBytes(samples::tiff(2, 1, {native}, deep)), expected, 1);
}

void TestImage::expandsPalettes()
{
    const Picture expected{4, 1, 3, {9, 8, 7, 200, 100, 50, 9, 8, 7, 1, 2, 3}};
    const std::vector<std::uint8_t> palette{9, 8, 7, 200, 100, 50, 1, 2, 3};
    COMPARE_PICTURE(readBytes(samples::png(4, 1, {0, 1, 0, 2}, {8, 3, false, palette})), expected,
                    0);
    COMPARE_PICTURE(readBytes(samples::png(4, 1, {0x12}, {2, 3, false, palette})), expected, 0);
    samples::TiffOptions options;
    options.samples = 1;
    options.photometric = 3;
    options.palette.resize(3 * 256);
    for (std::size_t i = 0; i < palette.size(); ++i)
        options.palette[i % 3 * 256 + i / 3] = std::uint16_t(palette[i] * 257);
    COMPARE_PICTURE(readBytes(samples::tiff(4, 1, {{0, 1, 0, 2}}, options)), expected, 0);
}

void TestImage::laysTransparencyOverWhite()
{
    // 100 at half is 100·128/255 + 255·127/255 = 177.2.
    const std::vector<std::uint8_t> rgba{100, 0, 255, 255, 100, 0, 255, 128, 100, 0, 255, 0};
    const Picture expected{3, 1, 3, {100, 0, 255, 177, 127, 255, 255, 255, 255}};
    for (const bool interlaced : {false, true})
        COMPARE_PICTURE(readBytes(samples::png(3, 1, rgba, {8, 6, interlaced})), expected, 1);
    COMPARE_PICTURE(readBytes(samples::webp({3, 1, 4, rgba}, true)),
                    (Picture{3, 1, 3, {100, 0, 255, 177, 127, 255, 255, 255, 255}}), 1);
    samples::TiffOptions options;
    options.samples = 4;
    options.alpha = true;
    COMPARE_PICTURE(readBytes(samples::tiff(3, 1, {rgba}, options)), expected, 1);

    std::vector<std::uint8_t> deep;
    for (const std::uint8_t value : rgba)
        deep.insert(deep.end(), {value, value});
    COMPARE_PICTURE(readBytes(samples::png(3, 1, deep, {16, 6})), expected, 1);
    const Picture grey{2, 1, 3, {177, 177, 177, 100, 100, 100}};
    COMPARE_PICTURE(readBytes(samples::png(2, 1, {100, 128, 100, 255}, {8, 4})), grey, 1);
    const std::vector<std::uint8_t> palette{100, 100, 100, 100, 100, 100};
    COMPARE_PICTURE(readBytes(samples::png(2, 1, {0, 1}, {8, 3, false, palette, {128}})), grey, 1);
}

void TestImage::convertsInks()
{
    // Cyan, black, half magenta, paper; stored as the paper that shows through.
    Picture inverted{32, 8, 4, {}}, plain{32, 8, 4, {}}, expected{32, 8, 3, {}};
    const std::array<std::array<std::uint8_t, 4>, 4> inks{
        {{255, 0, 0, 0}, {0, 0, 0, 255}, {0, 128, 0, 0}, {0, 0, 0, 0}}};
    const std::array<std::array<std::uint8_t, 3>, 4> colors{
        {{0, 255, 255}, {0, 0, 0}, {255, 127, 255}, {255, 255, 255}}};
    for (int i = 0; i < 32 * 8; ++i) {
        const std::size_t patch = std::size_t(i % 32 / 8);
        for (const std::uint8_t ink : inks[patch]) {
            plain.bytes.push_back(ink);
            inverted.bytes.push_back(std::uint8_t(255 - ink));
        }
        expected.bytes.insert(expected.bytes.end(), colors[patch].begin(), colors[patch].end());
    }
    COMPARE_PICTURE(readBytes(samples::jpeg(inverted, samples::JpegKind::CmykAdobe)), expected, 6);
    COMPARE_PICTURE(readBytes(samples::jpeg(plain, samples::JpegKind::CmykPlain)), expected, 6);
    samples::TiffOptions options;
    options.samples = 4;
    options.photometric = 5;
    COMPARE_PICTURE(readBytes(tiff(plain, options)), expected, 1);
    // Half the colour resolution blurs the borders between patches, so one patch fills the picture.
    Picture one{8, 8, 4, {}}, shown{8, 8, 3, {}};
    for (int i = 0; i < 64; ++i) {
        one.bytes.insert(one.bytes.end(), {0, 255, 255, 255});
        shown.bytes.insert(shown.bytes.end(), {0, 255, 255});
    }
    COMPARE_PICTURE(readBytes(samples::jpeg(one, samples::JpegKind::YcckAdobe)), shown, 6);
}

void TestImage::readsTiffVariants()
{
    const Picture picture = samples::scene(50, 700), other = samples::scene(50, 700);
    samples::TiffOptions options;
    options.tiled = true;
    COMPARE_PICTURE(readBytes(tiff(picture, options)), picture, 0);
    options = {};
    options.compression = 8; // deflate
    COMPARE_PICTURE(readBytes(tiff(picture, options)), picture, 0);
    Picture white = picture;
    std::fill(white.bytes.begin(), white.bytes.end(), 255);
    COMPARE_PICTURE(readBytes(samples::tiff(50, 700, {picture.bytes, white.bytes}, {})), picture,
                    0);

    options = {};
    options.samples = 1;
    options.photometric = 1;
    options.bits = 32;
    options.floating = true;
    const std::string floating = samples::tiff(2, 2, {std::vector<std::uint8_t>(16, 63)}, options);
    EXPECT_ERROR(PictureDamaged, readBytes(floating));
}

void TestImage::readsOldBmpVariants()
{
    const auto file = [](int bits, int compression, int height, const std::string& palette,
                         const std::string& pixels) {
        std::string bytes = "BM";
        const auto add = [&](int value, int size) {
            for (int i = 0; i < size; ++i)
                bytes.push_back(char(value >> (8 * i)));
        };
        add(0, 4), add(0, 4), add(54 + int(palette.size()), 4), add(40, 4), add(3, 4);
        add(height, 4), add(1, 2), add(bits, 2), add(compression, 4);
        add(0, 4), add(0, 4), add(0, 4), add(0, 4), add(0, 4);
        return bytes + palette + pixels;
    };
    const std::string palette("\x00\x00\x00\x00\x32\x64\xc8\x00", 8);
    const Picture expected{
        3, 2, 3, {200, 100, 50, 0, 0, 0, 200, 100, 50, 0, 0, 0, 0, 0, 0, 200, 100, 50}};
    COMPARE_PICTURE(readBytes(file(1, 0, 2, palette, std::string("\x20\0\0\0\xa0\0\0\0", 8))),
                    expected, 0);
    COMPARE_PICTURE(readBytes(file(1, 0, -2, palette, std::string("\xa0\0\0\0\x20\0\0\0", 8))),
                    expected, 0);
    COMPARE_PICTURE(readBytes(file(4, 0, 2, palette, std::string("\x00\x10\0\0\x10\x10\0\0", 8))),
                    expected, 0);
    COMPARE_PICTURE(readBytes(file(8, 0, 2, palette, std::string("\0\0\1\0\1\0\1\0", 8))), expected,
                    0);
    // Two and one as runs, then three as they stand, filled up to an even count.
    COMPARE_PICTURE(
        readBytes(file(8, 1, 2, palette, std::string("\2\0\1\1\0\0\0\3\1\0\1\0\0\1", 14))),
        expected, 0);
    COMPARE_PICTURE(readBytes(file(4, 2, 2, palette, std::string("\2\0\1\x10\0\0\3\x10\0\1", 10))),
                    expected, 0);
    // Five bits a channel, and eight with a byte unused.
    const Picture bright{3, 1, 3, {255, 0, 0, 0, 255, 0, 0, 0, 255}};
    COMPARE_PICTURE(readBytes(file(16, 0, 1, "", std::string("\x00\x7c\xe0\x03\x1f\x00\0\0", 8))),
                    bright, 0);
    COMPARE_PICTURE(
        readBytes(file(32, 0, 1, "", std::string("\0\0\xff\0\0\xff\0\0\xff\0\0\0", 12))), bright,
        0);
    EXPECT_ERROR(PictureDamaged,
                 readBytes(file(8, 0, 2, palette, std::string("\0\0\2\0\1\0\1\0", 8))));
    EXPECT_ERROR(PictureDamaged, readBytes(file(8, 1, 2, palette, std::string("\2\0\1", 3))));
    EXPECT_ERROR(PictureDamaged, readBytes(file(7, 0, 2, palette, std::string(16, '\0'))));
}

void TestImage::readsExtremeShapes()
{
    for (const auto& [width, height] : {std::pair{1, 1}, {1, 20000}, {20000, 1}}) {
        const Picture picture = samples::scene(width, height);
        for (const auto& [name, bytes] : everyFormat(picture)) {
            if (QString(name).startsWith("webp") && std::max(width, height) > 16383)
                continue; // more than the format can hold
            const core::Image image = readBytes(bytes);
            QCOMPARE(image.width(), width);
            QCOMPARE(image.height(), height);
        }
    }
}

void TestImage::readsUnusualNames()
{
    const Picture picture = samples::scene(5, 4);
    for (const char* name : {"Bäume im Frühling.png", "照片.jpg", "no extension", "wrong.jpg",
                             "not-utf8-\xff\xfe.png"}) {
        const std::string path = folder_.path().toStdString() + "/" + name;
        samples::write(path, png(picture));
        COMPARE_PICTURE(core::readImage(path), picture, 0);
        ::unlink(path.c_str()); // Qt cannot name the last one
    }
}

void TestImage::refusesWhatIsNoPicture()
{
    EXPECT_ERROR(FileEmpty, readBytes(""));
    EXPECT_ERROR(NotAPicture, readBytes("a"));
    EXPECT_ERROR(NotAPicture, readBytes("This is a text that somebody called picture.png.\n"));
    EXPECT_ERROR(NotAPicture, readBytes("GIF89a..............."));
    EXPECT_ERROR(FileMissing, core::readImage(pathIn(folder_, "nowhere.png")));
    EXPECT_ERROR(FileMissing, core::readImage(pathIn(folder_, "picture/inside-a-file.png")));
    EXPECT_ERROR(FileUnreadable, core::readImage(folder_.path().toStdString()));
    EXPECT_ERROR(FileUnreadable, core::readImage("/dev/zero"));
    const std::string pipe = pathIn(folder_, "pipe");
    QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
    EXPECT_ERROR(FileUnreadable, core::readImage(pipe));
    const std::string loop = pathIn(folder_, "loop");
    QCOMPARE(::symlink(loop.c_str(), loop.c_str()), 0);
    EXPECT_ERROR(FileUnreadable, core::readImage(loop));
}

/// Root may read everything, so the test becomes somebody else for a moment.
void TestImage::refusesUnreadableFiles()
{
    const std::string path = pathIn(folder_, "secret.png");
    samples::write(path, png(samples::scene(4, 4)));
    QCOMPARE(::chmod(folder_.path().toStdString().c_str(), 0755), 0);
    QCOMPARE(::chmod(path.c_str(), 0), 0);
    constexpr uid_t nobody = 65534;
    const bool root = ::geteuid() == 0;
    if (root)
        QCOMPARE(::seteuid(nobody), 0);
    std::string error;
    try {
        core::readImage(path);
    } catch (const std::exception& e) {
        error = kindOf(e);
    }
    if (root)
        QCOMPARE(::seteuid(0), 0);
    QCOMPARE(error, std::to_string(int(core::ErrorCode::FileUnreadable)));
}

void TestImage::refusesEveryCutOffFile()
{
    for (const auto& [name, bytes] : everyFormat(samples::scene(37, 29))) {
        for (std::size_t size = 16; size < bytes.size(); ++size) {
            if (size > 100 && size + 50 < bytes.size() && size % 29 != 0)
                continue; // every place near the ends, some between
            std::string error = "none";
            try {
                readBytes(bytes.substr(0, size));
            } catch (const std::exception& e) {
                error = kindOf(e);
            }
            QVERIFY2(error == std::to_string(int(core::ErrorCode::PictureDamaged)),
                     qPrintable(QStringLiteral("%1 cut to %2 of %3 bytes: %4")
                                    .arg(name)
                                    .arg(size)
                                    .arg(bytes.size())
                                    .arg(error.c_str())));
        }
    }
}

void TestImage::refusesGiantSizesBeforeTakingMemory()
{
    const Picture picture = samples::scene(16, 16);
    const long before = peakMemoryKb();

    const std::string header("\0\0\xea\x60\0\0\xea\x60\x08\x02\0\0\0", 13); // 60000×60000
    EXPECT_ERROR(PictureTooLarge, readBytes(samples::withPngChunk(png(picture), "IHDR", header)));

    std::string jpeg = samples::jpeg(picture, samples::JpegKind::Rgb);
    const std::size_t frame = jpeg.find(std::string("\xff\xc0\x00\x11\x08", 5));
    QVERIFY(frame != std::string::npos);
    EXPECT_ERROR(PictureTooLarge, readBytes(jpeg.replace(frame + 5, 4, "\xff\xdc\xff\xdc")));

    std::string large = bmp(picture);
    EXPECT_ERROR(PictureTooLarge,
                 readBytes(large.replace(18, 8, "\xff\xff\xff\x7f\xff\xff\xff\x7f")));

    std::string wide = tiff(picture);
    const std::size_t entry = wide.find(std::string("\x00\x01\3\0\1\0\0\0", 8)); // width, 16 bits
    QVERIFY(entry != std::string::npos);
    wide.replace(entry + 2, 10, std::string("\4\0\1\0\0\0\xff\xff\xff\x7f", 10));
    EXPECT_ERROR(PictureTooLarge, readBytes(wide));

    for (const char* start : {"BM", "RIFF\x10\0\0\0WEBPVP8 "}) { // these are read whole
        const std::string path = pathIn(folder_, "sparse");
        std::ofstream(path, std::ios::binary).write(start, start[0] == 'B' ? 2 : 16);
        std::filesystem::resize_file(path, std::uintmax_t(8) << 30);
        EXPECT_ERROR(PictureTooLarge, core::readImage(path));
    }
    QVERIFY2(peakMemoryKb() - before < 50'000,
             qPrintable(QString::number(peakMemoryKb() - before)));
}

/// Whatever is in a file: a picture or an error of ours, and not a word on stderr.
void TestImage::survivesDamageQuietly()
{
    std::FILE* const quiet = std::tmpfile();
    const int oldStderr = ::dup(STDERR_FILENO);
    ::dup2(fileno(quiet), STDERR_FILENO);
    std::string foreign;
    int refused = 0;
    std::mt19937 random(11);
    for (const auto& [name, bytes] : everyFormat(samples::scene(37, 29))) {
        for (int i = 0; i < 80; ++i) {
            std::string damaged = bytes;
            for (int changes = 1 + int(random() % 4); changes > 0; --changes)
                damaged[random() %
                        (i % 2 ? damaged.size() : std::min<std::size_t>(100, damaged.size()))] =
                    char(random());
            try {
                readBytes(damaged);
            } catch (const core::Error&) {
                ++refused;
            } catch (const std::exception& error) {
                foreign = std::string(name) + ": " + error.what();
            }
        }
    }
    std::fflush(stderr);
    ::dup2(oldStderr, STDERR_FILENO);
    ::close(oldStderr);
    std::fseek(quiet, 0, SEEK_END);
    const long written = std::ftell(quiet);
    std::fclose(quiet);
    QCOMPARE(foreign, std::string());
    QVERIFY(refused > 100);
    QCOMPARE(written, 0L);
}

QTEST_APPLESS_MAIN(TestImage)
#include "test_image.moc"
