#include "surfaces.h"

namespace sample {

namespace {

Vec rgb(int hex)
{
    const auto linear = [](int v) { return std::pow(static_cast<float>(v & 255) / 255.0f, 2.2f); };
    return {linear(hex >> 16), linear(hex >> 8), linear(hex)};
}

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
    const float fibre =
        noise(x * 3.0f, across * 70.0f) * 0.6f + noise(x * 8.0f, across * 130.0f) * 0.4f;
    Vec colour = mix(rgb(0xc08a55), rgb(0x8f5a30), 0.62f * grain + 0.30f * fibre);
    colour = colour * (0.84f + 0.26f * hash(plank, 9));
    colour = colour * (1 - 0.72f * smoothstep(0.490f, 0.497f, std::abs(inPlank)));
    return {colour, 0.045f, 0.45f};
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
        colour = mix(
            colour, ochre,
            1 - smoothstep(0.026f, 0.033f, length((fract(angle) - 0.5f) * 0.158f, p.y - 0.38f)));
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
    const Vec colour =
        mix(rgb(0x3a1d0d), rgb(0xa86d38), smoothstep(0.25f, 0.40f, r + 0.16f * (swirl - 0.5f)));
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
    colour =
        mix(colour, rgb(0xe8663c), 1 - smoothstep(0.072f, 0.079f, length(x - 0.12f, z + 0.03f)));
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
    const float blush = smoothstep(0.35f, 0.85f,
                                   0.5f + 0.4f * std::sin(angle - 0.2f) +
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
    colour =
        mix(colour, rgb(0xfff0c2), 1 - smoothstep(0.085f, 0.095f, length(x + 0.20f, y - 0.08f)));
    const float ridge = 0.02f + 0.10f * noise(x * 4.2f + 9, 1) + 0.05f * noise(x * 11, 4);
    colour = mix(colour, rgb(0x5a5f86), 1 - smoothstep(ridge - 0.004f, ridge, y));
    const float low = -0.06f + 0.09f * noise(x * 3.1f + 2, 7) + 0.02f * noise(x * 16, 9);
    colour = mix(colour, rgb(0x37466b), 1 - smoothstep(low - 0.004f, low, y));
    if (y < -0.07f) {
        const float ripple = noise(x * 7, y * 70);
        colour =
            mix(rgb(0x3f7391), rgb(0xf2b880),
                0.55f * smoothstep(0.55f, 0.8f, ripple) * std::exp(-9 * (x + 0.20f) * (x + 0.20f)));
        colour = mix(colour, rgb(0x2d5876), clamp(-(y + 0.07f) * 2.2f));
    }
    const float sail =
        std::max(std::max(0.22f - x, (x - 0.22f) + (y + 0.02f) * 0.55f - 0.10f), -0.12f - y);
    colour = mix(colour, rgb(0xfdf6e6), 1 - smoothstep(-0.003f, 0.003f, sail));
    const float hull =
        std::max(std::abs(x - 0.255f) - 0.10f - 0.5f * (y + 0.145f), std::abs(y + 0.145f) - 0.022f);
    colour = mix(colour, rgb(0x8c3b2e), 1 - smoothstep(-0.003f, 0.003f, hull));
    return {colour, 0, 1};
}

} // namespace

Surface surfaceAt(const Hit& hit, Vec p, Vec normal)
{
    switch (hit.material) {
    case Table:
        return tableSurface(p);
    case Wall:
        return wallSurface(p);
    case Mug:
        return mugSurface(p);
    case Coffee:
        return coffeeSurface(p);
    case Saucer:
        return saucerSurface(p);
    case Spoon:
        return {rgb(0xd8d4cc), 0.75f, 0.10f, 0, true};
    case Pot:
        return potSurface(p, false);
    case PotDish:
        return potSurface(p, true);
    case Soil:
        return {mix(rgb(0x3a281c), rgb(0x6a4a33), noise(p.x * 40, p.z * 40)), 0, 1};
    case Leaf:
        return leafSurface(p, hit.part);
    case Cover:
        return {rgb(0x8f2f3a), 0.03f, 0.4f};
    case Pages:
        return pageSurface(p, normal, hit.part);
    case Ribbon:
        return {rgb(0xd39a2c), 0.03f, 0.5f};
    case Pear:
        return pearSurface(p);
    case Apple:
        return appleSurface(p);
    case Stem:
        return {rgb(0x6a4a2a), 0.01f, 0.8f};
    case FruitLeaf:
        return {rgb(0x6aa043), 0.03f, 0.35f, 0.3f};
    case Orange:
        return {rgb(0xdc6508), 0.04f, 0.30f};
    case HalfOrange:
        return halfOrangeSurface(p);
    case Pencil:
        return pencilSurface(p);
    case Frame:
        return {mix(rgb(0x5a3a24), rgb(0x7b5233), noise(p.x * 5, p.y * 60)), 0.03f, 0.4f};
    case Painting:
        return paintingSurface(p);
    default:
        return {};
    }
}

} // namespace sample
