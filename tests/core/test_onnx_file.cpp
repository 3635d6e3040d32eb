#include <cstring>
#include <fstream>
#include <functional>
#include <string>

#include <QTemporaryDir>
#include <QTest>

#define ONNX_ML // as Debian's library is built
#include <onnx/onnx_pb.h>

#include "core/checkpoint/onnx_file.h"
#include "core/checkpoint/parameter_table.h"
#include "core/error.h"

using core::ErrorCode;
using core::StateDict;

namespace {

/// Other numbers for every parameter of a model.
StateDict modelOf(const char* variant)
{
    StateDict tensors;
    int next = 0;
    for (const auto& [name, shape] : core::parameterTable(core::sam::variant(variant))) {
        const std::int64_t count = c10::multiply_integers(shape);
        tensors[name] = at::arange(next, next + count, at::kFloat).view(shape);
        next += 7;
    }
    return tensors;
}

const StateDict& mobileSam()
{
    static const StateDict model = modelOf("vit_t");
    return model;
}

bool endsWith(const std::string& text, const char* end)
{
    return text.ends_with(end);
}

/// Writes parameters as PyTorch's exporter does: plain ones under their names; folded, transposed
/// and expanded ones without a name, used by a node that is named after its module.
class Exporter {
public:
    /// `keepsEncoder`: the encoder lies inside of a wrapper, as samexporter has it. `beside`: the
    /// file for the weights, when they are not to be in the graph.
    explicit Exporter(bool keepsEncoder = false, const std::filesystem::path& beside = {})
        : keepsEncoder_(keepsEncoder), besideName_(beside.filename().string())
    {
        if (!beside.empty())
            beside_.open(beside, std::ios::binary);
    }

    void add(const std::string& name, const at::Tensor& tensor)
    {
        const std::string module = name.substr(0, name.rfind('.'));
        const bool weight = endsWith(name, ".weight");
        const bool layerNorm2d = endsWith(module, "neck.1") || endsWith(module, "neck.3") ||
                                 endsWith(module, "mask_downscaling.1") ||
                                 endsWith(module, "mask_downscaling.4") ||
                                 endsWith(module, "output_upscaling.1");
        if (endsWith(module, ".c"))
            addConvolution(module, tensor, weight);
        else if (layerNorm2d)
            addNode(weight ? "Mul" : "Add", module, {nameless(tensor.view({-1, 1, 1})), "x"});
        else if (endsWith(name, ".attention_biases"))
            addAttentionBias(module, tensor);
        else if (endsWith(name, "no_mask_embed.weight"))
            addNode("Mul", "", {"x", nameless(tensor.view({1, -1, 1, 1}))});
        else if (endsWith(name, "iou_token.weight"))
            iouToken_ = tensor;
        else if (endsWith(name, "mask_tokens.weight"))
            addNode("Expand", "", {nameless(at::cat({iouToken_, tensor}).unsqueeze(0)), "x"});
        else if (weight && tensor.dim() == 2 && isExportedAsProduct(module))
            addNode("MatMul", module, {"x", nameless(tensor.t())});
        else
            addTensor(exportedName(name), tensor);
    }

    onnx::ModelProto model;

private:
    static bool isExportedAsProduct(const std::string& module)
    {
        return endsWith(module, ".qkv") || endsWith(module, "proj") || endsWith(module, ".fc1") ||
               endsWith(module, ".fc2") || endsWith(module, ".lin1") || endsWith(module, ".lin2");
    }

    std::string exportedName(const std::string& name) const
    {
        if (name.starts_with("prompt_encoder."))
            return "model." + name;
        return name.starts_with("image_encoder.") && !keepsEncoder_ ? name.substr(14) : name;
    }

