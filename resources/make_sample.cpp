// Paints resources/sample.png: a still life by a window, ray-marched from distance functions.
// Every colour and shape is a formula in this file, so the picture can be made again:
//     make_sample OUT.png [WIDTH]
// Units: 1 is about 10 cm; x right, y up, z towards the viewer; the table top is y = 0.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <string>

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

namespace {

// --- vectors -------------------------------------------------------------------------------------

struct Vec {
    float x = 0, y = 0, z = 0;
};
Vec operator+(Vec a, Vec b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
Vec operator-(Vec a, Vec b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
Vec operator*(Vec a, Vec b) { return {a.x * b.x, a.y * b.y, a.z * b.z}; }
Vec operator*(Vec a, float s) { return {a.x * s, a.y * s, a.z * s}; }
float dot(Vec a, Vec b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
float length(Vec a) { return std::sqrt(dot(a, a)); }
float length(float x, float y) { return std::sqrt(x * x + y * y); }
Vec normalized(Vec a) { return a * (1.0f / length(a)); }
Vec cross(Vec a, Vec b)
{
    return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
float clamp(float v, float low = 0, float high = 1) { return std::min(std::max(v, low), high); }
float mix(float a, float b, float t) { return a + (b - a) * t; }
Vec mix(Vec a, Vec b, float t) { return a + (b - a) * t; }
float smoothstep(float low, float high, float v)
{
    const float t = clamp((v - low) / (high - low));
    return t * t * (3 - 2 * t);
}
float fract(float v) { return v - std::floor(v); }

Vec rotatedY(Vec p, float angle)
{
    const float c = std::cos(angle), s = std::sin(angle);
    return {c * p.x - s * p.z, p.y, s * p.x + c * p.z};
}
Vec rotatedX(Vec p, float angle)
{
    const float c = std::cos(angle), s = std::sin(angle);
    return {p.x, c * p.y - s * p.z, s * p.y + c * p.z};
}
Vec rotatedZ(Vec p, float angle)
{
    const float c = std::cos(angle), s = std::sin(angle);
    return {c * p.x - s * p.y, s * p.x + c * p.y, p.z};
}

// --- noise ---------------------------------------------------------------------------------------

float hash(int x, int y, int z = 0)
{
    auto h = static_cast<unsigned>(x) * 0x8da6b343u ^ static_cast<unsigned>(y) * 0xd8163841u ^
             static_cast<unsigned>(z) * 0xcb1ab31fu;
    h = (h ^ (h >> 13)) * 0x5bd1e995u;
    h ^= h >> 15;
    return static_cast<float>(h & 0xffffffu) / 16777216.0f;
}

float noise(float x, float y)
{
    const auto ix = static_cast<int>(std::floor(x)), iy = static_cast<int>(std::floor(y));
    const float u = smoothstep(0, 1, x - ix), v = smoothstep(0, 1, y - iy);
    return mix(mix(hash(ix, iy), hash(ix + 1, iy), u), mix(hash(ix, iy + 1), hash(ix + 1, iy + 1), u),
               v);
}

float fractalNoise(float x, float y)
{
    return 0.5f * noise(x, y) + 0.3f * noise(2.1f * x + 7, 2.1f * y) +
           0.2f * noise(4.3f * x, 4.3f * y + 3);
}

// --- distance functions --------------------------------------------------------------------------

float smoothMin(float a, float b, float k)
{
    const float h = clamp(0.5f + 0.5f * (b - a) / k);
    return mix(b, a, h) - k * h * (1 - h);
}
float box(Vec p, Vec half, float round)
{
    const Vec q{std::abs(p.x) - half.x + round, std::abs(p.y) - half.y + round,
                std::abs(p.z) - half.z + round};
    const Vec outside{std::max(q.x, 0.0f), std::max(q.y, 0.0f), std::max(q.z, 0.0f)};
    return length(outside) + std::min(std::max(q.x, std::max(q.y, q.z)), 0.0f) - round;
}
float box2(float x, float y, float halfX, float halfY, float round)
{
    const float qx = std::abs(x) - halfX + round, qy = std::abs(y) - halfY + round;
    return length(std::max(qx, 0.0f), std::max(qy, 0.0f)) + std::min(std::max(qx, qy), 0.0f) - round;
}
float capsule(Vec p, Vec a, Vec b, float radiusA, float radiusB)
{
    const Vec pa = p - a, ba = b - a;
    const float h = clamp(dot(pa, ba) / dot(ba, ba));
    return length(pa - ba * h) - mix(radiusA, radiusB, h);
}
float ellipsoid(Vec p, Vec r)
{
    const float k0 = length(Vec{p.x / r.x, p.y / r.y, p.z / r.z});
    const float k1 = length(Vec{p.x / (r.x * r.x), p.y / (r.y * r.y), p.z / (r.z * r.z)});
    return k1 > 0 ? k0 * (k0 - 1) / k1 : -std::min(r.x, std::min(r.y, r.z));
}

// --- the things in the scene ---------------------------------------------------------------------

enum Material {
    Nothing, Wall, Table, Mug, Coffee, Saucer, Spoon, Pot, PotDish, Soil, Leaf, Cover, Pages, Ribbon,
    Pear, Apple, Stem, FruitLeaf, Orange, HalfOrange, Pencil, Frame, Painting, Skirting
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
const Vec kMugAt{0.84f, 0, 0.40f}, kPotAt{-1.72f, 0, -0.75f}, kBookAt{-1.02f, 0, 1.10f};
const Vec kPearAt{1.86f, 0, -0.52f}, kAppleAt{2.44f, 0, 0.10f}, kOrangeAt{0.42f, 0, -1.0f};
const Vec kHalfAt{-0.12f, 0, -0.28f}, kPencilAt{1.42f, 0, 1.62f}, kFrameAt{1.62f, 2.14f, kWallZ};
constexpr float kMugTurn = 0.42f, kBookTurn = 0.26f, kPencilTurn = 0.36f, kHalfTurn = -0.25f;
constexpr float kHalfTilt = 0.85f;

Vec inMug(Vec p) { return rotatedY(p - kMugAt, kMugTurn); }
Vec inBook(Vec p) { return rotatedY(p - kBookAt, kBookTurn); }
Vec inPencil(Vec p) { return rotatedY(p - kPencilAt - Vec{0, 0.066f, 0}, kPencilTurn); }
Vec inHalfOrange(Vec p)
{
    return rotatedX(rotatedY(p - kHalfAt - Vec{0, 0.30f, 0}, kHalfTurn), -kHalfTilt);
}

// A thing turned about its axis: the distance to a profile, where r is the distance from the axis.
float mugProfile(float r, float y)
{
    const float belly = 0.03f * std::sin(3.0f * clamp(y, 0.0f, 1.0f));
    const float outer = box2(r, y - 0.50f, 0.43f + belly, 0.47f, 0.05f);
    const float inner = box2(r, y - 0.62f, 0.375f + belly, 0.54f, 0.06f);
    return -smoothMin(-outer, inner, 0.025f);
}

void addMug(Vec world, Hit& hit)
{
    const Vec p = inMug(world) - Vec{0, 0.055f, 0};
    const float r = length(p.x, p.z);
    float cup = mugProfile(r, p.y);
    const Vec h{p.x - 0.47f, (p.y - 0.50f) * 0.86f, p.z};
    const float ring = length(h.x, h.y) - 0.235f;
    float handle = length(ring, h.z * 0.72f) - 0.052f;
    handle = std::max(handle, 0.40f - r);
    cup = smoothMin(cup, handle, 0.05f);
    hit.add(cup * 0.9f, Mug);
    hit.add(box2(r, p.y - 0.46f, 0.40f, 0.40f, 0.01f), Coffee);
    const float rise = 0.11f * smoothstep(0.36f, 0.86f, r) + 0.016f * smoothstep(0.40f, 0.44f, r);
    const float dish = box2(r, p.y + 0.035f - rise, 0.80f, 0.022f, 0.02f);
    hit.add(dish * 0.85f, Saucer);
    const Vec s = rotatedY(p - Vec{-0.10f, 0.115f, 0.62f}, 0.10f);
    float spoon = ellipsoid(s - Vec{-0.25f, 0, 0}, {0.19f, 0.045f, 0.115f});
    spoon = std::max(spoon, -ellipsoid(s - Vec{-0.25f, 0.032f, 0}, {0.172f, 0.045f, 0.098f}));
    spoon = smoothMin(spoon, capsule(s, {-0.08f, 0.0f, 0}, {0.62f, 0.085f, 0}, 0.016f, 0.024f), 0.03f);
    hit.add(spoon * 0.9f, Spoon);
}

/// One leaf of the plant, in its own frame: u along it, v across, w off its surface.
struct LeafShape {
    float turn, lift, lengthOf, width, bend, height;
};
constexpr int kLeafCount = 15;
const std::array<LeafShape, kLeafCount> kLeaves{{
    {0.20f, 0.75f, 1.15f, 0.25f, 0.42f, 1.02f},  {1.35f, 0.62f, 1.05f, 0.25f, 0.50f, 1.02f},
    {2.45f, 0.80f, 1.15f, 0.26f, 0.40f, 1.02f},  {3.45f, 0.66f, 1.15f, 0.26f, 0.48f, 1.02f},
    {4.55f, 0.72f, 1.05f, 0.25f, 0.50f, 1.02f},  {5.60f, 0.60f, 1.05f, 0.25f, 0.52f, 1.02f},
    {0.80f, 1.08f, 1.30f, 0.25f, 0.30f, 1.04f},  {2.00f, 1.12f, 1.35f, 0.25f, 0.26f, 1.04f},
    {3.00f, 1.05f, 1.35f, 0.25f, 0.30f, 1.04f},  {4.10f, 1.10f, 1.25f, 0.24f, 0.32f, 1.04f},
    {5.15f, 1.12f, 1.25f, 0.24f, 0.30f, 1.04f},  {6.10f, 1.20f, 1.40f, 0.24f, 0.22f, 1.04f},
    {1.60f, 1.40f, 1.50f, 0.22f, 0.12f, 1.05f},  {3.70f, 1.36f, 1.45f, 0.22f, 0.15f, 1.05f},
    {5.40f, 1.42f, 1.35f, 0.21f, 0.12f, 1.05f},
}};

/// Into a leaf's frame. The leaf leaves the soil at an angle and bends down under its weight.
Vec inLeaf(Vec p, const LeafShape& leaf)
{
    Vec q = rotatedY(p - kPotAt - Vec{0, leaf.height, 0}, leaf.turn);
    q = rotatedZ(q, -leaf.lift);
    const float u = clamp(q.x / leaf.lengthOf, 0, 1.2f);
    q.y += leaf.bend * u * u;
    q.y -= 0.30f * std::abs(q.z);
    return q;
}

float leafDistance(Vec p, const LeafShape& leaf)
{
    const Vec q = inLeaf(p, leaf);
    const float u = q.x / leaf.lengthOf;
    const float t = clamp(u);
    const float blade = std::max(leaf.width * std::pow(std::sin(3.1416f * std::pow(t, 0.85f)), 0.9f) *
                                     smoothstep(0.10f, 0.42f, t),
                                 0.018f * (1 - t));
    const float side = std::abs(q.z) - blade;
    const float end = std::max(-q.x, q.x - leaf.lengthOf);
    const float thick = std::abs(q.y) - mix(0.020f, 0.008f, t);
    const float dx = std::max(side, 0.0f), dy = std::max(thick, 0.0f), dz = std::max(end, 0.0f);
    return (length(Vec{dx, dy, dz}) + std::min(std::max(side, std::max(thick, end)), 0.0f)) * 0.62f;
}

float potProfile(float r, float y)
{
    const float wall = 0.44f + 0.15f * clamp(y / 0.86f);
    float body = box2(r, y - 0.45f, wall, 0.43f, 0.02f) * 0.96f;
    const float rim = box2(r, y - 0.90f, 0.67f, 0.13f, 0.03f);
    body = smoothMin(body, rim, 0.015f);
    const float hole = box2(r, y - 0.98f, 0.57f, 0.16f, 0.02f);
    return std::max(body, -hole);
}

void addPlant(Vec p, Hit& hit)
{
    const Vec q = p - kPotAt;
    const float r = length(q.x, q.z);
    hit.add(potProfile(r, q.y - 0.05f) * 0.95f, Pot);
    hit.add(box2(r, q.y - 0.90f, 0.58f, 0.05f, 0.02f), Soil);
    const float dish = std::max(box2(r, q.y - 0.06f, 0.66f + 0.25f * (q.y - 0.06f), 0.06f, 0.02f),
                                -box2(r, q.y - 0.12f, 0.61f, 0.09f, 0.02f));
    hit.add(dish * 0.93f, PotDish);
    if ((length(q - Vec{0, 1.75f, 0}) - 1.40f) * 0.6f < hit.distance) {
        for (int i = 0; i < kLeafCount; ++i)
            hit.add(leafDistance(p, kLeaves[i]), Leaf, i);
    }
}

/// How high the open pages stand at distance x from the fold.
float pageHeight(float x)
{
    const float t = clamp(x / 0.98f);
    return 0.065f + 0.155f * std::sqrt(clamp(t * 5.0f)) * (1 - 0.72f * t) * (1 - 0.25f * t);
}

void addBook(Vec world, Hit& hit)
{
    const Vec p = inBook(world);
    const float x = std::abs(p.x);
    hit.add(box(p - Vec{0, 0.022f, 0}, {1.04f, 0.022f, 0.72f}, 0.02f), Cover);
    const float block = std::max(box(p - Vec{0, 0.15f, 0}, {0.98f, 0.15f, 0.67f}, 0.004f),
                                 (p.y - pageHeight(x)) * 0.75f);
    hit.add(block * 0.85f, Pages, p.x < 0 ? 0 : 1);
    const float over = smoothstep(0.64f, 0.72f, p.z);
    const float sag = mix(pageHeight(x) + 0.004f, 0.012f, over);
    const float wave = 0.02f + 0.06f * std::sin(2.2f * p.z);
    hit.add(box(Vec{p.x - wave, p.y - sag, p.z - 0.22f}, {0.030f, 0.006f, 0.76f}, 0.004f) * 0.55f,
            Ribbon);
}

void addFruitStem(Vec p, float leafTurn, Hit& hit)
{
    hit.add(capsule(p, {0, -0.06f, 0}, {0.05f, 0.20f, 0.0f}, 0.020f, 0.028f), Stem);
    const LeafShape leaf{leafTurn, 0.35f, 0.52f, 0.15f, 0.16f, 0.0f};
    hit.add(leafDistance(p + kPotAt - Vec{0.02f, 0.08f, 0}, leaf), FruitLeaf);
}

void addPear(Vec world, Hit& hit)
{
    const Vec p = rotatedZ(world - kPearAt, -0.05f);
    const float low = ellipsoid(p - Vec{0, 0.43f, 0}, {0.46f, 0.43f, 0.46f});
    const float high = length(p - Vec{0.01f, 1.00f, 0}) - 0.215f;
    hit.add(smoothMin(low, high, 0.34f) * 0.9f, Pear);
    addFruitStem(p - Vec{0.01f, 1.24f, 0}, -0.25f, hit);
}

void addApple(Vec world, Hit& hit)
{
    const Vec p = rotatedZ(world - kAppleAt, 0.10f);
    const float r = length(p.x, p.z);
    const float y = p.y - 0.40f;
    const float taper = 1 + 0.16f * y;
    const float body = length(r / taper - 0.17f, y * 0.98f) - 0.285f - 0.05f * clamp(1 - r * 2.5f);
    const float dimple = length(Vec{p.x, y - 0.43f, p.z}) - 0.15f;
    hit.add(-smoothMin(-body, dimple, 0.14f) * 0.85f, Apple);
    addFruitStem(p - Vec{0, 0.76f, 0}, 2.6f, hit);
}

void addOranges(Vec p, Hit& hit)
{
    const Vec whole = p - kOrangeAt - Vec{0, 0.42f, 0};
    hit.add(ellipsoid(whole, {0.44f, 0.42f, 0.44f}), Orange);
    hit.add(capsule(whole, {0, 0.40f, 0.05f}, {0, 0.43f, 0.055f}, 0.045f, 0.03f), Stem);
    const Vec half = inHalfOrange(p);
    hit.add(-smoothMin(-(length(half) - 0.42f), -half.y, 0.02f), HalfOrange);
}

float hexagon(float y, float z, float radius)
{
    y = std::abs(y);
    z = std::abs(z);
    return std::max(y * 0.866f + z * 0.5f, z) - radius;
}

void addPencil(Vec world, Hit& hit)
{
    const Vec p = inPencil(world);
    const float hex = hexagon(p.y, p.z, 0.066f) - 0.004f;
    const float cone = (length(p.y, p.z) - (1.06f - p.x) * 0.25f) * 0.96f;
    float body = std::max(std::max(hex, cone), std::max(-p.x - 0.72f, p.x - 1.045f));
    const float groove = 0.004f * std::sin(95.0f * p.x);
    const float ferrule = box2(p.x + 0.80f, length(p.y, p.z), 0.10f, 0.070f + groove, 0.01f);
    const float eraser = box2(p.x + 0.93f, length(p.y, p.z), 0.08f, 0.062f, 0.03f);
    body = std::min(body, std::min(ferrule * 0.8f, eraser));
    hit.add(body, Pencil);
}

void addFrame(Vec world, Hit& hit)
{
    const Vec p = world - kFrameAt;
    const float outer = box(p - Vec{0, 0, 0.05f}, {0.86f, 0.66f, 0.065f}, 0.015f);
    const float hole = box(p - Vec{0, 0, 0.10f}, {0.77f, 0.57f, 0.08f}, 0.002f);
    hit.add(std::max(outer, -hole), Frame);
    hit.add(box(p - Vec{0, 0, 0.02f}, {0.79f, 0.59f, 0.02f}, 0.0f), Painting);
}

struct Thing {
    Vec centre;
    float radius;
    void (*add)(Vec, Hit&);
};
const std::array<Thing, 8> kThings{{
    {kMugAt + Vec{0, 0.45f, 0}, 1.02f, addMug},
    {kPotAt + Vec{0, 1.25f, 0}, 1.85f, addPlant},
    {kBookAt + Vec{0, 0.1f, 0.1f}, 1.36f, addBook},
    {kPearAt + Vec{0.05f, 0.75f, 0}, 0.90f, addPear},
    {kAppleAt + Vec{0, 0.5f, 0}, 0.80f, addApple},
    {(kOrangeAt + kHalfAt) * 0.5f + Vec{0, 0.4f, 0}, 1.0f, addOranges},
    {kPencilAt, 1.12f, addPencil},
    {kFrameAt, 1.12f, addFrame},
}};

/// The nearest surface. Things whose bounding sphere is farther than the best so far are skipped;
/// their own distances may be short by a third, hence the factor.
Hit nearest(Vec p)
{
    Hit hit;
    hit.add(p.y, Table);
    hit.add(p.z - kWallZ, Wall);
    for (const Thing& thing : kThings) {
        if ((length(p - thing.centre) - thing.radius) * 0.6f < hit.distance)
            thing.add(p, hit);
    }
    return hit;
}

// --- what the things look like -------------------------------------------------------------------

struct Surface {
    Vec colour;
    float gloss = 0;       ///< strength of reflections seen straight on
    float roughness = 0.5f;
    float through = 0;     ///< light that comes through from behind
    bool metal = false;
};

Vec rgb(int hex)
{
    const auto linear = [](int v) { return std::pow(static_cast<float>(v & 255) / 255.0f, 2.2f); };
    return {linear(hex >> 16), linear(hex >> 8), linear(hex)};
}

/// 1 inside |v| < half, with an edge of that softness.
float stripe(float v, float half, float soft) { return 1 - smoothstep(half - soft, half + soft, std::abs(v)); }

Surface tableSurface(Vec p)
{
    const float plankWidth = 0.92f;
    const float across = p.z * 1.0f + 0.3f;
    const auto plank = static_cast<int>(std::floor(across / plankWidth));
    const float inPlank = fract(across / plankWidth) - 0.5f;
    const float shift = 13.7f * hash(plank, 5);
    const float x = p.x + shift;
    const float wobble = fractalNoise(x * 0.55f, across * 1.3f + shift);
    const float rings = fract(across * 2.1f + wobble * 3.1f + 0.12f * x);
    const float grain = smoothstep(0.0f, 0.75f, rings) * (1 - smoothstep(0.90f, 1.0f, rings));
    const float fibre = noise(x * 3.0f, across * 70.0f) * 0.6f + noise(x * 8.0f, across * 130.0f) * 0.4f;
    Vec colour = mix(rgb(0xc08a55), rgb(0x8f5a30), 0.62f * grain + 0.30f * fibre);
    colour = colour * (0.84f + 0.26f * hash(plank, 9));
    colour = colour * (1 - 0.72f * smoothstep(0.490f, 0.497f, std::abs(inPlank)));
    return {colour, 0.045f, 0.35f};
}

Surface wallSurface(Vec p)
{
    const float mottle = fractalNoise(p.x * 1.7f, p.y * 1.7f) - 0.5f;
    const Vec plaster = mix(rgb(0x6f9c98), rgb(0x86b0a6), clamp(0.5f + mottle));
    return {plaster, 0, 1};
}

Surface mugSurface(Vec world)
{
    const Vec p = inMug(world) - Vec{0, 0.055f, 0};
    const float r = length(p.x, p.z);
    const Vec glaze = rgb(0xf3eee2), navy = rgb(0x24466f), ochre = rgb(0xe0973a);
    Vec colour = glaze;
    const bool outside = r > 0.415f && mugProfile(r, p.y) > -0.01f && r < 0.475f;
    if (outside) {
        const float angle = std::atan2(p.z, p.x) / 6.2832f * 18;
        const float zigzag = std::abs(fract(angle) - 0.5f) * 0.36f - 0.09f;
        colour = mix(colour, navy, stripe(p.y - 0.50f, 0.215f, 0.004f));
        colour = mix(colour, glaze, stripe(p.y - 0.50f - zigzag, 0.030f, 0.005f));
        const float dotX = (fract(angle + 0.5f) - 0.5f) * 0.158f;
        colour = mix(colour, ochre, 1 - smoothstep(0.026f, 0.033f, length(dotX, p.y - 0.62f)));
        colour = mix(colour, ochre, 1 - smoothstep(0.026f, 0.033f,
                                                   length((fract(angle) - 0.5f) * 0.158f, p.y - 0.38f)));
        colour = mix(colour, ochre, stripe(p.y - 0.745f, 0.012f, 0.004f));
        colour = mix(colour, ochre, stripe(p.y - 0.255f, 0.012f, 0.004f));
    }
    colour = mix(colour, navy, smoothstep(0.945f, 0.955f, p.y));
    return {colour, 0.055f, 0.06f};
}

Surface coffeeSurface(Vec world)
{
    const Vec p = inMug(world);
    const float r = length(p.x, p.z);
    const float swirl = fractalNoise(p.x * 9 + 3 * std::sin(4 * r), p.z * 9 + 3 * std::cos(5 * r));
    const Vec colour = mix(rgb(0x3a1d0d), rgb(0xa86d38), smoothstep(0.25f, 0.40f, r + 0.16f * (swirl - 0.5f)));
    return {colour, 0.04f, 0.05f};
}

Surface saucerSurface(Vec world)
{
    const Vec p = inMug(world);
    const float r = length(p.x, p.z);
    Vec colour = rgb(0xf3eee2);
    colour = mix(colour, rgb(0x24466f), stripe(r - 0.735f, 0.026f, 0.004f));
    colour = mix(colour, rgb(0xe0973a), stripe(r - 0.675f, 0.010f, 0.004f));
    return {colour, 0.055f, 0.06f};
}

Surface potSurface(Vec world, bool dish)
{
    const Vec p = world - kPotAt;
    const float angle = std::atan2(p.z, p.x);
    const float clay = fractalNoise(angle * 5, p.y * 9);
    Vec colour = mix(rgb(0xc96f45), rgb(0xa9542f), clay);
    const float chalk = smoothstep(0.52f, 0.80f, fractalNoise(angle * 2.3f + 4, p.y * 2.6f));
    colour = mix(colour, rgb(0xdcae92), 0.45f * chalk);
    if (!dish) {
        const float wave = 0.035f * std::sin(angle * 14);
        colour = mix(colour, rgb(0xf1e3d0), stripe(p.y - 0.50f - wave, 0.022f, 0.006f));
        colour = mix(colour, rgb(0xf1e3d0), stripe(p.y - 0.38f - wave, 0.022f, 0.006f));
    }
    return {colour, 0.01f, 0.8f};
}

Surface leafSurface(Vec world, int index)
{
    const LeafShape& leaf = kLeaves[index];
    const Vec q = inLeaf(world, leaf);
    const float u = q.x / leaf.lengthOf, v = std::abs(q.z) / leaf.width;
    Vec colour = mix(rgb(0x2f6b34), rgb(0x5d9c46), hash(index, 3));
    colour = mix(colour, rgb(0x9dc765), 0.55f * smoothstep(0.55f, 1.0f, v));
    const float veins = fract(u * 9 - v * 1.1f);
    colour = mix(colour, rgb(0x1f4f2a), 0.30f * stripe(veins - 0.5f, 0.10f, 0.10f));
    colour = mix(colour, rgb(0xcfe09a), 0.85f * stripe(q.z, 0.013f * (1.1f - u), 0.005f));
    return {colour, 0.035f, 0.30f, 0.35f};
}

Vec pageDrawing(float x, float z)
{
    // A pear's portrait: sky, hill, sun.
    const Vec paper = rgb(0xf6efdd);
    const float edge = std::max(std::abs(x) - 0.33f, std::abs(z) - 0.24f);
    if (edge > 0)
        return mix(paper, rgb(0x6b6257), stripe(edge - 0.012f, 0.006f, 0.003f));
    Vec colour = mix(rgb(0xf2c879), rgb(0x8fc1cf), clamp(0.5f - z * 2.4f));
    colour = mix(colour, rgb(0xe8663c), 1 - smoothstep(0.072f, 0.079f, length(x - 0.12f, z + 0.03f)));
    const float far = 0.05f + 0.035f * std::sin(x * 9 + 1) + 0.01f * std::sin(x * 31);
    colour = mix(colour, rgb(0x5b8f86), smoothstep(far - 0.005f, far, z));
    const float near = 0.13f + 0.045f * std::sin(x * 6 + 3.6f);
    return mix(colour, rgb(0x2f5d54), smoothstep(near - 0.005f, near, z));
}

/// Lines of words, as grey strokes of varying length.
float pageText(float x, float z, int page)
{
    const float lineHeight = 0.062f;
    const auto line = static_cast<int>(std::floor(z / lineHeight));
    const float inLine = fract(z / lineHeight) - 0.5f;
    const float right = hash(line, 77, page) < 0.18f ? 0.10f + 0.2f * hash(line, 78, page) : 0.39f;
    if (std::abs(x) > 0.39f || x > right)
        return 0;
    const float letters = (x + 0.4f) / 0.0165f;
    const auto letter = static_cast<int>(std::floor(letters));
    const bool gap = hash(letter, line, page + 3) < 0.17f;
    const float height = 0.17f + 0.12f * hash(letter, line, page + 9);
    const float body = stripe(inLine, height, 0.08f) * stripe(fract(letters) - 0.5f, 0.36f, 0.14f);
    return gap ? 0 : body;
}

Surface pageSurface(Vec world, Vec normal, int page)
{
    const Vec p = inBook(world);
    const Vec paper = rgb(0xf6efdd);
    if (normal.y < 0.45f && p.y < pageHeight(std::abs(p.x)) - 0.008f) {
        const float sheet = noise(p.y * 190.0f, (p.x + p.z) * 1.5f);
        return {mix(paper, rgb(0xb7a37e), 0.62f * sheet), 0, 1};
    }
    const float x = std::abs(p.x) * (page == 0 ? -1.0f : 1.0f) - (page == 0 ? -0.51f : 0.51f);
    Vec colour = paper;
    const bool inText = page == 0 ? std::abs(p.z) < 0.54f : p.z > 0.12f && p.z < 0.54f;
    if (inText)
        colour = mix(colour, rgb(0x3a352f), 0.80f * pageText(x, p.z, page));
    if (page == 1 && p.z < 0.08f)
        colour = pageDrawing(x, p.z + 0.25f);
    const float fold = smoothstep(0.0f, 0.22f, std::abs(p.x));
    return {colour * (0.72f + 0.28f * fold), 0.0f, 1};
}

Surface pearSurface(Vec world)
{
    const Vec p = world - kPearAt;
    const float angle = std::atan2(p.z, p.x);
    const float blush = smoothstep(0.35f, 0.85f, 0.5f + 0.4f * std::sin(angle - 0.2f) +
                                                     0.35f * (fractalNoise(angle * 2, p.y * 3) - 0.5f));
    Vec colour = mix(rgb(0xb9bf3f), rgb(0xd9c04a), clamp(p.y));
    colour = mix(colour, rgb(0xc75a34), 0.70f * blush * (1 - smoothstep(0.75f, 1.15f, p.y)));
    const float speckle = noise(angle * 46, p.y * 58);
    colour = mix(colour, rgb(0x7a5a2a), 0.45f * smoothstep(0.80f, 0.92f, speckle));
    colour = mix(colour, rgb(0x7d6128), 0.7f * smoothstep(1.16f, 1.24f, p.y));
    return {colour, 0.035f, 0.28f};
}

Surface appleSurface(Vec world)
{
    const Vec p = rotatedZ(world - kAppleAt, 0.10f);
    const float angle = std::atan2(p.z, p.x);
    const float streak = 0.6f * noise(angle * 17, p.y * 2.2f) + 0.4f * noise(angle * 39, p.y * 3);
    Vec colour = mix(rgb(0xb3161f), rgb(0xd8473a), streak);
    const float top = smoothstep(0.52f, 0.78f, p.y + 0.12f * (streak - 0.5f));
    colour = mix(colour, rgb(0xd9b84a), 0.75f * top * smoothstep(0.36f, 0.08f, length(p.x, p.z)));
    const float speck = noise(angle * 60, p.y * 70);
    colour = mix(colour, rgb(0xf0c090), 0.5f * smoothstep(0.88f, 0.95f, speck));
    return {colour, 0.045f, 0.16f};
}

Surface halfOrangeSurface(Vec world)
{
    const Vec p = inHalfOrange(world);
    const float r = length(p.x, p.z);
    if (p.y < -0.012f)
        return {rgb(0xdc6508), 0.04f, 0.3f};
    const float sector = fract(std::atan2(p.z, p.x) / 6.2832f * 10) - 0.5f;
    const float wedge = (0.5f - std::abs(sector)) * 0.6283f * r;
    const float flesh = smoothstep(0.010f, 0.020f, wedge) * smoothstep(0.045f, 0.06f, r) *
                        (1 - smoothstep(0.345f, 0.355f, r));
    const float drops = noise(r * 26, std::atan2(p.z, p.x) * 26 / 1.6f);
    const Vec pulp = mix(rgb(0xd95c06), rgb(0xee8a1c), drops);
    Vec colour = mix(rgb(0xf3d199), pulp, flesh);
    colour = mix(colour, rgb(0xdc6508), smoothstep(0.385f, 0.393f, r));
    return {colour, 0.05f, 0.18f};
}

Surface pencilSurface(Vec world)
{
    const Vec p = inPencil(world);
    if (p.x < -0.90f)
        return {rgb(0xe8868c), 0.01f, 0.8f};
    if (p.x < -0.70f)
        return {rgb(0xc9b26a), 0.65f, 0.22f, 0, true};
    if (p.x > 0.965f)
        return {rgb(0x2d2d33), 0.06f, 0.3f};
    const float scallop = 0.80f + 0.035f * std::abs(std::sin(3.0f * std::atan2(p.y, p.z)));
    if (p.x > scallop)
        return {mix(rgb(0xe6bf8b), rgb(0xc9975c), noise(p.x * 8, p.z * 120)), 0.01f, 0.7f};
    const float band = stripe(p.x + 0.62f, 0.035f, 0.004f);
    return {mix(rgb(0x1f8a70), rgb(0xf3eee2), band), 0.06f, 0.15f};
}

Surface paintingSurface(Vec world)
{
    const Vec p = world - kFrameAt;
    if (std::max(std::abs(p.x) - 0.60f, std::abs(p.y) - 0.41f) > 0)
        return {rgb(0xf2ead8), 0, 1};
    // A bay at evening: sky, sun, mountains, water and a sail.
    const float x = p.x, y = p.y;
    Vec colour = mix(rgb(0xf7b267), rgb(0x4f83a8), smoothstep(-0.10f, 0.42f, y));
    colour = mix(colour, rgb(0xfff0c2), 1 - smoothstep(0.085f, 0.095f, length(x + 0.20f, y - 0.08f)));
    const float ridge = 0.02f + 0.10f * noise(x * 4.2f + 9, 1) + 0.05f * noise(x * 11, 4);
    colour = mix(colour, rgb(0x5a5f86), 1 - smoothstep(ridge - 0.004f, ridge, y));
    const float low = -0.06f + 0.09f * noise(x * 3.1f + 2, 7) + 0.02f * noise(x * 16, 9);
    colour = mix(colour, rgb(0x37466b), 1 - smoothstep(low - 0.004f, low, y));
    if (y < -0.07f) {
        const float ripple = noise(x * 7, y * 70);
        colour = mix(rgb(0x3f7391), rgb(0xf2b880), 0.55f * smoothstep(0.55f, 0.8f, ripple) *
                                                       std::exp(-9 * (x + 0.20f) * (x + 0.20f)));
        colour = mix(colour, rgb(0x2d5876), clamp(-(y + 0.07f) * 2.2f));
    }
    const float sail = std::max(std::max(0.22f - x, (x - 0.22f) + (y + 0.02f) * 0.55f - 0.10f), -0.12f - y);
    colour = mix(colour, rgb(0xfdf6e6), 1 - smoothstep(-0.003f, 0.003f, sail));
    const float hull = std::max(std::abs(x - 0.255f) - 0.10f - 0.5f * (y + 0.145f), std::abs(y + 0.145f) - 0.022f);
    colour = mix(colour, rgb(0x8c3b2e), 1 - smoothstep(-0.003f, 0.003f, hull));
    return {colour, 0, 1};
}

Surface surfaceAt(const Hit& hit, Vec p, Vec normal)
{
    switch (hit.material) {
    case Table: return tableSurface(p);
    case Wall: return wallSurface(p);
    case Mug: return mugSurface(p);
    case Coffee: return coffeeSurface(p);
    case Saucer: return saucerSurface(p);
    case Spoon: return {rgb(0xd8d4cc), 0.75f, 0.10f, 0, true};
    case Pot: return potSurface(p, false);
    case PotDish: return potSurface(p, true);
    case Soil: return {mix(rgb(0x3a281c), rgb(0x6a4a33), noise(p.x * 40, p.z * 40)), 0, 1};
    case Leaf: return leafSurface(p, hit.part);
    case Cover: return {rgb(0x8f2f3a), 0.03f, 0.4f};
    case Pages: return pageSurface(p, normal, hit.part);
    case Ribbon: return {rgb(0xd39a2c), 0.03f, 0.5f};
    case Pear: return pearSurface(p);
    case Apple: return appleSurface(p);
    case Stem: return {rgb(0x6a4a2a), 0.01f, 0.8f};
    case FruitLeaf: return {rgb(0x6aa043), 0.03f, 0.35f, 0.3f};
    case Orange: return {rgb(0xdc6508), 0.04f, 0.30f};
    case HalfOrange: return halfOrangeSurface(p);
    case Pencil: return pencilSurface(p);
    case Frame: return {mix(rgb(0x5a3a24), rgb(0x7b5233), noise(p.x * 5, p.y * 60)), 0.03f, 0.4f};
    case Painting: return paintingSurface(p);
    default: return {};
    }
}

// --- light ---------------------------------------------------------------------------------------

const Vec kSun = normalized({-0.74f, 0.70f, 0.52f});
const Vec kSunColour = Vec{1.0f, 0.86f, 0.66f} * 3.1f;

Vec sky(Vec direction)
{
    const float window = smoothstep(0.55f, 0.95f, dot(direction, normalized({-0.9f, 0.45f, 0.35f})));
    const Vec room = mix(Vec{0.20f, 0.17f, 0.14f}, Vec{0.52f, 0.58f, 0.62f}, 0.5f + 0.5f * direction.y);
    return room + Vec{1.0f, 0.97f, 0.90f} * (2.4f * window);
}

/// The shadow of the window's bars, which the sun throws on everything.
float windowLight(Vec p)
{
    const float t = (-7.0f - p.x) / kSun.x;
    const float y = p.y + kSun.y * t, z = p.z + kSun.z * t;
    const float soft = 0.11f;
    const float bars = stripe(fract(z / 2.6f + 0.03f) * 2.6f - 1.3f, 0.13f, soft) +
                       stripe(fract(y / 2.7f + 0.30f) * 2.7f - 1.35f, 0.12f, soft);
    return 1 - 0.80f * clamp(bars);
}

float march(Vec from, Vec direction, float limit, Hit& hit)
{
    float t = 0.002f;
    for (int i = 0; i < 220 && t < limit; ++i) {
        hit = nearest(from + direction * t);
        if (hit.distance < 0.0004f * (1 + t))
            return t;
        t += hit.distance;
    }
    return limit;
}

/// 0 in the shadow, 1 in the sun, soft at the edge like the shadow of a lamp of some size.
float sunlight(Vec p, Vec normal)
{
    float light = 1, t = 0.015f;
    const Vec from = p + normal * 0.004f;
    for (int i = 0; i < 110 && t < 5.0f; ++i) {
        const float d = nearest(from + kSun * t).distance;
        light = std::min(light, 0.5f + 0.5f * d / (0.055f * t));
        if (light < 0)
            break;
        t += clamp(d * 0.8f, 0.008f, 0.25f);
    }
    light = std::max(light, 0.0f);
    return light * light * (3 - 2 * light);
}

float openness(Vec p, Vec normal)
{
    float blocked = 0, weight = 1;
    for (int i = 0; i < 6; ++i) {
        const float h = 0.015f + 0.07f * static_cast<float>(i * i) * 0.5f;
        blocked += (h - std::min(nearest(p + normal * h).distance, h)) * weight / (h + 0.05f);
        weight *= 0.72f;
    }
    return clamp(1 - 0.46f * blocked, 0.08f, 1);
}

Vec normalAt(Vec p)
{
    constexpr float e = 0.0007f;
    const Vec a{1, -1, -1}, b{-1, -1, 1}, c{-1, 1, -1}, d{1, 1, 1};
    return normalized(a * nearest(p + a * e).distance + b * nearest(p + b * e).distance +
                      c * nearest(p + c * e).distance + d * nearest(p + d * e).distance);
}

Vec bumped(Vec normal, const Hit& hit, Vec p)
{
    if (hit.material != Orange && !(hit.material == HalfOrange && inHalfOrange(p).y < -0.012f))
        return normal;
    const auto pore = [](Vec q) { return noise(q.x * 34 + q.z * 17, q.y * 34 - q.z * 23); };
    const float e = 0.004f, here = pore(p);
    const Vec slope{pore(p + Vec{e, 0, 0}) - here, pore(p + Vec{0, e, 0}) - here,
                    pore(p + Vec{0, 0, e}) - here};
    return normalized(normal - slope * 0.55f);
}

Vec colourAlong(Vec from, Vec direction, int bounces)
{
    Hit hit;
    const float t = march(from, direction, 30.0f, hit);
    if (t >= 30.0f)
        return sky(direction);
    const Vec p = from + direction * t;
    const Vec smooth = normalAt(p);
    const Surface surface = surfaceAt(hit, p, smooth);
    const Vec normal = bumped(smooth, hit, p);

    const float open = openness(p, smooth);
    const float facing = dot(normal, kSun);
    const float window = windowLight(p);
    const float lit = facing > 0 || surface.through > 0 ? sunlight(p, smooth) * window : 0;
    const Vec up = mix(Vec{0.24f, 0.20f, 0.17f}, Vec{0.42f, 0.50f, 0.58f}, 0.5f + 0.5f * normal.y);
    const float fromWindow = clamp(0.45f + 0.55f * dot(normal, normalized({-0.9f, 0.3f, 0.5f})));
    Vec light = up * open + Vec{0.42f, 0.42f, 0.40f} * (open * fromWindow);
    light = light + Vec{0.42f, 0.24f, 0.10f} * (clamp(-normal.y * 0.6f + 0.35f) * open *
                                                std::exp(-1.1f * std::max(p.y, 0.0f)));
    light = light + kSunColour * (lit * std::max(facing, 0.0f));
    light = light + Vec{1.1f, 1.2f, 0.4f} * (surface.through * lit * clamp(-facing + 0.2f));

    const Vec mirrored = direction - normal * (2 * dot(direction, normal));
    const float grazing = std::pow(1 - clamp(-dot(direction, normal)), 5.0f);
    const float mirror = surface.gloss + (1 - surface.gloss) * grazing * (surface.gloss > 0 ? 0.55f : 0);
    Vec colour = surface.colour * light * (surface.metal ? 0.25f : 1.0f);
    if (mirror > 0.004f) {
        Vec seen = sky(mirrored) * open;
        if (bounces > 0 && surface.roughness < 0.36f)
            seen = colourAlong(p + smooth * 0.004f, mirrored, bounces - 1);
        colour = colour + seen * (surface.metal ? surface.colour : Vec{1, 1, 1}) * mirror;
        const float power = 2 / (surface.roughness * surface.roughness + 0.002f);
        const float spark = std::pow(clamp(dot(mirrored, kSun)), power) * (power + 2) * 0.06f;
        colour = colour + kSunColour * (spark * lit * (surface.gloss * 1.6f));
    }
    return colour;
}

/// From light to the screen: a film-like shoulder, then the display's curve.
cv::Vec3b displayed(Vec colour)
{
    const auto curve = [](float v) {
        v *= 0.80f;
        v = v * (2.51f * v + 0.03f) / (v * (2.43f * v + 0.59f) + 0.14f);
        return static_cast<unsigned char>(std::lround(255 * std::pow(clamp(v), 1 / 2.2f)));
    };
    return {curve(colour.z), curve(colour.y), curve(colour.x)};
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2) {
        std::cerr << "usage: make_sample OUT.png [WIDTH]\n";
        return 2;
    }
    const int width = argc > 2 ? std::atoi(argv[2]) : 1440, height = width * 2 / 3;
    const Vec eye{0.35f, 3.05f, 7.3f}, target{0.16f, 0.98f, -0.15f};
    const Vec forward = normalized(target - eye), right = normalized(cross(forward, {0, 1, 0}));
    const Vec up = cross(right, forward);
    constexpr float kZoom = 0.262f;
    constexpr std::array<std::array<float, 2>, 4> kSamples{
        {{0.125f, 0.625f}, {0.375f, 0.125f}, {0.625f, 0.875f}, {0.875f, 0.375f}}};

    cv::Mat picture(height, width, CV_8UC3);
    cv::parallel_for_(cv::Range(0, height), [&](const cv::Range& rows) {
        for (int y = rows.start; y < rows.end; ++y) {
            for (int x = 0; x < width; ++x) {
                Vec sum;
                for (const auto& [dx, dy] : kSamples) {
                    const float sx = (2 * (x + dx) - width) / height, sy = 1 - 2 * (y + dy) / height;
                    const Vec ray = normalized(forward + right * (sx * kZoom) + up * (sy * kZoom));
                    const Vec c = colourAlong(eye, ray, 1);
                    sum = sum + Vec{std::min(c.x, 4.0f), std::min(c.y, 4.0f), std::min(c.z, 4.0f)};
                }
                const float sx = 2.0f * x / width - 1, sy = 2.0f * y / height - 1;
                const float corners = 1 - 0.13f * (sx * sx + sy * sy);
                picture.at<cv::Vec3b>(y, x) = displayed(sum * (corners / kSamples.size()));
            }
        }
    });
    return cv::imwrite(argv[1], picture, {cv::IMWRITE_PNG_COMPRESSION, 9}) ? 0 : 1;
}
