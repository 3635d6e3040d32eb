#include "core/sam/cross_attention.h"

#include <cmath>

#include <ATen/ATen.h>

#include "core/kernels/matrix_product.h"
#include "core/kernels/softmax.h"

namespace core::sam {

/// The four projections of one attention layer, in double, each split into heads.
struct CrossAttentionProjections {
    Tensor qWeight, kWeight, vWeight; // [H, D/H, C]
    Tensor qBias, vBias;              // [H, D/H, 1]
    Tensor outWeight;                 // [H, C, D/H]
    Tensor outBias;                   // [C]
    double scale;                     // of the scores

    CrossAttentionProjections(const Parameters& p, int channels, int width, int heads)
    {
        const int depth = width / heads;
        const auto read = [&](const char* layer, at::IntArrayRef weight, const char* name) {
            return (p / layer).get(name, weight).to(at::kDouble);
        };
        const auto split = [&](const char* layer) {
            return read(layer, {width, channels}, "weight").view({heads, depth, channels});
        };
        const auto splitBias = [&](const char* layer) {
            return read(layer, {width}, "bias").view({heads, depth, 1});
        };
        qWeight = split("q_proj");
        kWeight = split("k_proj");
        vWeight = split("v_proj");
        qBias = splitBias("q_proj");
        vBias = splitBias("v_proj");
        splitBias("k_proj"); // adds the same to all scores of a softmax; read to be accounted for
        outWeight = read("out_proj", {channels, width}, "weight")
                        .view({channels, heads, depth})
                        .transpose(0, 1)
                        .contiguous();
        outBias = read("out_proj", {channels}, "bias");
        scale = 1 / std::sqrt(double(depth));
    }
};

namespace {

using Projections = CrossAttentionProjections;

kernels::PackedLinear pack(const Tensor& weight, const Tensor& bias)
{
    return {weight.to(at::kFloat).contiguous(),
            bias.defined() ? bias.to(at::kFloat).contiguous() : bias};
}

/// Token → the image's channels, per head: imageSideᵀ tokenSide (tokenSide's bias along).
kernels::PackedLinear foldScores(const Tensor& imageSide, const Tensor& tokenSide,
                                 const Tensor& tokenBias, double scale)
{
    const Tensor toImage = imageSide.transpose(1, 2) * scale; // [H, C, D/H]
    return pack(at::bmm(toImage, tokenSide).flatten(0, 1),
                tokenBias.defined() ? at::bmm(toImage, tokenBias).flatten() : Tensor());
}

kernels::PackedLinear foldOutput(const Projections& p)
{
    const Tensor perHead = at::bmm(p.outWeight, p.vWeight); // [H, C, C]
    return pack(perHead.transpose(0, 1).flatten(1),         // [C, H·C]
                p.outBias + at::bmm(p.outWeight, p.vBias).sum(0).flatten());
}

/// Like foldOutput, but each head's share by itself; the weights of a softmax sum to 1, so that each
/// head may carry an equal share of the output's bias.
kernels::PackedLinear foldValues(const Projections& p, int heads)
{
    const Tensor bias = at::bmm(p.outWeight, p.vBias).squeeze(2) + p.outBias / heads; // [H, C]
    return pack(at::bmm(p.outWeight, p.vWeight).flatten(0, 1), bias.flatten());
}

/// [T, H·C] → [T·H, C], token by token
Tensor rowPerHead(const Tensor& x, int heads)
{
    return x.view({x.size(0) * heads, x.size(1) / heads});
}

} // namespace

TokenToImageAttention::TokenToImageAttention(const Parameters& parameters, int channels, int width,
                                             int heads)
    : TokenToImageAttention(Projections(parameters, channels, width, heads), heads)
{
}

TokenToImageAttention::TokenToImageAttention(const Projections& p, int heads)
    : heads(heads), query(foldScores(p.kWeight, p.qWeight, p.qBias, p.scale)), output(foldOutput(p))
{
}

void TokenToImageAttention::addTo(Tensor& tokens, const Tensor& q, const Tensor& k,
                                  const Tensor& v) const
{
    Tensor scores = kernels::matrixProduct(rowPerHead(query(q), heads), k.t()); // [T·H, P]
    kernels::softmaxRows(scores);
    const Tensor seen = kernels::matrixProduct(scores, v); // [T·H, C]
    output.addTo(tokens, seen.view({q.size(0), -1}));
}

ImageToTokenAttention::ImageToTokenAttention(const Parameters& parameters, int channels, int width,
                                             int heads)
    : ImageToTokenAttention(Projections(parameters, channels, width, heads), heads)
{
}

ImageToTokenAttention::ImageToTokenAttention(const Projections& p, int heads)
    : heads(heads), key(foldScores(p.qWeight, p.kWeight, {}, p.scale)),
      keyBias(pack(at::bmm(p.qBias.transpose(1, 2) * p.scale, p.kWeight).squeeze(1), {})),
      value(foldValues(p, heads))
{
}

void ImageToTokenAttention::addTo(Tensor& image, const Tensor& q, const Tensor& k,
                                  const Tensor& v) const
{
    Tensor scores = kernels::matrixProduct(q, rowPerHead(key(k), heads).t()); // [P, T·H]
    Tensor perHead = scores.view({q.size(0), k.size(0), heads});
    kernels::softmaxTokens(perHead, keyBias(k));
    kernels::addMatrixProduct(image, scores, rowPerHead(value(v), heads)); // [P, C]
}

} // namespace core::sam
