#include "core/sam/mask_decoder.h"

#include <ATen/ATen.h>

#include "core/kernels/mask_product.h"
#include "core/kernels/matrix_product.h"
#include "core/kernels/thread_team.h"

namespace core::sam {

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
        x = layer.forward(x, &layer == &layers.back() ? Activation::None : Activation::Relu);
    return x;
}

Upsampling::Upsampling(const Parameters& p, int in, int out)
    : weight(p.get("weight", {in, out, 2, 2}).permute({2, 3, 1, 0}).reshape({4 * out, in})),
      bias(p.get("bias", {out}).repeat({4})), out(out)
{
}

MaskDecoder::MaskDecoder(const Parameters& p, const SamConfig& config, const Tensor& imagePositions)
    : gridSide_(config.embeddingSide()),
      outputTokens_(at::cat(
          {(p / "iou_token").get("weight", {1, config.embeddingChannels}),
           (p / "mask_tokens").get("weight", {config.maskTokens, config.embeddingChannels})})),
      transformer(p / "transformer", config, imagePositions),
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

PictureTerms MaskDecoder::look(const Tensor& image, const Tensor& everywhere) const
{
    const std::int64_t rows = image.size(0), columns = image.size(1);
    Tensor part; // of the square
    if (rows != gridSide_ || columns != gridSide_)
        part = at::arange(gridSide_ * gridSide_, at::kLong)
                   .view({gridSide_, gridSide_})
                   .narrow(0, 0, rows)
                   .narrow(1, 0, columns)
                   .reshape(-1);
    PictureTerms picture =
        transformer.look(image.flatten(0, 1), everywhere, output_upscaling_0.weight, part);
    picture.rows = rows;
    return picture;
}

MaskDecoder::Answer MaskDecoder::answer(const PictureTerms& picture, const Tensor& prompt) const
{
    const Tensor tokens = at::cat({outputTokens_, prompt}); // [1 + maskTokens + N, C]
    auto [tokensOut, image] = transformer.forward(picture, tokens, outputTokens_.size(0));
    const Tensor iouToken = tokensOut.narrow(0, 0, 1);
    const Tensor maskTokens = tokensOut.narrow(0, 1, outputTokens_.size(0) - 1);
    return {iou_prediction_head.forward(iouToken).squeeze(0), maskTokens, std::move(image)};
}

Tensor MaskDecoder::masks(const PictureTerms& picture, const Answer& answer,
                          std::int64_t gridRows) const
{
    // The first upsampling's part of the prompt, and how each mask weighs the channels of the
    // second, [1, C/8].
    Tensor rows;
    std::vector<Tensor> mixes(output_hypernetworks_mlps.size());
    kernels::shareAmongCores(1 + int(mixes.size()), [&](int i) {
        if (i == 0) {
            rows = answer.image.rowsThrough(output_upscaling_0.weight, output_upscaling_0.bias);
            return;
        }
        const Tensor token = answer.maskTokens.narrow(0, i - 1, 1);
        mixes[std::size_t(i - 1)] = output_hypernetworks_mlps[std::size_t(i - 1)].forward(token);
    });
    const Tensor weights = at::cat(mixes); // [maskTokens, C/8]

    // A quarter of a few positions at a time, so that its upscaled channels stay in the cache.
    constexpr std::int64_t together = kernels::panelPositions;
    const std::int64_t channels = output_upscaling_0.out, upscaled = 4 * output_upscaling_3.out;
    const std::int64_t columns = picture.positions / picture.rows;
    Tensor logits = at::empty({weights.size(0), 4 * gridRows, 4 * columns});
    kernels::shareAmongCores(int(kernels::panelCount(gridRows * columns)), [&](int panel) {
        const Tensor x = at::empty({channels, together}), y = at::empty({upscaled, together});
        const Tensor pixels = at::empty({weights.size(0), 16, together});
        float* const xData = x.data_ptr<float>();
        float* const yData = y.data_ptr<float>();
        for (int quarter = 0; quarter < 4; ++quarter) {
            answer.image.project(panel, picture.upscaled, rows, quarter * channels, channels,
                                 xData);
            const LayerNorm& norm = output_upscaling_1;
            kernels::normalizeChannels(xData, norm.weight, norm.bias, norm.eps);
            kernels::multiply({output_upscaling_3.weight.data_ptr<float>(), channels, 1, xData,
                               together, yData, together, upscaled, channels, together});
            kernels::mixMasks(weights, yData, output_upscaling_3.bias, quarter,
                              pixels.data_ptr<float>());
        }
        kernels::placePixels(pixels.data_ptr<float>(), panel, logits);
    });
    return logits;
}

} // namespace core::sam
