#pragma once

#include <array>
#include <string>

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

/// Everything in which the Segment Anything variants differ.
struct SamConfig {
    std::string variant = "vit_t";
    TinyVitConfig tinyVit;

    int imageSide = 1024;   ///< of the square model frame, pixels
    int embeddingSide = 64; ///< of the embedding grid
    int embeddingChannels = 256;
    int decoderDepth = 2; ///< two-way blocks
    int decoderHeads = 8;
    int decoderMlp = 2048;
    int maskTokens = 4; ///< candidates
};

} // namespace core::sam
