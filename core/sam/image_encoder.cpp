#include "core/sam/image_encoder.h"

#include "core/sam/tiny_vit_encoder.h"
#include "core/sam/vit_encoder.h"

namespace core::sam {

namespace {

constexpr double normEps = 1e-6;

} // namespace

std::unique_ptr<ImageEncoder> makeImageEncoder(const Parameters& p, const SamConfig& config)
{
    if (const auto* vit = std::get_if<VitConfig>(&config.encoder))
        return std::make_unique<VitEncoder>(p, *vit, config.embeddingChannels);
    return std::make_unique<TinyVitEncoder>(p, std::get<TinyVitConfig>(config.encoder),
                                            config.embeddingChannels);
}

Neck::Neck(const Parameters& p, int dim, int channels)
    : conv0((p / 0).get("weight", {channels, dim, 1, 1}).flatten(1), {}, p.precision()),
      norm1(p / 1, channels, normEps), conv2((p / 2).get("weight", {channels, channels, 3, 3})),
      norm3(p / 3, channels, normEps)
{
}

Tensor Neck::forward(const Tensor& x) const
{
    return norm3.forward(conv2(norm1.forward(conv0(x))));
}

} // namespace core::sam
