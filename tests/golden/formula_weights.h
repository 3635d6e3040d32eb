#pragma once

#include <cmath>
#include <cstdint>
#include <string>

#include <ATen/ATen.h>

/// Numbers between −1 and 1 that any program can make again: a name's FNV-1a hash seeds SplitMix64.
class FormulaNumbers {
public:
    explicit FormulaNumbers(const std::string& name)
    {
        for (const unsigned char byte : name)
            state_ = (state_ ^ byte) * 0x100000001B3;
    }

    double next()
    {
        std::uint64_t z = state_ += 0x9E3779B97F4A7C15;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        z ^= z >> 31;
        return double(z >> 40) / (1 << 23) - 1;
    }

private:
    std::uint64_t state_ = 0xCBF29CE484222325;
};

/// The weight of that name and shape which the encoder's figures were made with.
inline at::Tensor formulaWeight(const std::string& name, const std::vector<std::int64_t>& shape)
{
    at::Tensor weight = at::empty(shape);
    double offset = 0, scale = 0.1;
    if (name.ends_with("pos_embed"))
        scale = 0.2;
    else if (shape.size() > 1)
        scale = std::sqrt(3 / (double(weight.numel()) / double(shape[0])));
    else if (name.ends_with(".weight"))
        offset = 1;
    FormulaNumbers numbers(name);
    float* const values = weight.data_ptr<float>();
    for (std::int64_t i = 0; i < weight.numel(); ++i)
        values[i] = float(offset + scale * numbers.next());
    return weight;
}
