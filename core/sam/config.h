#pragma once

#include <array>
#include <string>
#include <variant>
#include <vector>

namespace core::sam {

/// TinyViT (Wu et al. 2022, arXiv:2207.10666) as MobileSAM (Zhang et al. 2023, arXiv:2306.14289)
/// uses it: four stages, the last down-sampling keeps its stride at 1.
struct TinyVitConfig {
    std::array<int, 4> dims{64, 128, 160, 320};
    std::array<int, 4> depths{2, 2, 6, 2};
    std::array<int, 4> heads{2, 4, 5, 10}; ///< stage 0 has convolutions only
    std::array<int, 4> windows{7, 7, 14, 7};
    int expansion = 4; ///< hidden / outer channels of an MBConv and of an MLP
};

/// A plain vision transformer as ViTDet (Li et al. 2022, arXiv:2203.16527) uses it: most blocks
/// attend inside windows, a few globally, with decomposed relative positions.
struct VitConfig {
    int width; ///< channels
    int depth; ///< blocks
    int heads;
    std::vector<int> globalBlocks; ///< counted from 0
    int window = 14;
    int expansion = 4;  ///< hidden / outer channels of an MLP
    int tableSide = 64; ///< of the grid that the position tables were trained for

    bool isGlobal(int block) const;
};

/// Everything in which the Segment Anything variants differ, and the sizes of what they share.
struct SamConfig {
    std::string variant; ///< "vit_t", "vit_b" …
    std::variant<TinyVitConfig, VitConfig> encoder;

    int imageSide = 1024; ///< of the square model frame, pixels; a multiple of cellSide
    int embeddingChannels = 256;
    int decoderDepth = 2; ///< two-way blocks
    int decoderHeads = 8;
    int decoderMlp = 2048;
    int maskTokens = 4;    ///< candidates
    int maskChannels = 16; ///< of an embedded mask prompt, before the last layer

    static constexpr int cellSide = 16; ///< model pixels per position of the embedding grid
    int embeddingSide() const { return imageSide / cellSide; }
};

/// All variants: vit_t, vit_b, vit_l, vit_h.
const std::vector<SamConfig>& variants();

/// The variant of that name.
/// @pre there is one
const SamConfig& variant(const std::string& name);

} // namespace core::sam
