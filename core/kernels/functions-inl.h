// Functions of a vector that several kernels need; compiled once per instruction set, as Highway's
// own headers of this kind are.
#if defined(MASKWRIGHT_FUNCTIONS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef MASKWRIGHT_FUNCTIONS_INL_H
#undef MASKWRIGHT_FUNCTIONS_INL_H
#else
#define MASKWRIGHT_FUNCTIONS_INL_H
#endif

#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace core::kernels::HWY_NAMESPACE {

/// exp(x). Below −87 a float's exponential is as good as zero, and Highway's is not made for it.
template <class D>
HWY_INLINE hwy::HWY_NAMESPACE::Vec<D> exponential(D f, hwy::HWY_NAMESPACE::Vec<D> x)
{
    namespace hn = hwy::HWY_NAMESPACE;
    return hn::Exp(f, hn::Max(x, hn::Set(f, -87.0f)));
}

/// x · Φ(x), with the error function of Abramowitz and Stegun 7.1.26, exact to 1.5e-7.
template <class D> HWY_INLINE hwy::HWY_NAMESPACE::Vec<D> gelu(D f, hwy::HWY_NAMESPACE::Vec<D> x)
{
    namespace hn = hwy::HWY_NAMESPACE;
    const auto one = hn::Set(f, 1.0f);
    const auto z = hn::Mul(hn::Abs(x), hn::Set(f, 0.70710678f));
    const auto t = hn::Div(one, hn::MulAdd(z, hn::Set(f, 0.3275911f), one));
    auto series = hn::Set(f, 1.061405429f);
    for (const float coefficient : {-1.453152027f, 1.421413741f, -0.284496736f, 0.254829592f})
        series = hn::MulAdd(series, t, hn::Set(f, coefficient));
    // 1 − erf(z) for z ≥ 0: twice the weight of the tail beyond |x|
    const auto tail = hn::Mul(hn::Mul(series, t), exponential(f, hn::Neg(hn::Mul(z, z))));
    // x ≥ 0: x · (1 − tail / 2); x < 0: x · tail / 2
    const auto half = hn::Mul(hn::Mul(hn::Abs(x), tail), hn::Set(f, 0.5f));
    return hn::Sub(hn::Max(x, hn::Zero(f)), half);
}

} // namespace core::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
