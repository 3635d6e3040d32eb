#include "scene.h"

namespace sample {

const std::array<LeafShape, kLeafCount> kLeaves{{
    {0.20f, 0.75f, 1.15f, 0.25f, 0.42f, 1.02f},
    {1.35f, 0.62f, 1.05f, 0.25f, 0.50f, 1.02f},
    {2.45f, 0.80f, 1.15f, 0.26f, 0.40f, 1.02f},
    {3.45f, 0.66f, 1.15f, 0.26f, 0.48f, 1.02f},
    {4.55f, 0.72f, 1.05f, 0.25f, 0.50f, 1.02f},
    {5.60f, 0.60f, 1.05f, 0.25f, 0.52f, 1.02f},
    {0.80f, 1.08f, 1.30f, 0.25f, 0.30f, 1.04f},
    {2.00f, 1.12f, 1.35f, 0.25f, 0.26f, 1.04f},
    {3.00f, 1.05f, 1.35f, 0.25f, 0.30f, 1.04f},
    {4.10f, 1.10f, 1.25f, 0.24f, 0.32f, 1.04f},
    {5.15f, 1.12f, 1.25f, 0.24f, 0.30f, 1.04f},
    {6.10f, 1.20f, 1.40f, 0.24f, 0.22f, 1.04f},
    {1.60f, 1.40f, 1.50f, 0.22f, 0.12f, 1.05f},
    {3.70f, 1.36f, 1.45f, 0.22f, 0.15f, 1.05f},
    {5.40f, 1.42f, 1.35f, 0.21f, 0.12f, 1.05f},
}};

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
    spoon =
        smoothMin(spoon, capsule(s, {-0.08f, 0.0f, 0}, {0.62f, 0.085f, 0}, 0.016f, 0.024f), 0.03f);
    hit.add(spoon * 0.9f, Spoon);
}

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
    const float blade =
        std::max(leaf.width * std::pow(std::sin(3.1416f * std::pow(t, 0.85f)), 0.9f) *
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

// Things whose bounding sphere is farther than the best so far are skipped;
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

} // namespace sample
