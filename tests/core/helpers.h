#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <QTemporaryDir>
#include <QTest>

#include "core/error.h"
#include "core/image.h"
#include "core/mask.h"

/// Fails unless the statement throws core::Error with that code.
#define EXPECT_ERROR(CODE, ...)                                                                    \
    do {                                                                                           \
        bool thrown = false;                                                                       \
        try {                                                                                      \
            __VA_ARGS__;                                                                           \
        } catch (const core::Error& error) {                                                       \
            thrown = true;                                                                         \
            QVERIFY2(error.code() == core::ErrorCode::CODE, error.what());                         \
        }                                                                                          \
        QVERIFY2(thrown, "no error from " #__VA_ARGS__);                                           \
    } while (false)

/// Mirrored at the diagonal: a portrait of a landscape.
inline core::Image transposed(const core::Image& image)
{
    const int width = image.height(), height = image.width();
    std::vector<std::uint8_t> rgb(std::size_t(width) * height * 3);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x)
            std::copy_n(image.row(x) + std::size_t(y) * 3, 3,
                        rgb.data() + (std::size_t(y) * width + x) * 3);
    }
    return core::Image(width, height, std::move(rgb));
}

/// A mask from a drawing: '#' is set, all rows are equally long.
inline core::Mask drawnMask(const std::vector<std::string>& rows)
{
    core::Mask mask(int(rows.at(0).size()), int(rows.size()));
    for (int y = 0; y < mask.height(); ++y) {
        for (int x = 0; x < mask.width(); ++x)
            mask.row(y)[x] = rows.at(std::size_t(y)).at(std::size_t(x)) == '#';
    }
    return mask;
}

/// Every pixel set with the probability `density`.
inline core::Mask randomMask(int width, int height, double density, unsigned seed)
{
    core::Mask mask(width, height);
    std::mt19937 random(seed);
    std::bernoulli_distribution isSet(density);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x)
            mask.row(y)[x] = isSet(random);
    }
    return mask;
}

/// Discs and holes, as a segmentation model makes them.
inline core::Mask blobMask(int width, int height, unsigned seed)
{
    core::Mask mask(width, height);
    std::mt19937 random(seed);
    const auto below = [&](int end) { return int(random() % unsigned(end)); };
    for (int i = 0; i < 12; ++i) {
        const int cx = below(width), cy = below(height), r = 1 + below(std::max(2, width / 4));
        for (int y = std::max(0, cy - r); y < std::min(height, cy + r); ++y) {
            for (int x = std::max(0, cx - r); x < std::min(width, cx + r); ++x) {
                if ((x - cx) * (x - cx) + (y - cy) * (y - cy) < r * r)
                    mask.row(y)[x] = i % 3 != 2;
            }
        }
    }
    return mask;
}

inline std::string pathIn(const QTemporaryDir& folder, const char* name)
{
    return folder.filePath(QString::fromUtf8(name)).toStdString();
}
