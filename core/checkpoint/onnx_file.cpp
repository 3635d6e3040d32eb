#include "core/checkpoint/onnx_file.h"

#include <charconv>
#include <climits>
#include <cmath>
#include <cstring>
#include <functional>
#include <map>
#include <unordered_map>
#include <vector>

#define ONNX_ML // as Debian's library is built
#include <onnx/onnx_pb.h>

#include "core/checkpoint/file_mapping.h"
#include "core/checkpoint/model_description.h"
#include "core/checkpoint/parameter_table.h"
#include "core/checkpoint/refusal.h"
#include "core/error.h"

namespace core {

namespace {

onnx::ModelProto parseModel(const std::filesystem::path& path)
{
    const std::shared_ptr<FileMapping> file = FileMapping::open(path);
    onnx::ModelProto model;
    if (file->size() > INT_MAX)
        throw Error(ErrorCode::ModelDamaged, path.string(), "it is too large for an ONNX file");
    if (!model.ParseFromArray(file->data(), int(file->size())))
        throw Error(ErrorCode::ModelDamaged, path.string(), "it is cut off or not an ONNX file");
    return model;
}

std::int64_t elementCount(const onnx::TensorProto& tensor)
{
    constexpr int mostDimensions = 8;
    std::int64_t count = 1;
    for (const std::int64_t side : tensor.dims())
        if (tensor.dims_size() > mostDimensions || side < 1 ||
            __builtin_mul_overflow(count, side, &count))
            throw damaged("tensor " + shown(tensor.name()) + " has no usable shape");
    return count;
}

/// A copy of a float tensor whose numbers are `bytes`.
at::Tensor toTensor(const onnx::TensorProto& tensor, std::string_view bytes)
{
    const std::int64_t count = elementCount(tensor);
    if (bytes.size() % sizeof(float) != 0 || bytes.size() / sizeof(float) != std::size_t(count))
        throw damaged("the data of tensor " + shown(tensor.name()) + " do not fit its shape");

    const std::vector<std::int64_t> shape(tensor.dims().begin(), tensor.dims().end());
    at::Tensor copy = at::empty(shape, at::kFloat);
    std::memcpy(copy.data_ptr(), bytes.data(), bytes.size());
    return copy;
}

/// The files beside a graph in which the numbers lie that do not fit into it: an ONNX file ends at
/// 2 GB.
class NeighbouringFiles {
public:
    explicit NeighbouringFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}

    std::string_view bytesOf(const onnx::TensorProto& tensor)
    {
        std::string name;
        std::size_t offset = 0, length = std::string::npos; // npos: to the end
        for (const onnx::StringStringEntryProto& entry : tensor.external_data()) {
            if (entry.key() == "location")
                name = entry.value();
            else if (entry.key() == "offset")
                offset = numberOf(entry.value());
            else if (entry.key() == "length")
                length = numberOf(entry.value());
        }
        const std::string_view bytes = fileNamed(name).bytes();
        if (offset > bytes.size() ||
            (length != std::string::npos && length > bytes.size() - offset))
            throw damaged("the weights in " + shown(name) + " are cut off");
        return bytes.substr(offset, length);
    }

    /// Of all files so far.
    std::size_t size() const
    {
        std::size_t sum = 0;
        for (const auto& [name, file] : files_)
            sum += file->size();
        return sum;
    }

private:
    static std::size_t numberOf(const std::string& text)
    {
        std::size_t number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc() || end != text.data() + text.size())
            throw damaged("a place in another file is no number");
        return number;
    }

    const FileMapping& fileNamed(const std::string& name)
    {
        // Only beside the graph: a file from elsewhere has no business with the rest of the disk.
        if (name.empty() || name.find('/') != std::string::npos || name == "." || name == ".." ||
            name.find('\0') != std::string::npos)
            throw damaged("its weights lie outside of its folder");
        std::shared_ptr<FileMapping>& file = files_[name];
        if (!file && !std::filesystem::exists(folder_ / name))
            throw damaged("the file " + shown(name) + " with its weights is not beside it");
        if (!file)
            file = FileMapping::open(folder_ / name);
        return *file;
    }

    std::filesystem::path folder_;
    std::map<std::string, std::shared_ptr<FileMapping>> files_;
};

/// "/patch_embed/seq/seq.0/c/Conv" is the node Conv of the module "patch_embed.seq.0.c": a child of
/// a sequence repeats its parent's name.
std::string moduleOf(const onnx::NodeProto& node)
{
    std::vector<std::string> scopes;
    std::size_t begin = 1;
    for (std::size_t end; (end = node.name().find('/', begin)) != std::string::npos;
         begin = end + 1) {
        std::string scope = node.name().substr(begin, end - begin);
        if (!scopes.empty() && scope.starts_with(scopes.back() + "."))
            scopes.back() = std::move(scope);
        else
            scopes.push_back(std::move(scope));
    }
    std::string module;
    for (const std::string& scope : scopes)
        module += (module.empty() ? "" : ".") + scope;
    return module;
}

