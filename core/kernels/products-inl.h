// Sums of products that stay in registers: what every matrix product is made of. Compiled once per
// instruction set, as Highway's own headers of this kind are.
#if defined(MASKWRIGHT_PRODUCTS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef MASKWRIGHT_PRODUCTS_INL_H
#undef MASKWRIGHT_PRODUCTS_INL_H
#else
#define MASKWRIGHT_PRODUCTS_INL_H
#endif

#include <cstdint>
#include <type_traits>

#include "core/kernels/functions-inl.h"

HWY_BEFORE_NAMESPACE();
namespace core::kernels::HWY_NAMESPACE {

/// A tile of sums: as many as there are registers, so that each number loaded is used often.
constexpr std::int64_t tileRows = 6, tileVectors = manyRegisters ? 4 : 2;

/// How many columns such a tile has.
template <class D> HWY_INLINE std::int64_t tileWidth(D f)
{
    return tileVectors * std::int64_t(hwy::HWY_NAMESPACE::Lanes(f));
}

/// sums[r][v] += Σ_k a[r·aRow + k·aStep] · b[k·bRow …], for k in [0, in).
template <std::int64_t rows, std::int64_t vectors, class D>
HWY_INLINE void addProducts(D f, const float* a, std::int64_t aRow, std::int64_t aStep,
                            const float* b, std::int64_t bRow, std::int64_t in,
                            hwy::HWY_NAMESPACE::Vec<D> (&sums)[rows][vectors])
{
    namespace hn = hwy::HWY_NAMESPACE;
    const std::int64_t lanes = std::int64_t(hn::Lanes(f));
    for (std::int64_t k = 0; k < in; ++k) {
        hn::Vec<D> other[vectors];
        for (std::int64_t v = 0; v < vectors; ++v)
            other[v] = hn::LoadU(f, b + k * bRow + v * lanes);
        for (std::int64_t r = 0; r < rows; ++r) {
            const auto one = hn::Set(f, a[r * aRow + k * aStep]);
            for (std::int64_t v = 0; v < vectors; ++v)
                sums[r][v] = hn::MulAdd(one, other[v], sums[r][v]);
        }
    }
}

/// Calls work(n, row) for all rows, n ≤ tileRows of them at a time and about the same number each
/// time; n is known when compiling.
template <std::int64_t most = tileRows, class Work>
HWY_INLINE void eachTile(std::int64_t rows, const Work& work)
{
    const std::int64_t tiles = (rows + most - 1) / most;
    for (std::int64_t i = 0; i < tiles; ++i) {
        const std::int64_t row = rows * i / tiles, n = rows * (i + 1) / tiles - row;
        if (n == 6)
            work(std::integral_constant<std::int64_t, 6>(), row);
        else if (n == 5)
            work(std::integral_constant<std::int64_t, 5>(), row);
        else if (n == 4)
            work(std::integral_constant<std::int64_t, 4>(), row);
        else if (n == 3)
            work(std::integral_constant<std::int64_t, 3>(), row);
        else if (n == 2)
            work(std::integral_constant<std::int64_t, 2>(), row);
        else
            work(std::integral_constant<std::int64_t, 1>(), row);
    }
}

} // namespace core::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