    /// "image_encoder.patch_embed.seq.0.c" → "/patch_embed/seq/seq.0/c/"
    std::string scopeOf(const std::string& module) const
    {
        std::string scope = "/";
        std::string last;
        std::istringstream parts(module);
        std::string part;
        if (!keepsEncoder_)
            std::getline(parts, part, '.'); // image_encoder, prompt_encoder, mask_decoder
        while (std::getline(parts, part, '.')) {
            const bool sequence = last == "seq" || last == "neck" || last == "mask_downscaling" ||
                                  last == "output_upscaling";
            if (std::isdigit(static_cast<unsigned char>(part[0]))) {
                part = last + "." + part;
                if (!sequence)
                    scope.resize(scope.size() - last.size() - 1);
            }
            scope += part + "/";
            last = part;
        }
        return scope;
    }

    void addConvolution(const std::string& module, const at::Tensor& tensor, bool weight)
    {
        if (weight)
            addNode("Conv", module, {"x", nameless(tensor), bias_});
        else
            bias_ = nameless(tensor); // comes before the weight
    }

    void addAttentionBias(const std::string& module, const at::Tensor& table)
    {
        const std::int64_t positions = table.size(1);
        const std::int64_t side = std::int64_t(std::lround(std::sqrt(double(positions))));
        at::Tensor expanded = at::empty({table.size(0), positions, positions});
        for (std::int64_t p = 0; p < positions; ++p)
            for (std::int64_t q = 0; q < positions; ++q)
                expanded.select(1, p).select(1, q).copy_(table.select(
                    1, std::abs(p / side - q / side) * side + std::abs(p % side - q % side)));
        onnx::NodeProto* constant = model.mutable_graph()->add_node();
        constant->set_op_type("Constant");
        constant->add_output(scopeOf(module) + "Constant_5_output_0");
        fill(*constant->add_attribute()->mutable_t(), expanded);
        addNode("Add", module, {"x", constant->output(0)});
    }

    void addNode(const char* operation, const std::string& module, std::vector<std::string> inputs)
    {
        onnx::NodeProto* node = model.mutable_graph()->add_node();
        node->set_op_type(operation);
        node->set_name((module.empty() ? "/" : scopeOf(module)) + operation);
        for (std::string& input : inputs)
            node->add_input(std::move(input));
    }

    std::string nameless(const at::Tensor& tensor)
    {
        const std::string name = "onnx::Any_" + std::to_string(model.graph().initializer_size());
        addTensor(name, tensor);
        return name;
    }

    void addTensor(const std::string& name, const at::Tensor& tensor)
    {
        onnx::TensorProto* initializer = model.mutable_graph()->add_initializer();
        initializer->set_name(name);
        fill(*initializer, tensor);
    }

    void fill(onnx::TensorProto& proto, const at::Tensor& tensor)
    {
        const at::Tensor plain = tensor.contiguous();
        proto.set_data_type(onnx::TensorProto::FLOAT);
        for (const std::int64_t side : plain.sizes())
            proto.add_dims(side);
        if (!beside_.is_open()) {
            proto.set_raw_data(plain.data_ptr(), plain.nbytes());
            return;
        }
        proto.set_data_location(onnx::TensorProto::EXTERNAL);
        const auto say = [&](const char* key, const std::string& value) {
            onnx::StringStringEntryProto* entry = proto.add_external_data();
            entry->set_key(key);
            entry->set_value(value);
        };
        say("location", besideName_);
        say("offset", std::to_string(beside_.tellp()));
        say("length", std::to_string(plain.nbytes()));
        beside_.write(static_cast<const char*>(plain.data_ptr()), std::streamsize(plain.nbytes()));
    }

    bool keepsEncoder_;
    std::string besideName_;
    std::ofstream beside_;
    std::string bias_;
    at::Tensor iouToken_;
};

/// Both graphs of the random model; made once, copied by each test.
const Exporter& exported(bool encoder)
{
    static Exporter both[2];
    Exporter& exporter = both[encoder];
    if (exporter.model.graph().initializer_size() == 0)
        for (const auto& [name, tensor] : mobileSam())
            if (name.starts_with("image_encoder.") == encoder)
                exporter.add(name, tensor);
    return exporter;
}

} // namespace

class TestOnnxFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void readsEveryParameterBack();
    void readsAWrappedEncoder();
    void readsWeightsBesideTheGraph();
    void refusesWeightsElsewhere_data();
    void refusesWeightsElsewhere();
    void dropsWhatTheModelDoesNotUse();
    void listsWhatIsMissing();
    void listsWhatHasAnotherShape();
    void refusesABiasThatIsNoExpansion();
    void refusesDamagedTensors_data();
    void refusesDamagedTensors();
    void refusesOtherFiles();

private:
    using Change = std::function<void(onnx::GraphProto&)>;

    std::filesystem::path path(const char* name) const
    {
        return folder_.filePath(name).toStdString();
    }
    std::filesystem::path write(const char* name, const onnx::ModelProto& model) const
    {
        std::ofstream file(path(name), std::ios::binary);
        model.SerializeToOstream(&file);
        return path(name);
    }
    /// Reads the pair with the decoder changed.
    StateDict readChanged(const Change& change) const
    {
        onnx::ModelProto decoder = exported(false).model;
        change(*decoder.mutable_graph());
        return core::readOnnxPair(path("encoder.onnx"), write("changed.onnx", decoder));
    }
    static onnx::TensorProto& tensor(onnx::GraphProto& graph, const std::string& name)
    {
        for (onnx::TensorProto& tensor : *graph.mutable_initializer())
            if (tensor.name() == name)
                return tensor;
        throw std::logic_error("no tensor " + name);
    }
    template <typename Read>
    void expectError(ErrorCode code, const std::string& part, Read read) const
    {
        try {
            read();
            QFAIL("nothing was thrown");
        } catch (const core::Error& error) {
            QVERIFY2(error.code() == code, error.what());
            QVERIFY2(std::string(error.what()).find(part) != std::string::npos, error.what());
        }
    }

    QTemporaryDir folder_;
};

void TestOnnxFile::initTestCase()
{
    write("encoder.onnx", exported(true).model);
    write("decoder.onnx", exported(false).model);
}

void TestOnnxFile::readsEveryParameterBack()
{
    const StateDict read = core::readOnnxPair(path("encoder.onnx"), path("decoder.onnx"));
    QCOMPARE(read.size(), mobileSam().size());
    for (const auto& [name, tensor] : mobileSam()) {
        QVERIFY2(read.contains(name), name.c_str());
        QVERIFY2(at::equal(read.at(name), tensor), name.c_str());
        QVERIFY2(read.at(name).is_contiguous(), name.c_str());
    }
}

void TestOnnxFile::readsAWrappedEncoder()
{
    Exporter wrapped(true);
    for (const auto& [name, tensor] : mobileSam())
        if (name.starts_with("image_encoder."))
            wrapped.add(name, tensor);
    const StateDict read =
        core::readOnnxPair(write("wrapped.onnx", wrapped.model), path("decoder.onnx"));
    QCOMPARE(read.size(), mobileSam().size());
    for (const auto& [name, tensor] : mobileSam())
        QVERIFY2(at::equal(read.at(name), tensor), name.c_str());
}

/// As exporters do with models beyond 2 GB; here with a smaller one of the same kind.
void TestOnnxFile::readsWeightsBesideTheGraph()
{
    const StateDict model = modelOf("vit_b");
    onnx::ModelProto encoder, decoder;
    {
        Exporter image(true, path("weights.bin"));
        Exporter rest;
        for (const auto& [name, tensor] : model)
            (name.starts_with("image_encoder.") ? image : rest).add(name, tensor);
        encoder = image.model;
        decoder = rest.model;
    }
    const StateDict read =
        core::readOnnxPair(write("vit_b.onnx", encoder), write("vit_b_decoder.onnx", decoder));
    QCOMPARE(read.size(), model.size());
    for (const auto& [name, tensor] : model)
        QVERIFY2(at::equal(read.at(name), tensor), name.c_str());

    std::filesystem::resize_file(path("weights.bin"), 1'000'000);
    expectError(ErrorCode::ModelDamaged, "weights.bin are cut off",
                [&] { core::readOnnxPair(path("vit_b.onnx"), path("vit_b_decoder.onnx")); });
}

