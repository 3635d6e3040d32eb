#include "light.h"

#include "surfaces.h"

namespace sample {

namespace {

const Vec kSun = normalized({-0.74f, 0.70f, 0.52f});
const Vec kSunColour = Vec{1.0f, 0.86f, 0.66f} * 3.1f;

Vec sky(Vec direction)
{
    const float window =
        smoothstep(0.55f, 0.95f, dot(direction, normalized({-0.9f, 0.45f, 0.35f})));
    const Vec room =
        mix(Vec{0.20f, 0.17f, 0.14f}, Vec{0.52f, 0.58f, 0.62f}, 0.5f + 0.5f * direction.y);
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

} // namespace

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
    const float mirror =
        surface.gloss + (1 - surface.gloss) * grazing * (surface.gloss > 0 ? 0.55f : 0);
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

} // namespace sample
