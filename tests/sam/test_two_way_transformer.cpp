// The two-way transformer that never writes the image's tokens out, beside the one that does.
#include <cmath>

#include <ATen/ATen.h>
#include <QTest>

#include "core/sam/two_way_transformer.h"

namespace {

using at::Tensor;

constexpr int channels = 64, heads = 4, hidden = 96, positions = 301, upscaled = 40;

core::sam::SamConfig config(int depth)
{
    core::sam::SamConfig small;
    small.embeddingChannels = channels;
    small.decoderHeads = heads;
    small.decoderMlp = hidden;
    small.decoderDepth = depth;
    return small;
}

class RandomModel {
public:
    explicit RandomModel(int depth)
    {
        at::manual_seed(11);
        for (int i = 0; i < depth; ++i) {
            const std::string layer = "layers." + std::to_string(i) + ".";
            attention(layer + "self_attn.", channels);
            attention(layer + "cross_attn_token_to_image.", channels / 2);
            attention(layer + "cross_attn_image_to_token.", channels / 2);
            linear(layer + "mlp.lin1.", channels, hidden);
            linear(layer + "mlp.lin2.", hidden, channels);
            for (const char* norm : {"norm1.", "norm2.", "norm3.", "norm4."})
                layerNorm(layer + norm);
        }
        attention("final_attn_token_to_image.", channels / 2);
        layerNorm("norm_final_attn.");
    }

    core::StateDict tensors;

private:
    void linear(const std::string& name, int in, int out)
    {
        tensors[name + "weight"] = at::randn({out, in}) * (1.5 / std::sqrt(double(in)));
        tensors[name + "bias"] = at::randn({out}) * 0.3;
    }
    void attention(const std::string& name, int width)
    {
        for (const char* projection : {"q_proj.", "k_proj.", "v_proj."})
            linear(name + projection, channels, width);
        linear(name + "out_proj.", width, channels);
    }
    void layerNorm(const std::string& name)
    {
        tensors[name + "weight"] = at::rand({channels}) + 0.5;
        tensors[name + "bias"] = at::randn({channels}) * 0.3;
    }
};

/// As the paper's figure has it, in double.
class Textbook {
public:
    explicit Textbook(const core::StateDict& tensors, int depth) : depth_(depth)
    {
        for (const auto& [name, tensor] : tensors)
            tensors_[name] = tensor.to(at::kDouble);
    }

    std::pair<Tensor, Tensor> forward(Tensor image, const Tensor& e, const Tensor& tokenPositions)
    {
        Tensor tokens = tokenPositions;
        for (int i = 0; i < depth_; ++i) {
            const std::string l = "layers." + std::to_string(i) + ".";
            const Tensor q = i == 0 ? tokens : tokens + tokenPositions;
            const Tensor attended = attention(l + "self_attn.", q, q, tokens);
            tokens = norm(l + "norm1.", i == 0 ? attended : tokens + attended);
            tokens =
                norm(l + "norm2.", tokens + attention(l + "cross_attn_token_to_image.",
                                                      tokens + tokenPositions, image + e, image));
            tokens = norm(l + "norm3.",
                          tokens + linear(l + "mlp.lin2.", linear(l + "mlp.lin1.", tokens).relu()));
            image =
                norm(l + "norm4.", image + attention(l + "cross_attn_image_to_token.", image + e,
                                                     tokens + tokenPositions, tokens));
        }
        tokens =
            norm("norm_final_attn.", tokens + attention("final_attn_token_to_image.",
                                                        tokens + tokenPositions, image + e, image));
        return {tokens, image};
    }

private:
    Tensor linear(const std::string& name, const Tensor& x)
    {
        return at::matmul(x, tensors_[name + "weight"].t()) + tensors_[name + "bias"];
    }
    Tensor norm(const std::string& name, const Tensor& x)
    {
        return at::layer_norm(x, {channels}, tensors_[name + "weight"], tensors_[name + "bias"],
                              1e-5);
    }
    Tensor attention(const std::string& name, const Tensor& q, const Tensor& k, const Tensor& v)
    {
        const auto split = [](const Tensor& x) {
            return x.view({x.size(0), heads, x.size(1) / heads}).transpose(0, 1); // [H, N, D]
        };
        const Tensor query = split(linear(name + "q_proj.", q));
        const Tensor key = split(linear(name + "k_proj.", k));
        const Tensor weights =
            (at::matmul(query, key.transpose(1, 2)) / std::sqrt(double(query.size(2)))).softmax(-1);
        const Tensor mixed = at::matmul(weights, split(linear(name + "v_proj.", v)));
        return linear(name + "out_proj.", mixed.transpose(0, 1).flatten(1));
    }

