#include "core/sam/config.h"

#include <algorithm>

namespace core::sam {

bool VitConfig::isGlobal(int block) const
{
    return std::find(globalBlocks.begin(), globalBlocks.end(), block) != globalBlocks.end();
}

const std::vector<SamConfig>& variants()
{
    // clang-format off
    static const std::vector<SamConfig> all{
        {"vit_t", TinyVitConfig{}},
        //                  width  depth heads  global blocks
        {"vit_b", VitConfig{768, 12, 12, {2, 5, 8, 11}}},
        {"vit_l", VitConfig{1024, 24, 16, {5, 11, 17, 23}}},
        {"vit_h", VitConfig{1280, 32, 16, {7, 15, 23, 31}}},
    };
    // clang-format on
    return all;
}

const SamConfig& variant(const std::string& name)
{
    return *std::find_if(variants().begin(), variants().end(),
                         [&](const SamConfig& config) { return config.variant == name; });
}

} // namespace core::sam
