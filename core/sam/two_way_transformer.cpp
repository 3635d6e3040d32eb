#include "core/sam/two_way_transformer.h"

#include <cmath>
#include <utility>

#include <ATen/ATen.h>

#include "core/kernels/attention.h"
#include "core/kernels/matrix_product.h"

namespace core::sam {

namespace {

constexpr double normEps = 1e-5;

/// Rows minus their mean.
Tensor centred(const Tensor& rows)
{
    return rows - rows.mean(1, true);
}

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
                                           const Tensor& imagePositions, bool isFirst)
    : isFirst(isFirst), self_attn(p / "self_attn", config.embeddingChannels, config.decoderHeads),
      norm1(p / "norm1", config.embeddingChannels, normEps),
      cross_attn_token_to_image(p / "cross_attn_token_to_image", config.embeddingChannels,
                                config.embeddingChannels / 2, config.decoderHeads, imagePositions),
      norm2(p / "norm2", config.embeddingChannels, normEps),
      mlp(p / "mlp", config.embeddingChannels, config.decoderMlp),
      norm3(p / "norm3", config.embeddingChannels, normEps),
      cross_attn_image_to_token(p / "cross_attn_image_to_token", config.embeddingChannels,
                                config.embeddingChannels / 2, config.decoderHeads, imagePositions),
      norm4(p / "norm4", config.embeddingChannels, normEps)
{
}

void TwoWayAttentionBlock::forward(Tensor& tokens, ImageTokens& image, const Tensor& tokenPositions,
                                   const LayerTerms& terms) const
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
    cross_attn_token_to_image.addTo(tokens, tokens + tokenPositions, image, terms.keys,
                                    terms.keyPositions, terms.values);
    tokens = norm2.forward(tokens);

    // (3) Each token by itself.
    mlp.addTo(tokens);
    tokens = norm3.forward(tokens);

    // (4) The image looks at the tokens.
    cross_attn_image_to_token.update(image, tokens + tokenPositions, tokens, norm4, terms);
}

TwoWayTransformer::TwoWayTransformer(const Parameters& p, const SamConfig& config,
                                     const Tensor& imagePositions)
    : heads_(config.decoderHeads),
      final_attn_token_to_image(p / "final_attn_token_to_image", config.embeddingChannels,
                                config.embeddingChannels / 2, config.decoderHeads, imagePositions),
      norm_final_attn(p / "norm_final_attn", config.embeddingChannels, normEps)
{
    for (int i = 0; i < config.decoderDepth; ++i)
        layers.emplace_back(p / "layers" / i, config, imagePositions, i == 0);
}

PictureTerms TwoWayTransformer::look(const Tensor& image, const Tensor& everywhere,
                                     const Tensor& upsampling, const Tensor& part) const
{
    const auto inPicture = [&part](const Tensor& positions) {
        if (!part.defined())
            return positions;
        const Tensor square = positions.transpose(1, 2).flatten(0, 1);
        return kernels::panelsOf(square.index_select(0, part));
    };
    PictureTerms picture;
    picture.positions = image.size(0);
    picture.everywhere = everywhere;
    Tensor m = kernels::panelsOf(image);
    Tensor constants = everywhere; // V's rows that no token changes
    std::vector<Tensor> outputs;   // [C, W]: each update's output, through the norms since then
    for (const TwoWayAttentionBlock& layer : layers) {
        const ImageToTokenAttention& update = layer.cross_attn_image_to_token;
        LayerTerms terms;
        terms.keys = layer.cross_attn_token_to_image.keys(m);
        terms.values = layer.cross_attn_token_to_image.values(m);
        terms.queries = update.queries(m);
        terms.keyPositions = inPicture(layer.cross_attn_token_to_image.keys.positions);
        terms.queryPositions = inPicture(update.queries.positions);
        if (picture.layers.empty()) {
            terms.keys += std::exchange(terms.keyPositions, {});
            terms.queries += std::exchange(terms.queryPositions, {});
        }

        // The update adds to X, the norm centres it.
        constants = constants.clone();
        constants[-1] += update.outputBias;
        constants = centred(constants);
        outputs.push_back(update.output);
        m = m - m.mean(1, true);
        terms.squares = m.square().sum(1);
        terms.constants = kernels::panelProduct(constants, m);
        for (const Tensor& output : outputs)
            terms.updates.push_back(kernels::panelProduct(output.t().contiguous(), m));
        picture.layers.push_back(std::move(terms));

        // The norm stretches the channels and adds its bias.
        const LayerNorm& norm = layer.norm4;
        m = m * norm.weight.unsqueeze(1);
        constants = at::cat({constants * norm.weight, norm.bias.unsqueeze(0)});
        for (Tensor& output : outputs)
            output = (output - output.mean(0, true)) * norm.weight.unsqueeze(1);
    }
    picture.keys = final_attn_token_to_image.keys(m);
    picture.values = final_attn_token_to_image.values(m);
    picture.keyPositions = inPicture(final_attn_token_to_image.keys.positions);
    picture.upscaled = kernels::panelProduct(upsampling, m);
    return picture;
}

std::pair<Tensor, ImageTokens> TwoWayTransformer::forward(const PictureTerms& picture,
                                                          const Tensor& tokenPositions,
                                                          std::int64_t wanted) const
{
    Tensor tokens = tokenPositions;
    ImageTokens image(picture, int(tokens.size(0)), heads_, int(layers.size()));
    for (std::size_t i = 0; i < layers.size(); ++i)
        layers[i].forward(tokens, image, tokenPositions, picture.layers[i]);
    tokens = tokens.narrow(0, 0, wanted);
    final_attn_token_to_image.addTo(tokens, tokens + tokenPositions.narrow(0, 0, wanted), image,
                                    picture.keys, picture.keyPositions, picture.values);
    return {norm_final_attn.forward(tokens), std::move(image)};
}

} // namespace core::sam
