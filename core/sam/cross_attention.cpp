#include "core/sam/cross_attention.h"

#include <cmath>

#include <ATen/ATen.h>

#include "core/kernels/matrix_product.h"

namespace core::sam {

namespace {

Tensor weightOf(const Parameters& p, const char* layer, int in, int out)
{
    return (p / layer).get("weight", {out, in});
}

Tensor biasOf(const Parameters& p, const char* layer, int out)
{
    return (p / layer).get("bias", {out});
}

/// The positional encoding [P, C] through a projection, in panels.
Tensor seenThrough(const Tensor& weight, const Tensor& imagePositions)
{
    return kernels::panelProduct(weight, kernels::panelsOf(imagePositions));
}

/// Attention scores are divided by the square root of a head's depth; done on the tokens' side.
Tensor scaled(Tensor x, int heads)
{
    return x.mul_(1 / std::sqrt(double(x.size(1)) / heads));
}

} // namespace

TokenToImageAttention::TokenToImageAttention(const Parameters& p, int channels, int width,
                                             int heads, const Tensor& imagePositions)
    : heads(heads),
      q_proj(p / "q_proj", channels, width), keys{weightOf(p, "k_proj", channels, width), {}},
      values{weightOf(p, "v_proj", channels, width), {}}, valueBias(biasOf(p, "v_proj", width)),
      out_proj(p / "out_proj", width, channels)
{
    biasOf(p, "k_proj", width); // read to be accounted for
    keys.positions = seenThrough(keys.weight, imagePositions);
}

void TokenToImageAttention::addTo(Tensor& tokens, const Tensor& q, const ImageTokens& image,
                                  const Tensor& keyTerms, const Tensor& keyPositions,
                                  const Tensor& valueTerms) const
{
    const Tensor seen = image.seenBy(scaled(q_proj.forward(q), heads), keys, keyTerms, keyPositions,
                                     values, valueTerms);
    out_proj.addTo(tokens, seen + valueBias);
}

ImageToTokenAttention::ImageToTokenAttention(const Parameters& p, int channels, int width,
                                             int heads, const Tensor& imagePositions)
    : heads(heads), queries{weightOf(p, "q_proj", channels, width), {}},
      k_proj(p / "k_proj", channels, width), v_proj(p / "v_proj", channels, width),
      output(weightOf(p, "out_proj", width, channels)), outputBias(biasOf(p, "out_proj", channels))
{
    queries.positions =
        seenThrough(queries.weight, imagePositions).add_(biasOf(p, "q_proj", width).unsqueeze(1));
}

void ImageToTokenAttention::update(ImageTokens& image, const Tensor& k, const Tensor& v,
                                   const LayerNorm& norm, const LayerTerms& terms) const
{
    image.update(scaled(k_proj.forward(k), heads), queries, v_proj.forward(v), output, outputBias,
                 norm, terms);
}

} // namespace core::sam
