#pragma once

#include <algorithm>
#include <cmath>

// The arithmetic of the sample picture: vectors, noise and distance functions.

namespace sample {

// --- vectors -------------------------------------------------------------------------------------

struct Vec {
    float x = 0, y = 0, z = 0;
};
inline Vec operator+(Vec a, Vec b)
{
    return {a.x + b.x, a.y + b.y, a.z + b.z};
}
inline Vec operator-(Vec a, Vec b)
{
    return {a.x - b.x, a.y - b.y, a.z - b.z};
}
inline Vec operator*(Vec a, Vec b)
{
    return {a.x * b.x, a.y * b.y, a.z * b.z};
}
inline Vec operator*(Vec a, float s)
{
    return {a.x * s, a.y * s, a.z * s};
}
inline float dot(Vec a, Vec b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}
inline float length(Vec a)
{
    return std::sqrt(dot(a, a));
}
inline float length(float x, float y)
{
    return std::sqrt(x * x + y * y);
}
inline Vec normalized(Vec a)
{
    return a * (1.0f / length(a));
}
inline Vec cross(Vec a, Vec b)
{
    return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
inline float clamp(float v, float low = 0, float high = 1)
{
    return std::min(std::max(v, low), high);
}
inline float mix(float a, float b, float t)
{
    return a + (b - a) * t;
}
inline Vec mix(Vec a, Vec b, float t)
{
    return a + (b - a) * t;
}
inline float smoothstep(float low, float high, float v)
{
    const float t = clamp((v - low) / (high - low));
    return t * t * (3 - 2 * t);
}
inline float fract(float v)
{
    return v - std::floor(v);
}

inline Vec rotatedY(Vec p, float angle)
{
    const float c = std::cos(angle), s = std::sin(angle);
    return {c * p.x - s * p.z, p.y, s * p.x + c * p.z};
}
inline Vec rotatedX(Vec p, float angle)
{
    const float c = std::cos(angle), s = std::sin(angle);
    return {p.x, c * p.y - s * p.z, s * p.y + c * p.z};
}
inline Vec rotatedZ(Vec p, float angle)
{
    const float c = std::cos(angle), s = std::sin(angle);
    return {c * p.x - s * p.y, s * p.x + c * p.y, p.z};
}

/// 1 inside |v| < half, with an edge of that softness.
inline float stripe(float v, float half, float soft)
{
    return 1 - smoothstep(half - soft, half + soft, std::abs(v));
}

// --- noise ---------------------------------------------------------------------------------------

inline float hash(int x, int y, int z = 0)
{
    auto h = static_cast<unsigned>(x) * 0x8da6b343u ^ static_cast<unsigned>(y) * 0xd8163841u ^
             static_cast<unsigned>(z) * 0xcb1ab31fu;
    h = (h ^ (h >> 13)) * 0x5bd1e995u;
    h ^= h >> 15;
    return static_cast<float>(h & 0xffffffu) / 16777216.0f;
}

inline float noise(float x, float y)
{
    const auto ix = static_cast<int>(std::floor(x)), iy = static_cast<int>(std::floor(y));
    const float u = smoothstep(0, 1, x - ix), v = smoothstep(0, 1, y - iy);
    return mix(mix(hash(ix, iy), hash(ix + 1, iy), u),
               mix(hash(ix, iy + 1), hash(ix + 1, iy + 1), u), v);
}

inline float fractalNoise(float x, float y)
{
    return 0.5f * noise(x, y) + 0.3f * noise(2.1f * x + 7, 2.1f * y) +
           0.2f * noise(4.3f * x, 4.3f * y + 3);
}

// --- distance functions --------------------------------------------------------------------------

inline float smoothMin(float a, float b, float k)
{
    const float h = clamp(0.5f + 0.5f * (b - a) / k);
    return mix(b, a, h) - k * h * (1 - h);
}
inline float box(Vec p, Vec half, float round)
{
    const Vec q{std::abs(p.x) - half.x + round, std::abs(p.y) - half.y + round,
                std::abs(p.z) - half.z + round};
    const Vec outside{std::max(q.x, 0.0f), std::max(q.y, 0.0f), std::max(q.z, 0.0f)};
    return length(outside) + std::min(std::max(q.x, std::max(q.y, q.z)), 0.0f) - round;
}
inline float box2(float x, float y, float halfX, float halfY, float round)
{
    const float qx = std::abs(x) - halfX + round, qy = std::abs(y) - halfY + round;
    return length(std::max(qx, 0.0f), std::max(qy, 0.0f)) + std::min(std::max(qx, qy), 0.0f) -
           round;
}
inline float capsule(Vec p, Vec a, Vec b, float radiusA, float radiusB)
{
    const Vec pa = p - a, ba = b - a;
    const float h = clamp(dot(pa, ba) / dot(ba, ba));
    return length(pa - ba * h) - mix(radiusA, radiusB, h);
}
inline float ellipsoid(Vec p, Vec r)
{
    const float k0 = length(Vec{p.x / r.x, p.y / r.y, p.z / r.z});
    const float k1 = length(Vec{p.x / (r.x * r.x), p.y / (r.y * r.y), p.z / (r.z * r.z)});
    return k1 > 0 ? k0 * (k0 - 1) / k1 : -std::min(r.x, std::min(r.y, r.z));
}

} // namespace sample
