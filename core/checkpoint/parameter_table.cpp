#include "core/checkpoint/parameter_table.h"

#include <algorithm>
#include <array>

#include "core/error.h"

namespace core {

namespace {

using std::to_string;

/// Collects parameters; each method adds one kind of layer under the name of its module.
class Table {
public:
    void add(const std::string& name, std::vector<std::int64_t> shape)
    {
        parameters_[name] = std::move(shape);
    }
    void linear(const std::string& module, std::int64_t in, std::int64_t out)
    {
        add(module + ".weight", {out, in});
        add(module + ".bias", {out});
    }
    void norm(const std::string& module, std::int64_t channels)
    {
        add(module + ".weight", {channels});
        add(module + ".bias", {channels});
    }
    /// `in` counts input channels per group.
    void conv(const std::string& module, std::int64_t in, std::int64_t out, std::int64_t side)
    {
        add(module + ".weight", {out, in, side, side});
        add(module + ".bias", {out});
    }
    void transposedConv(const std::string& module, std::int64_t in, std::int64_t out)
    {
        add(module + ".weight", {in, out, 2, 2});
        add(module + ".bias", {out});
    }

    ParameterTable take() { return std::move(parameters_); }

private:
    ParameterTable parameters_;
};

// ---- image encoder (TinyViT) --------------------------------------------------------------------

struct Stage {
    std::int64_t width;
    int depth;
    std::int64_t heads;
    std::int64_t window;
};

constexpr std::array stages{
    Stage{64, 2, 2, 7}, // convolutions only
    Stage{128, 2, 4, 7},
    Stage{160, 6, 5, 14},
    Stage{320, 2, 10, 7},
};
constexpr std::int64_t neckWidth = 256;

/// 1×1, depth-wise 3×3, 1×1.
void addInvertedBottleneck(Table& table, const std::string& module, std::int64_t in,
                           std::int64_t hidden, std::int64_t out)
{
    table.conv(module + ".conv1.c", in, hidden, 1);
    table.conv(module + ".conv2.c", 1, hidden, 3);
    table.conv(module + ".conv3.c", hidden, out, 1);
}

void addAttentionBlock(Table& table, const std::string& block, const Stage& stage)
{
    const std::int64_t width = stage.width;
    table.norm(block + ".attn.norm", width);
    table.linear(block + ".attn.qkv", width, 3 * width);
    table.linear(block + ".attn.proj", width, width);
    table.add(block + ".attn.attention_biases", {stage.heads, stage.window * stage.window});
    table.conv(block + ".local_conv.c", 1, width, 3);
    table.norm(block + ".mlp.norm", width);
    table.linear(block + ".mlp.fc1", width, 4 * width);
    table.linear(block + ".mlp.fc2", 4 * width, width);
}

void addTinyVit(Table& table, const std::string& encoder)
{
    table.conv(encoder + "patch_embed.seq.0.c", 3, 32, 3);
    table.conv(encoder + "patch_embed.seq.2.c", 32, 64, 3);
    for (std::size_t i = 0; i < stages.size(); ++i) {
        const Stage& stage = stages[i];
        const std::string layer = encoder + "layers." + to_string(i);
        for (int b = 0; b < stage.depth; ++b) {
            const std::string block = layer + ".blocks." + to_string(b);
            if (i == 0)
                addInvertedBottleneck(table, block, stage.width, 4 * stage.width, stage.width);
            else
                addAttentionBlock(table, block, stage);
        }
        if (i + 1 < stages.size()) {
            const std::int64_t next = stages[i + 1].width;
            addInvertedBottleneck(table, layer + ".downsample", stage.width, next, next);
        }
    }
    table.add(encoder + "neck.0.weight", {neckWidth, stages.back().width, 1, 1});
    table.norm(encoder + "neck.1", neckWidth);
    table.add(encoder + "neck.2.weight", {neckWidth, neckWidth, 3, 3});
    table.norm(encoder + "neck.3", neckWidth);
}

// ---- prompt encoder and mask decoder ------------------------------------------------------------

constexpr std::int64_t tokenWidth = 256;
constexpr int maskTokens = 4;

void addPromptEncoder(Table& table, const std::string& encoder)
{
    table.add(encoder + "pe_layer.positional_encoding_gaussian_matrix", {2, tokenWidth / 2});
    for (int i = 0; i < 4; ++i)
        table.add(encoder + "point_embeddings." + to_string(i) + ".weight", {1, tokenWidth});
    table.add(encoder + "not_a_point_embed.weight", {1, tokenWidth});
    table.add(encoder + "no_mask_embed.weight", {1, tokenWidth});
    table.conv(encoder + "mask_downscaling.0", 1, 4, 2);
    table.norm(encoder + "mask_downscaling.1", 4);
    table.conv(encoder + "mask_downscaling.3", 4, 16, 2);
    table.norm(encoder + "mask_downscaling.4", 16);
    table.conv(encoder + "mask_downscaling.6", 16, tokenWidth, 1);
}

void addAttention(Table& table, const std::string& attention, std::int64_t innerWidth)
{
    for (const char* projection : {".q_proj", ".k_proj", ".v_proj"})
        table.linear(attention + projection, tokenWidth, innerWidth);
    table.linear(attention + ".out_proj", innerWidth, tokenWidth);
}

void addTwoWayTransformer(Table& table, const std::string& transformer)
{
    for (int i = 0; i < 2; ++i) {
        const std::string layer = transformer + "layers." + to_string(i);
        addAttention(table, layer + ".self_attn", tokenWidth);
        addAttention(table, layer + ".cross_attn_token_to_image", tokenWidth / 2);
        addAttention(table, layer + ".cross_attn_image_to_token", tokenWidth / 2);
        for (const char* norm : {".norm1", ".norm2", ".norm3", ".norm4"})
            table.norm(layer + norm, tokenWidth);
        table.linear(layer + ".mlp.lin1", tokenWidth, 2048);
        table.linear(layer + ".mlp.lin2", 2048, tokenWidth);
    }
    addAttention(table, transformer + "final_attn_token_to_image", tokenWidth / 2);
    table.norm(transformer + "norm_final_attn", tokenWidth);
}

void addMlp(Table& table, const std::string& mlp, std::int64_t out)
{
    table.linear(mlp + ".layers.0", tokenWidth, tokenWidth);
    table.linear(mlp + ".layers.1", tokenWidth, tokenWidth);
    table.linear(mlp + ".layers.2", tokenWidth, out);
}

void addMaskDecoder(Table& table, const std::string& decoder)
{
    table.add(decoder + "iou_token.weight", {1, tokenWidth});
    table.add(decoder + "mask_tokens.weight", {maskTokens, tokenWidth});
    addTwoWayTransformer(table, decoder + "transformer.");
    table.transposedConv(decoder + "output_upscaling.0", tokenWidth, tokenWidth / 4);
    table.norm(decoder + "output_upscaling.1", tokenWidth / 4);
    table.transposedConv(decoder + "output_upscaling.3", tokenWidth / 4, tokenWidth / 8);
    for (int i = 0; i < maskTokens; ++i)
        addMlp(table, decoder + "output_hypernetworks_mlps." + to_string(i), tokenWidth / 8);
    addMlp(table, decoder + "iou_prediction_head", maskTokens);
}

/// The first few of `names`, and how many more there are.
std::string summary(const std::vector<std::string>& names)
{
    constexpr std::size_t shown = 3;
    std::string text;
    for (std::size_t i = 0; i < std::min(shown, names.size()); ++i)
        text += (i ? ", " : "") + names[i];
    if (names.size() > shown)
        text += " and " + to_string(names.size() - shown) + " more";
    return text;
}

} // namespace

const ParameterTable& mobileSamParameters()
{
    static const ParameterTable parameters = [] {
        Table table;
        addTinyVit(table, "image_encoder.");
        addPromptEncoder(table, "prompt_encoder.");
        addMaskDecoder(table, "mask_decoder.");
        return table.take();
    }();
    return parameters;
}

StateDict selectParameters(const StateDict& tensors, const ParameterTable& table,
                           const std::filesystem::path& path)
{
    StateDict selected;
    std::vector<std::string> missing;
    std::vector<std::string> misshapen;
    for (const auto& [name, shape] : table) {
        const auto found = tensors.find(name);
        if (found == tensors.end())
            missing.push_back(name);
        else if (found->second.sizes() != at::IntArrayRef(shape))
            misshapen.push_back(name);
        else
            selected.insert(*found);
    }
    if (missing.empty() && misshapen.empty())
        return selected;

    std::string reason;
    if (!missing.empty())
        reason += "missing: " + summary(missing);
    if (!misshapen.empty())
        reason += (reason.empty() ? "" : "; ") + ("other shape: " + summary(misshapen));
    throw Error(ErrorCode::ModelMismatch, path.string(), reason);
}

} // namespace core