    std::map<std::string, Tensor> tensors_;
    int depth_;
};

/// The image's tokens through a weight, [P, N].
Tensor projected(const core::sam::ImageTokens& image, const Tensor& terms, const Tensor& weight,
                 const Tensor& bias)
{
    const Tensor rows = image.rowsThrough(weight, bias);
    Tensor panels = at::empty_like(terms);
    constexpr int half = upscaled / 2;
    for (int panel = 0; panel < terms.size(0); ++panel)
        for (const int first : {0, half})
            image.project(panel, terms, rows, first, half, panels[panel][first].data_ptr<float>());
    return panels.transpose(1, 2).reshape({-1, upscaled}).narrow(0, 0, positions);
}

double largest(const Tensor& difference)
{
    return difference.abs().max().item<double>();
}

} // namespace

class TestTwoWayTransformer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalsTextbook_data();
    void equalsTextbook();
    void missingTensorsAreLogged();
};

void TestTwoWayTransformer::equalsTextbook_data()
{
    QTest::addColumn<int>("depth");
    QTest::addColumn<int>("tokenCount");
    QTest::newRow("one token") << 2 << 1;
    QTest::newRow("a click") << 2 << 7;
    QTest::newRow("many points") << 2 << 30;
    QTest::newRow("one layer") << 1 << 7;
    QTest::newRow("three layers") << 3 << 7;
}

void TestTwoWayTransformer::equalsTextbook()
{
    QFETCH(int, depth);
    QFETCH(int, tokenCount);
    const RandomModel model(depth);
    core::sam::ParameterLog log;
    const Tensor image = at::randn({positions, channels}), e = at::randn({positions, channels});
    const Tensor everywhere = at::randn({1, channels}), tokens = at::randn({tokenCount, channels});
    const Tensor weight = at::randn({upscaled, channels}), bias = at::randn({upscaled});

    const core::sam::TwoWayTransformer transformer(core::sam::Parameters(model.tensors, log),
                                                   config(depth), e);
    QVERIFY(log.misfits.reason().empty());
    QCOMPARE(log.used.size(), model.tensors.size());
    const core::sam::PictureTerms picture = transformer.look(image, everywhere, weight);
    const int wanted = (tokenCount + 1) / 2;
    const auto [tokensOut, imageOut] = transformer.forward(picture, tokens, wanted);
    const Tensor seen = projected(imageOut, picture.upscaled, weight, bias);

    Textbook textbook(model.tensors, depth);
    const auto [tokensExpected, imageExpected] = textbook.forward(
        (image + everywhere).to(at::kDouble), e.to(at::kDouble), tokens.to(at::kDouble));
    const Tensor seenExpected =
        at::matmul(imageExpected, weight.to(at::kDouble).t()) + bias.to(at::kDouble);
    const double tokenError = largest(tokensOut - tokensExpected.narrow(0, 0, wanted));
    const double imageError = largest(seen - seenExpected);
    QVERIFY2(tokenError < 1e-4 && imageError < 1e-3,
             qPrintable(QStringLiteral("tokens %1, image %2").arg(tokenError).arg(imageError)));
}

void TestTwoWayTransformer::missingTensorsAreLogged()
{
    RandomModel model(1);
    model.tensors.erase("final_attn_token_to_image.k_proj.bias");
    model.tensors["layers.0.cross_attn_image_to_token.v_proj.weight"] = at::randn({7, channels});
    core::sam::ParameterLog log;
    core::sam::TwoWayTransformer(core::sam::Parameters(model.tensors, log), config(1),
                                 at::zeros({positions, channels}));
    QCOMPARE(QString::fromStdString(log.misfits.reason()),
             QStringLiteral("missing: final_attn_token_to_image.k_proj.bias; "
                            "of another shape: layers.0.cross_attn_image_to_token.v_proj.weight "
                            "[7, 64] instead of [32, 64]"));
}

QTEST_GUILESS_MAIN(TestTwoWayTransformer)
#include "test_two_way_transformer.moc"
