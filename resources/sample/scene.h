#pragma once

#include <array>

#include "geometry.h"

// The things in the sample picture, where they stand and how far away their surfaces are.
// Units: 1 is about 10 cm; x right, y up, z towards the viewer; the table top is y = 0.

namespace sample {

enum Material {
    Nothing,
    Wall,
    Table,
    Mug,
    Coffee,
    Saucer,
    Spoon,
    Pot,
    PotDish,
    Soil,
    Leaf,
    Cover,
    Pages,
    Ribbon,
    Pear,
    Apple,
    Stem,
    FruitLeaf,
    Orange,
    HalfOrange,
    Pencil,
    Frame,
    Painting,
    Skirting
};

struct Hit {
    float distance = 1e9f;
    Material material = Nothing;
    int part = 0; ///< which leaf, which page
    void add(float d, Material m, int which = 0)
    {
        if (d < distance) {
            distance = d;
            material = m;
            part = which;
        }
    }
};

constexpr float kWallZ = -2.1f;
inline const Vec kMugAt{0.84f, 0, 0.40f}, kPotAt{-1.72f, 0, -0.75f}, kBookAt{-1.02f, 0, 1.10f};
inline const Vec kPearAt{1.86f, 0, -0.52f}, kAppleAt{2.44f, 0, 0.10f}, kOrangeAt{0.42f, 0, -1.0f};
inline const Vec kHalfAt{-0.12f, 0, -0.28f}, kPencilAt{1.42f, 0, 1.62f},
    kFrameAt{1.62f, 2.14f, kWallZ};
constexpr float kMugTurn = 0.42f, kBookTurn = 0.26f, kPencilTurn = 0.36f, kHalfTurn = -0.25f;
constexpr float kHalfTilt = 0.85f;

inline Vec inMug(Vec p)
{
    return rotatedY(p - kMugAt, kMugTurn);
}
inline Vec inBook(Vec p)
{
    return rotatedY(p - kBookAt, kBookTurn);
}
inline Vec inPencil(Vec p)
{
    return rotatedY(p - kPencilAt - Vec{0, 0.066f, 0}, kPencilTurn);
}
inline Vec inHalfOrange(Vec p)
{
    return rotatedX(rotatedY(p - kHalfAt - Vec{0, 0.30f, 0}, kHalfTurn), -kHalfTilt);
}

/// One leaf of the plant, in its own frame: u along it, v across, w off its surface.
struct LeafShape {
    float turn, lift, lengthOf, width, bend, height;
};
constexpr int kLeafCount = 15;
extern const std::array<LeafShape, kLeafCount> kLeaves;

/// Into a leaf's frame. The leaf leaves the soil at an angle and bends down under its weight.
Vec inLeaf(Vec p, const LeafShape& leaf);
float mugProfile(float r, float y);
/// How high the open pages stand at distance x from the fold.
float pageHeight(float x);
/// The nearest surface.
Hit nearest(Vec p);

} // namespace sample
