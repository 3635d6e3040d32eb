#include "core/sam/plain/mask_decoder.h"

#include <ATen/ATen.h>

namespace core::sam::plain {

namespace {

constexpr double normEps = 1e-6;

} // namespace

MLP::MLP(const Parameters& p, int in, int hidden, int out, int depth)
{
    for (int i = 0; i < depth; ++i)
        layers.emplace_back(p / "layers" / i, i == 0 ? in : hidden, i + 1 == depth ? out : hidden);
}

Tensor MLP::forward(Tensor x) const
{
    for (const Linear& layer : layers)
        x = &layer == &layers.back() ? layer.forward(x) : at::relu(layer.forward(x));
    return x;
}

ConvTranspose2d::ConvTranspose2d(const Parameters& p, int in, int out)
    : weight(p.get("weight", {in, out, 2, 2})), bias(p.get("bias", {out}))
{
}

Tensor ConvTranspose2d::forward(const Tensor& x) const
{
    const Tensor planes = x.permute({2, 0, 1}).unsqueeze(0);
    return at::conv_transpose2d(planes, weight, bias, 2).squeeze(0).permute({1, 2, 0});
}

MaskDecoder::MaskDecoder(const Parameters& p, const SamConfig& config)
    : outputTokens_(at::cat(
          {(p / "iou_token").get("weight", {1, config.embeddingChannels}),
           (p / "mask_tokens").get("weight", {config.maskTokens, config.embeddingChannels})})),
      transformer(p / "transformer", config),
      output_upscaling_0(p / "output_upscaling" / 0, config.embeddingChannels,
                         config.embeddingChannels / 4),
      output_upscaling_1(p / "output_upscaling" / 1, config.embeddingChannels / 4, normEps),
      output_upscaling_3(p / "output_upscaling" / 3, config.embeddingChannels / 4,
                         config.embeddingChannels / 8),
      iou_prediction_head(p / "iou_prediction_head", config.embeddingChannels,
                          config.embeddingChannels, config.maskTokens, 3)
{
    for (int i = 0; i < config.maskTokens; ++i)
        output_hypernetworks_mlps.emplace_back(p / "output_hypernetworks_mlps" / i,
                                               config.embeddingChannels, config.embeddingChannels,
                                               config.embeddingChannels / 8, 3);
}

MaskDecoder::Answer MaskDecoder::answer(const Tensor& image, const Tensor& positions,
                                        const Tensor& prompt) const
{
    const Tensor tokens = at::cat({outputTokens_, prompt}); // [1 + maskTokens + N, C]
    const auto [tokensOut, imageOut] =
        transformer.forward(image.flatten(0, 1), positions.flatten(0, 1), tokens);
    const Tensor iouToken = tokensOut[0];
    const Tensor maskTokens = tokensOut.narrow(0, 1, outputTokens_.size(0) - 1);
    return {iou_prediction_head.forward(iouToken), maskTokens, imageOut.view(image.sizes())};
}

Tensor MaskDecoder::masks(const Answer& answer) const
{
    Tensor x = output_upscaling_0.forward(answer.image); // [2·rows, 2·columns, C/4]
    x = output_upscaling_3.forward(at::gelu(output_upscaling_1.forward(x)));
    x = at::gelu(x); // [4·rows, 4·columns, C/8]

    std::vector<Tensor> mixes; // how each mask weighs the upscaled channels, [C/8]
    for (std::size_t i = 0; i < output_hypernetworks_mlps.size(); ++i)
        mixes.push_back(output_hypernetworks_mlps[i].forward(answer.maskTokens[std::int64_t(i)]));
    return at::matmul(x, at::stack(mixes).t()).permute({2, 0, 1});
}

} // namespace core::sam::plain
