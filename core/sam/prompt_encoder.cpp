#include "core/sam/prompt_encoder.h"

#include <numbers>

#include <ATen/ATen.h>

namespace core::sam {

namespace {

constexpr double normEps = 1e-6;

} // namespace

PositionEmbeddingRandom::PositionEmbeddingRandom(const Parameters& p, int features)
    : positional_encoding_gaussian_matrix(
          p.get("positional_encoding_gaussian_matrix", {2, features}))
{
}

Tensor PositionEmbeddingRandom::forward(const Tensor& positions) const
{
    const Tensor phase =
        at::matmul(positions * 2 - 1, positional_encoding_gaussian_matrix) * (2 * std::numbers::pi);
    return at::cat({phase.sin(), phase.cos()}, -1);
}

Tensor PositionEmbeddingRandom::grid(int side) const
{
    const Tensor axis = (at::arange(side, at::kFloat) + 0.5) / side;
    const Tensor x = axis.view({1, side}).expand({side, side});
    const Tensor y = axis.view({side, 1}).expand({side, side});
    return forward(at::stack({x, y}, -1).view({-1, 2}));
}

PromptEncoder::MaskDownscaling::MaskDownscaling(const Parameters& p, const SamConfig& config)
    : conv0(p / 0, 1, config.maskChannels / 4, 2), norm1(p / 1, config.maskChannels / 4, normEps),
      conv3(p / 3, config.maskChannels / 4, config.maskChannels, 2),
      norm4(p / 4, config.maskChannels, normEps),
      conv6(p / 6, config.maskChannels, config.embeddingChannels, 1)
{
}

PromptEncoder::PromptEncoder(const Parameters& p, const SamConfig& config)
    : imageSide_(config.imageSide), pe_layer(p / "pe_layer", config.embeddingChannels / 2),
      not_a_point_embed((p / "not_a_point_embed").get("weight", {1, config.embeddingChannels})),
      no_mask_embed((p / "no_mask_embed").get("weight", {1, config.embeddingChannels})),
      mask_downscaling(p / "mask_downscaling", config),
      densePositions_(pe_layer.grid(config.embeddingSide()))
{
    for (int i = 0; i < 4; ++i)
        point_embeddings.push_back(
            (p / "point_embeddings" / i).get("weight", {1, config.embeddingChannels}));
}

Tensor PromptEncoder::sparse(const Prompt& prompt) const
{
    std::vector<float> positions; // x, y in [0,1]
    std::vector<Tensor> kinds;    // what is added to each position's encoding
    const auto add = [&](float x, float y, const Tensor& kind) {
        positions.push_back((x + 0.5f) / float(imageSide_)); // to the pixel's centre
        positions.push_back((y + 0.5f) / float(imageSide_));
        kinds.push_back(kind);
    };
    for (const Point& point : prompt.points)
        add(point.x, point.y, point_embeddings[point.foreground ? 1 : 0]);
    if (prompt.box) {
        add(prompt.box->x0, prompt.box->y0, point_embeddings[2]);
        add(prompt.box->x1, prompt.box->y1, point_embeddings[3]);
    }
    if (kinds.empty())
        return at::empty({0, no_mask_embed.size(1)});

    const Tensor xy = at::from_blob(positions.data(), {std::int64_t(kinds.size()), 2}, at::kFloat);
    const Tensor tokens = pe_layer.forward(xy) + at::cat(kinds);
    const bool padded = !prompt.points.empty() && !prompt.box;
    return padded ? at::cat({tokens, not_a_point_embed}) : tokens;
}

Tensor PromptEncoder::dense(const Tensor& logits) const
{
    const auto& m = mask_downscaling;
    Tensor x = m.conv0.forward(logits.unsqueeze(2));   // [2·rows, 2·columns, 4]
    x = m.conv3.forward(at::gelu(m.norm1.forward(x))); // [rows, columns, 16]
    return m.conv6.forward(at::gelu(m.norm4.forward(x))).flatten(0, 1);
}

} // namespace core::sam