void TestOnnxFile::refusesWeightsElsewhere_data()
{
    QTest::addColumn<QString>("location");
    QTest::addColumn<QString>("offset");
    QTest::addColumn<QString>("problem");
    QTest::newRow("nowhere") << ""
                             << "0"
                             << "outside of its folder";
    QTest::newRow("above") << "../other.bin"
                           << "0"
                           << "outside of its folder";
    QTest::newRow("absolute") << "/etc/passwd"
                              << "0"
                              << "outside of its folder";
    QTest::newRow("the folder above") << ".."
                                      << "0"
                                      << "outside of its folder";
    QTest::newRow("missing") << "gone.bin"
                             << "0"
                             << "gone.bin with its weights is not beside it";
    QTest::newRow("no number") << "encoder.onnx"
                               << "4x"
                               << "no number";
    QTest::newRow("negative") << "encoder.onnx"
                              << "-4"
                              << "no number";
    QTest::newRow("behind the end") << "encoder.onnx"
                                    << "99999999999"
                                    << "cut off";
}

void TestOnnxFile::refusesWeightsElsewhere()
{
    QFETCH(QString, location);
    QFETCH(QString, offset);
    QFETCH(QString, problem);
    expectError(ErrorCode::ModelDamaged, problem.toStdString(), [&] {
        readChanged([&](onnx::GraphProto& graph) {
            onnx::TensorProto& bias = tensor(graph, "mask_decoder.output_upscaling.0.bias");
            bias.clear_raw_data();
            bias.set_data_location(onnx::TensorProto::EXTERNAL);
            for (const auto& [key, value] : {std::pair("location", location), {"offset", offset}}) {
                onnx::StringStringEntryProto* entry = bias.add_external_data();
                entry->set_key(key);
                entry->set_value(value.toStdString());
            }
        });
    });
}

void TestOnnxFile::dropsWhatTheModelDoesNotUse()
{
    const StateDict read = readChanged([](onnx::GraphProto& graph) {
        onnx::TensorProto* head = graph.add_initializer();
        head->set_name("head.weight");
        head->set_data_type(onnx::TensorProto::FLOAT);
        head->add_dims(1);
        head->add_float_data(1);
        onnx::TensorProto* axes = graph.add_initializer();
        axes->set_name("onnx::axes");
        axes->set_data_type(onnx::TensorProto::INT64);
        axes->add_dims(1);
        axes->add_int64_data(1);
    });
    QCOMPARE(read.size(), mobileSam().size());
}

void TestOnnxFile::listsWhatIsMissing()
{
    expectError(ErrorCode::ModelMismatch, "mask_decoder.transformer.norm_final_attn.bias", [this] {
        readChanged([](onnx::GraphProto& graph) {
            tensor(graph, "mask_decoder.transformer.norm_final_attn.bias").set_name("elsewhere");
        });
    });
    expectError(ErrorCode::ModelMismatch, "no image encoder", [this] {
        core::readOnnxPair(path("decoder.onnx"), path("encoder.onnx")); // swapped
    });
}

void TestOnnxFile::listsWhatHasAnotherShape()
{
    expectError(ErrorCode::ModelMismatch,
                "of another shape: mask_decoder.transformer.norm_final_attn.bias [256, 1] "
                "instead of [256]",
                [this] {
                    readChanged([](onnx::GraphProto& graph) {
                        onnx::TensorProto& bias =
                            tensor(graph, "mask_decoder.transformer.norm_final_attn.bias");
                        bias.add_dims(1);
                    });
                });
}