/// The bias per head and offset (|dy|, |dx|) from its expansion to every pair of a square window's
/// positions. Offsets are numbered in the order in which the first position meets them, so the
/// table is the expansion's first row.
at::Tensor foldAttentionBias(const at::Tensor& expanded) // [heads, N, N]
{
    const std::int64_t positions = expanded.size(1);
    const std::int64_t side = std::llround(std::sqrt(double(positions)));
    if (side * side != positions || expanded.size(2) != positions)
        throw damaged("an attention bias is not square");
    const at::Tensor position = at::arange(positions, at::kLong);
    const at::Tensor y = position.floor_divide(side);
    const at::Tensor x = position.remainder(side);
    const at::Tensor dy = (y.unsqueeze(0) - y.unsqueeze(1)).abs();
    const at::Tensor dx = (x.unsqueeze(0) - x.unsqueeze(1)).abs();
    const at::Tensor table = expanded.select(1, 0).contiguous(); // [heads, N]
    const at::Tensor again = table.index_select(1, (dy * side + dx).flatten()).view_as(expanded);
    if (!at::equal(again, expanded))
        throw damaged("an attention bias does not depend on the offset alone");
    return table;
}

/// Reads the parameters of one graph, under their names in the checkpoint. Where the exporter kept
/// a parameter as it was it also kept its name; what it folded or transposed is nameless, and is
/// recognised by the node that uses it, which is named after its module.
class GraphReader {
public:
    /// `folder` of the graph's file. `prefixOf` gives the part of the model ("mask_decoder.") that
    /// a module of the graph lies in.
    GraphReader(const onnx::GraphProto& graph, const std::filesystem::path& folder,
                std::function<std::string(const std::string&)> prefixOf)
        : graph_(graph), prefixOf_(std::move(prefixOf)), neighbours_(folder),
          ownBytes_(graph.ByteSizeLong())
    {
    }

    StateDict read()
    {
        collectConstants();
        for (const onnx::NodeProto& node : graph_.node())
            readNode(node);
        return std::move(parameters_);
    }

private:
    using Tensor = onnx::TensorProto;

    /// A copy of a tensor. Exporters let equal parameters share one, but a small file with many
    /// nodes must not become a large model.
    at::Tensor copyOf(const Tensor& tensor)
    {
        at::Tensor copy = toTensor(tensor, bytesOf(tensor));
        bytesCopied_ += copy.nbytes();
        if (bytesCopied_ > 2 * (ownBytes_ + neighbours_.size()))
            throw damaged("its tensors are used more often than in any known model");
        return copy;
    }

    std::string_view bytesOf(const Tensor& tensor)
    {
        if (tensor.data_location() == Tensor::EXTERNAL)
            return neighbours_.bytesOf(tensor);
        if (tensor.has_raw_data())
            return tensor.raw_data();
        return {reinterpret_cast<const char*>(tensor.float_data().data()),
                tensor.float_data_size() * sizeof(float)};
    }

    static bool isNameless(const std::string& name) { return name.starts_with("onnx::"); }

    void collectConstants()
    {
        for (const Tensor& tensor : graph_.initializer()) {
            if (tensor.data_type() != Tensor::FLOAT)
                continue;
            if (isNameless(tensor.name()))
                nameless_[tensor.name()] = &tensor;
            else
                keepNamed(tensor);
        }
        for (const onnx::NodeProto& node : graph_.node())
            for (const onnx::AttributeProto& attribute : node.attribute())
                if (node.op_type() == "Constant" && node.output_size() == 1 &&
                    attribute.t().data_type() == Tensor::FLOAT)
                    nameless_[node.output(0)] = &attribute.t();
    }

    void keepNamed(const Tensor& tensor)
    {
        const std::string model = "model."; // how the decoder's exporter calls the whole
        const std::string& name = tensor.name();
        if (name.starts_with(model))
            parameters_[name.substr(model.size())] = copyOf(tensor);
        else if (name.starts_with("mask_decoder."))
            parameters_[name] = copyOf(tensor);
        else
            parameters_[prefixOf_(name) + name] = copyOf(tensor);
    }

    void readNode(const onnx::NodeProto& node)
    {
        const std::string module = moduleOf(node);
        const std::string name = prefixOf_(module) + module;
        if (node.op_type() == "Conv")
            readConvolution(node, name);
        else if (node.op_type() == "MatMul")
            readLinear(node, name);
        else if (node.op_type() == "Mul" || node.op_type() == "Add")
            readScaleOrShift(node, module, name);
        else if (node.op_type() == "Expand")
            readTokens(node);
    }

