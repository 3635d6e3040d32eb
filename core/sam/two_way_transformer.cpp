#include "core/sam/two_way_transformer.h"

#include <cmath>

#include <ATen/ATen.h>

#include "core/kernels/attention.h"

namespace core::sam {

namespace {

constexpr double normEps = 1e-5;

Tensor separateHeads(const Tensor& x, int heads) // [N, C] → [1, N, heads, C / heads]
{
    return x.view({1, x.size(0), heads, x.size(1) / heads});
}

} // namespace

Attention::Attention(const Parameters& p, int channels, int heads)
    : heads(heads), q_proj(p / "q_proj", channels, channels),
      k_proj(p / "k_proj", channels, channels), v_proj(p / "v_proj", channels, channels),
      out_proj(p / "out_proj", channels, channels)
{
}

Tensor Attention::attend(const Tensor& q, const Tensor& k, const Tensor& v) const
{
    const Tensor query = separateHeads(q_proj.forward(q), heads);
    const Tensor key = separateHeads(k_proj.forward(k), heads);
    const Tensor value = separateHeads(v_proj.forward(v), heads);
    const float scale = 1.0f / std::sqrt(float(query.size(3)));
    return kernels::attention(query, key, value, scale).squeeze(0);
}

Tensor Attention::forward(const Tensor& q, const Tensor& k, const Tensor& v) const
{
    return out_proj.forward(attend(q, k, v));
}

void Attention::addTo(Tensor& sum, const Tensor& q, const Tensor& k, const Tensor& v) const
{
    out_proj.addTo(sum, attend(q, k, v));
}

MlpBlock::MlpBlock(const Parameters& p, int channels, int hidden)
    : lin1(p / "lin1", channels, hidden), lin2(p / "lin2", hidden, channels)
{
}

void MlpBlock::addTo(Tensor& x) const
{
    lin2.addTo(x, lin1.forward(x, Activation::Relu));
}

TwoWayAttentionBlock::TwoWayAttentionBlock(const Parameters& p, const SamConfig& config,
                                           bool isFirst)
    : isFirst(isFirst),
      self_attn(p / "self_attn", config.embeddingChannels, config.decoderHeads),
      norm1(p / "norm1", config.embeddingChannels, normEps),
      cross_attn_token_to_image(p / "cross_attn_token_to_image", config.embeddingChannels,
                                config.embeddingChannels / 2, config.decoderHeads),
      norm2(p / "norm2", config.embeddingChannels, normEps),
      mlp(p / "mlp", config.embeddingChannels, config.decoderMlp),
      norm3(p / "norm3", config.embeddingChannels, normEps),
      cross_attn_image_to_token(p / "cross_attn_image_to_token", config.embeddingChannels,
                                config.embeddingChannels / 2, config.decoderHeads),
      norm4(p / "norm4", config.embeddingChannels, normEps)
{
}

void TwoWayAttentionBlock::forward(Tensor& tokens, Tensor& image, const Tensor& tokenPositions,
                                   const Tensor& imagePositions) const
{
    // (1) Self-attention of the tokens.
    if (isFirst) {
        tokens = self_attn.forward(tokens, tokens, tokens);
    } else {
        const Tensor q = tokens + tokenPositions;
        self_attn.addTo(tokens, q, q, tokens);
    }
    tokens = norm1.forward(tokens);

    // (2) Tokens look at the image.
    const Tensor imageAtPlace = image + imagePositions;
    cross_attn_token_to_image.addTo(tokens, tokens + tokenPositions, imageAtPlace, image);
    tokens = norm2.forward(tokens);

    // (3) Each token by itself.
    mlp.addTo(tokens);
    tokens = norm3.forward(tokens);

    // (4) The image looks at the tokens.
    cross_attn_image_to_token.addTo(image, imageAtPlace, tokens + tokenPositions, tokens);
    image = norm4.forward(image);
}

TwoWayTransformer::TwoWayTransformer(const Parameters& p, const SamConfig& config)
    : final_attn_token_to_image(p / "final_attn_token_to_image", config.embeddingChannels,
                                config.embeddingChannels / 2, config.decoderHeads),
      norm_final_attn(p / "norm_final_attn", config.embeddingChannels, normEps)
{
    for (int i = 0; i < config.decoderDepth; ++i)
        layers.emplace_back(p / "layers" / i, config, i == 0);
}

std::pair<Tensor, Tensor> TwoWayTransformer::forward(Tensor image, const Tensor& imagePositions,
                                                     const Tensor& tokenPositions) const
{
    Tensor tokens = tokenPositions;
    for (const TwoWayAttentionBlock& layer : layers)
        layer.forward(tokens, image, tokenPositions, imagePositions);
    final_attn_token_to_image.addTo(tokens, tokens + tokenPositions, image + imagePositions, image);
    return {norm_final_attn.forward(tokens), image};
}

} // namespace core::sam
