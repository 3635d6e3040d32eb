#include "core/checkpoint/parameter_table.h"

#include "core/checkpoint/parameter_misfits.h"
#include "core/error.h"

namespace core {

namespace {

using sam::SamConfig;
using sam::TinyVitConfig;
using sam::VitConfig;
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

// ---- image encoders -----------------------------------------------------------------------------

void addNeck(Table& table, const std::string& encoder, std::int64_t in, std::int64_t out)
{
    table.add(encoder + "neck.0.weight", {out, in, 1, 1});
    table.norm(encoder + "neck.1", out);
    table.add(encoder + "neck.2.weight", {out, out, 3, 3});
    table.norm(encoder + "neck.3", out);
}

/// 1×1, depth-wise 3×3, 1×1.
void addInvertedBottleneck(Table& table, const std::string& module, std::int64_t in,
                           std::int64_t hidden, std::int64_t out)
{
    table.conv(module + ".conv1.c", in, hidden, 1);
    table.conv(module + ".conv2.c", 1, hidden, 3);
    table.conv(module + ".conv3.c", hidden, out, 1);
}

void addTinyVitBlock(Table& table, const std::string& block, const TinyVitConfig& config, int stage)
{
    const std::int64_t width = config.dims[stage], window = config.windows[stage];
    table.norm(block + ".attn.norm", width);
    table.linear(block + ".attn.qkv", width, 3 * width);
    table.linear(block + ".attn.proj", width, width);
    table.add(block + ".attn.attention_biases", {config.heads[stage], window * window});
    table.conv(block + ".local_conv.c", 1, width, 3);
    table.norm(block + ".mlp.norm", width);
    table.linear(block + ".mlp.fc1", width, config.expansion * width);
    table.linear(block + ".mlp.fc2", config.expansion * width, width);
}

void addTinyVit(Table& table, const std::string& encoder, const TinyVitConfig& config)
{
    const int first = config.dims[0], last = int(config.dims.size()) - 1;
    table.conv(encoder + "patch_embed.seq.0.c", 3, first / 2, 3);
    table.conv(encoder + "patch_embed.seq.2.c", first / 2, first, 3);
    for (int stage = 0; stage <= last; ++stage) {
        const int width = config.dims[stage];
        const std::string layer = encoder + "layers." + to_string(stage);
        for (int b = 0; b < config.depths[stage]; ++b) {
            const std::string block = layer + ".blocks." + to_string(b);
            if (stage == 0)
                addInvertedBottleneck(table, block, width, config.expansion * width, width);
            else
                addTinyVitBlock(table, block, config, stage);
        }
        if (stage < last) {
            const int next = config.dims[stage + 1];
            addInvertedBottleneck(table, layer + ".downsample", width, next, next);
        }
    }
}

void addVit(Table& table, const std::string& encoder, const VitConfig& config)
{
    const std::int64_t width = config.width, depth = width / config.heads;
    table.add(encoder + "pos_embed", {1, config.tableSide, config.tableSide, width});
    table.conv(encoder + "patch_embed.proj", 3, width, SamConfig::cellSide);
    for (int i = 0; i < config.depth; ++i) {
        const std::string block = encoder + "blocks." + to_string(i);
        const int side = config.isGlobal(i) ? config.tableSide : config.window;
        table.norm(block + ".norm1", width);
        table.linear(block + ".attn.qkv", width, 3 * width);
        table.linear(block + ".attn.proj", width, width);
        table.add(block + ".attn.rel_pos_h", {2 * side - 1, depth});
        table.add(block + ".attn.rel_pos_w", {2 * side - 1, depth});
        table.norm(block + ".norm2", width);
        table.linear(block + ".mlp.lin1", width, config.expansion * width);
        table.linear(block + ".mlp.lin2", config.expansion * width, width);
    }
}

void addImageEncoder(Table& table, const std::string& encoder, const SamConfig& config)
{
    if (const auto* vit = std::get_if<VitConfig>(&config.encoder)) {
        addVit(table, encoder, *vit);
        addNeck(table, encoder, vit->width, config.embeddingChannels);
    } else {
        const auto& tiny = std::get<TinyVitConfig>(config.encoder);
        addTinyVit(table, encoder, tiny);
        addNeck(table, encoder, tiny.dims.back(), config.embeddingChannels);
    }
}

// ---- prompt encoder and mask decoder ------------------------------------------------------------

void addPromptEncoder(Table& table, const std::string& encoder, const SamConfig& config)
{
    const std::int64_t width = config.embeddingChannels, maskWidth = config.maskChannels;
    table.add(encoder + "pe_layer.positional_encoding_gaussian_matrix", {2, width / 2});
    for (int i = 0; i < 4; ++i)
        table.add(encoder + "point_embeddings." + to_string(i) + ".weight", {1, width});
    table.add(encoder + "not_a_point_embed.weight", {1, width});
    table.add(encoder + "no_mask_embed.weight", {1, width});
    table.conv(encoder + "mask_downscaling.0", 1, maskWidth / 4, 2);
    table.norm(encoder + "mask_downscaling.1", maskWidth / 4);
    table.conv(encoder + "mask_downscaling.3", maskWidth / 4, maskWidth, 2);
    table.norm(encoder + "mask_downscaling.4", maskWidth);
    table.conv(encoder + "mask_downscaling.6", maskWidth, width, 1);
}

void addAttention(Table& table, const std::string& attention, std::int64_t width,
                  std::int64_t innerWidth)
{
    for (const char* projection : {".q_proj", ".k_proj", ".v_proj"})
        table.linear(attention + projection, width, innerWidth);
    table.linear(attention + ".out_proj", innerWidth, width);
}

void addTwoWayTransformer(Table& table, const std::string& transformer, const SamConfig& config)
{
    const std::int64_t width = config.embeddingChannels;
    for (int i = 0; i < config.decoderDepth; ++i) {
        const std::string layer = transformer + "layers." + to_string(i);
        addAttention(table, layer + ".self_attn", width, width);
        addAttention(table, layer + ".cross_attn_token_to_image", width, width / 2);
        addAttention(table, layer + ".cross_attn_image_to_token", width, width / 2);
        for (const char* norm : {".norm1", ".norm2", ".norm3", ".norm4"})
            table.norm(layer + norm, width);
        table.linear(layer + ".mlp.lin1", width, config.decoderMlp);
        table.linear(layer + ".mlp.lin2", config.decoderMlp, width);
    }
    addAttention(table, transformer + "final_attn_token_to_image", width, width / 2);
    table.norm(transformer + "norm_final_attn", width);
}

void addMlp(Table& table, const std::string& mlp, std::int64_t width, std::int64_t out)
{
    table.linear(mlp + ".layers.0", width, width);
    table.linear(mlp + ".layers.1", width, width);
    table.linear(mlp + ".layers.2", width, out);
}

void addMaskDecoder(Table& table, const std::string& decoder, const SamConfig& config)
{
    const std::int64_t width = config.embeddingChannels;
    table.add(decoder + "iou_token.weight", {1, width});
    table.add(decoder + "mask_tokens.weight", {config.maskTokens, width});
    addTwoWayTransformer(table, decoder + "transformer.", config);
    table.transposedConv(decoder + "output_upscaling.0", width, width / 4);
    table.norm(decoder + "output_upscaling.1", width / 4);
    table.transposedConv(decoder + "output_upscaling.3", width / 4, width / 8);
    for (int i = 0; i < config.maskTokens; ++i)
        addMlp(table, decoder + "output_hypernetworks_mlps." + to_string(i), width, width / 8);
    addMlp(table, decoder + "iou_prediction_head", width, config.maskTokens);
}

/// The first few of `names`, and how many more there are.
} // namespace

ParameterTable parameterTable(const SamConfig& config)
{
    Table table;
    addImageEncoder(table, "image_encoder.", config);
    addPromptEncoder(table, "prompt_encoder.", config);
    addMaskDecoder(table, "mask_decoder.", config);
    return table.take();
}

StateDict selectParameters(const StateDict& tensors, const ParameterTable& table,
                           const std::filesystem::path& path)
{
    StateDict selected;
    ParameterMisfits misfits;
    for (const auto& [name, shape] : table) {
        const auto found = tensors.find(name);
        if (found == tensors.end())
            misfits.missing.push_back(name);
        else if (found->second.sizes() != at::IntArrayRef(shape))
            misfits.addMisshapen(name, found->second.sizes(), shape);
        else
            selected.insert(*found);
    }
    if (const std::string reason = misfits.reason(); !reason.empty())
        throw Error(ErrorCode::ModelMismatch, path.string(), reason);
    return selected;
}

} // namespace core