    /// Weight and bias into which the exporter folded a BatchNorm.
    void readConvolution(const onnx::NodeProto& node, const std::string& name)
    {
        if (const Tensor* weight = namelessInput(node, 1))
            parameters_[name + ".weight"] = copyOf(*weight);
        if (const Tensor* bias = namelessInput(node, 2))
            parameters_[name + ".bias"] = copyOf(*bias);
    }

    /// x·Wᵀ is exported as a product with the transposed weight.
    void readLinear(const onnx::NodeProto& node, const std::string& name)
    {
        const Tensor* weight = namelessInput(node, 1);
        if (weight && weight->dims_size() == 2)
            parameters_[name + ".weight"] = copyOf(*weight).t().contiguous(); // [out, in]
    }

    /// LayerNorm2d's scale and shift (C×1×1), an attention's bias (heads×N×N, added in module
    /// "attn"), and the embedding that stands for "no mask" (1×C×1×1, outside of any module).
    void readScaleOrShift(const onnx::NodeProto& node, const std::string& module,
                          const std::string& name)
    {
        const bool scale = node.op_type() == "Mul";
        for (int i = 0; i < node.input_size(); ++i) {
            const Tensor* tensor = namelessInput(node, i);
            if (!tensor || tensor->dims_size() < 3)
                continue;
            const bool pointwise = tensor->dims(tensor->dims_size() - 1) == 1 &&
                                   tensor->dims(tensor->dims_size() - 2) == 1;
            if (tensor->dims_size() == 3 && pointwise)
                parameters_[name + (scale ? ".weight" : ".bias")] = copyOf(*tensor).flatten();
            else if (tensor->dims_size() == 3 && !scale && module.ends_with(".attn"))
                parameters_[name + ".attention_biases"] = foldAttentionBias(copyOf(*tensor));
            else if (tensor->dims_size() == 4 && pointwise && scale && module.empty())
                parameters_["prompt_encoder.no_mask_embed.weight"] = copyOf(*tensor).view({1, -1});
        }
    }

    /// The decoder's own tokens, joined: one for the IoU, then one per mask.
    void readTokens(const onnx::NodeProto& node)
    {
        const Tensor* tensor = namelessInput(node, 0);
        if (!tensor || tensor->dims_size() != 3 || tensor->dims(0) != 1)
            return;
        const at::Tensor tokens = copyOf(*tensor)[0]; // [1 + masks, C]
        parameters_["mask_decoder.iou_token.weight"] = tokens.narrow(0, 0, 1).contiguous();
        parameters_["mask_decoder.mask_tokens.weight"] =
            tokens.narrow(0, 1, tokens.size(0) - 1).contiguous();
    }

    const Tensor* namelessInput(const onnx::NodeProto& node, int i) const
    {
        const auto found = i < node.input_size() ? nameless_.find(node.input(i)) : nameless_.end();
        return found == nameless_.end() ? nullptr : found->second;
    }

    const onnx::GraphProto& graph_;
    std::function<std::string(const std::string&)> prefixOf_;
    std::unordered_map<std::string, const Tensor*> nameless_;
    NeighbouringFiles neighbours_;
    std::size_t ownBytes_, bytesCopied_ = 0;
    StateDict parameters_;
};

StateDict readGraph(const std::filesystem::path& path,
                    const std::function<std::string(const std::string&)>& prefixOf)
{
    const onnx::ModelProto model = parseModel(path);
    try {
        return GraphReader(model.graph(), path.parent_path(), prefixOf).read();
    } catch (const Refusal& refusal) {
        throw Error(refusal.code, path.string(), refusal.reason);
    }
}

} // namespace

StateDict readOnnxPair(const std::filesystem::path& encoder, const std::filesystem::path& decoder)
{
    // samexporter's wrapper keeps the encoder's place in the model, other exporters drop it.
    const StateDict image = readGraph(encoder, [](const std::string& module) {
        return module.starts_with("image_encoder.") ? "" : "image_encoder.";
    });
    const StateDict rest = readGraph(decoder, [](const std::string& module) {
        return module.starts_with("mask_downscaling") ? "prompt_encoder." : "mask_decoder.";
    });
    const ModelInfo info = describeModel(image, encoder);
    ParameterTable imageTable, restTable;
    for (const auto& [name, shape] : parameterTable(sam::variant(info.variant)))
        (name.starts_with("image_encoder.") ? imageTable : restTable)[name] = shape;
    StateDict all = selectParameters(image, imageTable, encoder);
    all.merge(selectParameters(rest, restTable, decoder));
    return all;
}

} // namespace core
