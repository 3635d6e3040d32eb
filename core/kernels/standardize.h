#pragma once

#include <ATen/core/Tensor.h>

namespace core::kernels {

/// The statistics of a layer norm over vectors z_p = scale_p · m_p + Σ_r basis[r, p] · v_r that are
/// known only by their inner products: with `squares[p]` = |m_p|² and
/// `products[r, p]` = 2 · scale_p · m_p·v_r + Σ_k v_r·v_k · basis[k, p],
///     s_p = 1 / √(|z_p|² / channels + eps),  |z_p|² = scale_p² · squares_p + Σ_r basis · products.
/// basis ← s ∘ basis and scale ← s ∘ scale, in place.
/// basis, products [R, P]; squares, scale [P]; all contiguous.
void standardize(at::Tensor& basis, at::Tensor& scale, const at::Tensor& products,
                 const at::Tensor& squares, int channels, double eps);

} // namespace core::kernels
