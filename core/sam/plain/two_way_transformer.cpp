#include "core/sam/plain/two_way_transformer.h"

#include <cmath>

#include <ATen/ATen.h>

namespace core::sam::plain {

namespace {

constexpr double normEps = 1e-5;

Tensor separateHeads(const Tensor& x, int heads) // [N, C] → [heads, N, C / heads]
{
    return x.view({x.size(0), heads, -1}).transpose(0, 1);
}

} // namespace

Attention::Attention(const Parameters& p, int channels, int width, int heads)
    : heads(heads), q_proj(p / "q_proj", channels, width), k_proj(p / "k_proj", channels, width),
      v_proj(p / "v_proj", channels, width), out_proj(p / "out_proj", width, channels)
{
}

Tensor Attention::forward(const Tensor& q, const Tensor& k, const Tensor& v) const
{
    const Tensor query = separateHeads(q_proj.forward(q), heads);
    const Tensor key = separateHeads(k_proj.forward(k), heads);
    const Tensor value = separateHeads(v_proj.forward(v), heads);
    const double scale = 1 / std::sqrt(double(query.size(2)));
    const Tensor weights = at::matmul(query * scale, key.transpose(1, 2)).softmax(-1);
    return out_proj.forward(at::matmul(weights, value).transpose(0, 1).flatten(1));
}

TwoWayAttentionBlock::TwoWayAttentionBlock(const Parameters& p, const SamConfig& config,
                                           bool isFirst)
    : isFirst(isFirst), self_attn(p / "self_attn", config.embeddingChannels,
                                  config.embeddingChannels, config.decoderHeads),
      norm1(p / "norm1", config.embeddingChannels, normEps),
      cross_attn_token_to_image(p / "cross_attn_token_to_image", config.embeddingChannels,
                                config.embeddingChannels / 2, config.decoderHeads),
      norm2(p / "norm2", config.embeddingChannels, normEps),
      mlp_lin1(p / "mlp" / "lin1", config.embeddingChannels, config.decoderMlp),
      mlp_lin2(p / "mlp" / "lin2", config.decoderMlp, config.embeddingChannels),
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
        tokens = tokens + self_attn.forward(q, q, tokens);
    }
    tokens = norm1.forward(tokens);

    // (2) Tokens look at the image.
    const Tensor placed = image + imagePositions;
    tokens = norm2.forward(
        tokens + cross_attn_token_to_image.forward(tokens + tokenPositions, placed, image));

    // (3) Each token by itself.
    tokens = norm3.forward(tokens + mlp_lin2.forward(at::relu(mlp_lin1.forward(tokens))));

    // (4) The image looks at the tokens.
    image = norm4.forward(
        image + cross_attn_image_to_token.forward(placed, tokens + tokenPositions, tokens));
}

TwoWayTransformer::TwoWayTransformer(const Parameters& p, const SamConfig& config)
    : final_attn_token_to_image(p / "final_attn_token_to_image", config.embeddingChannels,
                                config.embeddingChannels / 2, config.decoderHeads),
      norm_final_attn(p / "norm_final_attn", config.embeddingChannels, normEps)
{
    for (int i = 0; i < config.decoderDepth; ++i)
        layers.emplace_back(p / "layers" / i, config, i == 0);
}

std::pair<Tensor, Tensor> TwoWayTransformer::forward(const Tensor& picture,
                                                     const Tensor& imagePositions,
                                                     const Tensor& tokenPositions) const
{
    Tensor tokens = tokenPositions, image = picture;
    for (const TwoWayAttentionBlock& layer : layers)
        layer.forward(tokens, image, tokenPositions, imagePositions);
    tokens = norm_final_attn.forward(
        tokens +
        final_attn_token_to_image.forward(tokens + tokenPositions, image + imagePositions, image));
    return {tokens, image};
}

} // namespace core::sam::plain
