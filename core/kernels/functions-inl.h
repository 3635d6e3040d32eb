// Functions of a vector that several kernels need; compiled once per instruction set, as Highway's
// own headers of this kind are.
#if defined(MASKWRIGHT_FUNCTIONS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef MASKWRIGHT_FUNCTIONS_INL_H
#undef MASKWRIGHT_FUNCTIONS_INL_H
#else
#define MASKWRIGHT_FUNCTIONS_INL_H
#endif

#include <hwy/highway.h>

#include "core/kernels/activation.h"

HWY_BEFORE_NAMESPACE();
namespace core::kernels::HWY_NAMESPACE {

/// Whether there are 32 vector registers, not 16: how many sums a loop may keep at a time.
constexpr bool manyRegisters = !(HWY_ARCH_X86 && HWY_TARGET > HWY_AVX3);

/// exp(x) for x ≤ 0, exact to 4e-7 of itself; e⁻⁸⁷ for what is less. 2ⁿ comes into the exponent of
/// eʳ, where x = n ln 2 + r and eʳ = 1 + r · P(r), fitted so that its largest error is smallest.
template <class D>
HWY_INLINE hwy::HWY_NAMESPACE::Vec<D> exponential(D f, hwy::HWY_NAMESPACE::Vec<D> x)
{
    namespace hn = hwy::HWY_NAMESPACE;
    const hn::RebindToSigned<D> whole;
    const auto from = hn::Max(x, hn::Set(f, -87.0f));
    // So large a number has no bits behind the point: n is rounded, and stands in its lowest bits.
    const auto large = hn::Set(f, 12582912.0f); // 1.5 · 2²³
    const auto shifted = hn::MulAdd(from, hn::Set(f, 1.44269504f), large);
    const auto n = hn::Sub(shifted, large);
    const auto r = hn::NegMulAdd(n, hn::Set(f, 0.69314718f), from);
    auto p = hn::Set(f, 8.2903067e-3f);
    for (const float coefficient : {4.1897975e-2f, 0.16667637f, 0.49999151f, 0.9999997f, 1.0f})
        p = hn::MulAdd(p, r, hn::Set(f, coefficient));
    const auto exponent = hn::ShiftLeft<23>(hn::BitCast(whole, shifted));
    return hn::BitCast(f, hn::Add(hn::BitCast(whole, p), exponent));
}

/// x · Φ(x), exact to 2e-6 · max(1, |x|). Inside ±5.2, Φ(x) = 1/2 + x · P(x²) / Q(x²), fitted so
/// that the largest error of the product is smallest; outside, Φ is 0 or 1.
template <class D> HWY_INLINE hwy::HWY_NAMESPACE::Vec<D> gelu(D f, hwy::HWY_NAMESPACE::Vec<D> x)
{
    namespace hn = hwy::HWY_NAMESPACE;
    const auto end = hn::Set(f, 5.2f);
    const auto inside = hn::Min(hn::Max(x, hn::Neg(end)), end);
    const auto square = hn::Mul(inside, inside);
    auto p = hn::Set(f, -1.950846e-08f);
    for (const float coefficient :
         {6.710962e-06f, 5.156232e-04f, 6.7262514e-03f, 6.9768958e-02f, 3.9894217e-01f})
        p = hn::MulAdd(p, square, hn::Set(f, coefficient));
    auto q = hn::Set(f, 1.7476582e-04f);
    for (const float coefficient : {3.8421443e-03f, 4.8810627e-02f, 3.4153873e-01f, 1.0f})
        q = hn::MulAdd(q, square, hn::Set(f, coefficient));
    // 1 / q by one of Newton's steps, in half the time of a division.
    const auto guess = hn::ApproximateReciprocal(q);
    const auto inverse = hn::Mul(guess, hn::NegMulAdd(q, guess, hn::Set(f, 2.0f)));
    const auto share = hn::MulAdd(inside, hn::Mul(p, inverse), hn::Set(f, 0.5f));
    return hn::IfThenZeroElse(hn::Lt(x, hn::Neg(end)), hn::Mul(x, share));
}

template <class D>
HWY_INLINE hwy::HWY_NAMESPACE::Vec<D> activated(D f, Activation activation,
                                                hwy::HWY_NAMESPACE::Vec<D> x)
{
    namespace hn = hwy::HWY_NAMESPACE;
    switch (activation) {
    case Activation::Relu:
        return hn::Max(x, hn::Zero(f));
    case Activation::Gelu:
        return gelu(f, x);
    case Activation::None:
        break;
    }
    return x;
}

} // namespace core::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