void TestOnnxFile::refusesABiasThatIsNoExpansion()
{
    onnx::ModelProto encoder = exported(true).model;
    for (onnx::NodeProto& node : *encoder.mutable_graph()->mutable_node()) {
        if (node.op_type() != "Constant")
            continue;
        std::string* data = node.mutable_attribute(0)->mutable_t()->mutable_raw_data();
        (*data)[data->size() - 2] ^= 1; // another value for the last pair of positions
        break;
    }
    expectError(ErrorCode::ModelDamaged, "offset",
                [&] { core::readOnnxPair(write("skewed.onnx", encoder), path("decoder.onnx")); });
}

void TestOnnxFile::refusesDamagedTensors_data()
{
    QTest::addColumn<int>("damage");
    QTest::newRow("too few bytes") << 0;
    QTest::newRow("a broken number") << 1;
    QTest::newRow("negative side") << 2;
    QTest::newRow("size overflows") << 3;
    QTest::newRow("no data") << 4;
    QTest::newRow("data in another file") << 5;
    QTest::newRow("many dimensions") << 6;
    QTest::newRow("one tensor in many nodes") << 7;
}

void TestOnnxFile::refusesDamagedTensors()
{
    QFETCH(int, damage);
    const Change changes[] = {
        [](auto& graph) {
            tensor(graph, "mask_decoder.output_upscaling.0.bias").mutable_raw_data()->resize(8);
        },
        [](auto& graph) {
            tensor(graph, "mask_decoder.output_upscaling.0.bias")
                .mutable_raw_data()
                ->push_back('x');
        },
        [](auto& graph) { tensor(graph, "mask_decoder.output_upscaling.0.bias").set_dims(0, -64); },
        [](auto& graph) {
            onnx::TensorProto& bias = tensor(graph, "mask_decoder.output_upscaling.0.bias");
            bias.set_dims(0, std::int64_t(1) << 62);
            bias.add_dims(16);
        },
        [](auto& graph) { tensor(graph, "mask_decoder.output_upscaling.0.bias").clear_raw_data(); },
        [](auto& graph) {
            tensor(graph, "mask_decoder.output_upscaling.0.bias")
                .set_data_location(onnx::TensorProto::EXTERNAL);
        },
        [](auto& graph) {
            onnx::TensorProto& bias = tensor(graph, "mask_decoder.output_upscaling.0.bias");
            for (int i = 0; i < 1000; ++i)
                bias.add_dims(1);
        },
        [](auto& graph) {
            onnx::TensorProto* large = graph.add_initializer();
            large->set_name("onnx::Any_large");
            large->set_data_type(onnx::TensorProto::FLOAT);
            large->add_dims(1 << 18);
            large->mutable_raw_data()->resize(sizeof(float) << 18);
            for (int i = 0; i < 1000; ++i) {
                onnx::NodeProto* node = graph.add_node();
                node->set_op_type("Conv");
                node->set_name("/" + std::to_string(i) + "/Conv");
                node->add_input("x");
                node->add_input(large->name());
            }
        },
    };
    expectError(ErrorCode::ModelDamaged, "changed.onnx", [&] { readChanged(changes[damage]); });
}

void TestOnnxFile::refusesOtherFiles()
{
    const auto read = [this](const std::string& bytes) {
        std::ofstream(path("other.onnx"), std::ios::binary) << bytes;
        core::readOnnxPair(path("encoder.onnx"), path("other.onnx"));
    };
    const std::string decoder = exported(false).model.SerializeAsString();
    expectError(ErrorCode::ModelDamaged, "cut off",
                [&] { read(decoder.substr(0, decoder.size() / 2)); });
    expectError(ErrorCode::ModelDamaged, "not an ONNX file",
                [&] { read("\xff\xff\xff random bytes"); });
    expectError(ErrorCode::ModelDamaged, "empty", [&] { read(""); });
    expectError(ErrorCode::ModelMissing, "absent.onnx",
                [&] { core::readOnnxPair(path("encoder.onnx"), path("absent.onnx")); });
}

QTEST_GUILESS_MAIN(TestOnnxFile)
#include "test_onnx_file.moc"
