#include <cmath>

#include <ATen/ATen.h>
#include <QTest>

#include "core/sam/cross_attention.h"

namespace {

constexpr int channels = 64, width = 32, heads = 4, depth = width / heads;

core::StateDict randomLayer()
{
    at::manual_seed(11);
    core::StateDict tensors;
    for (const std::string name : {"q_proj", "k_proj", "v_proj"}) {
        tensors[name + ".weight"] = at::randn({width, channels}) * 0.2;
        tensors[name + ".bias"] = at::randn({width});
    }
    tensors["out_proj.weight"] = at::randn({channels, width}) * 0.2;
    tensors["out_proj.bias"] = at::randn({channels});
    return tensors;
}

/// Projections first, as the reference does it, in double.
at::Tensor textbook(core::StateDict layer, const at::Tensor& q, const at::Tensor& k, const at::Tensor& v)
{
    const auto project = [&](const std::string& name, const at::Tensor& x) {
        return at::matmul(x.to(at::kDouble), layer[name + ".weight"].to(at::kDouble).t()) +
               layer[name + ".bias"].to(at::kDouble);
    };
    const auto split = [](const at::Tensor& x) {
        return x.view({x.size(0), heads, depth}).transpose(0, 1); // [H, N, D/H]
    };
    const at::Tensor query = split(project("q_proj", q)), key = split(project("k_proj", k));
    const at::Tensor value = split(project("v_proj", v));
    const at::Tensor weights =
        (at::matmul(query, key.transpose(1, 2)) / std::sqrt(double(depth))).softmax(-1);
    const at::Tensor mixed = at::matmul(weights, value).transpose(0, 1).flatten(1);
    return project("out_proj", mixed).to(at::kFloat);
}

} // namespace

class TestCrossAttention : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void foldedEqualsTextbook_data();
    void foldedEqualsTextbook();
    void missingTensorsAreLogged();
};

void TestCrossAttention::foldedEqualsTextbook_data()
{
    QTest::addColumn<int>("tokenCount");
    QTest::newRow("one") << 1;
    QTest::newRow("seven") << 7;
    QTest::newRow("many") << 40;
}

void TestCrossAttention::foldedEqualsTextbook()
{
    QFETCH(int, tokenCount);
    core::StateDict layer = randomLayer();
    core::sam::ParameterLog log;
    const core::sam::Parameters parameters(layer, log);
    const at::Tensor tokens = at::randn({tokenCount, channels}), asked = at::randn({tokenCount, channels});
    const at::Tensor image = at::randn({300, channels}), atPlace = at::randn({300, channels});

    at::Tensor seen = tokens.clone();
    core::sam::TokenToImageAttention(parameters, channels, width, heads).addTo(seen, asked, atPlace, image);
    QVERIFY(at::allclose(seen, tokens + textbook(layer, asked, atPlace, image), 1e-4, 1e-4));

    at::Tensor changed = image.clone();
    core::sam::ImageToTokenAttention(parameters, channels, width, heads)
        .addTo(changed, atPlace, asked, tokens);
    QVERIFY(at::allclose(changed, image + textbook(layer, atPlace, asked, tokens), 1e-4, 1e-4));
    QVERIFY(log.missing.empty());
    QCOMPARE(log.used.size(), std::size_t(16)); // all eight, twice
}

void TestCrossAttention::missingTensorsAreLogged()
{
    core::StateDict layer = randomLayer();
    layer.erase("k_proj.bias");
    layer["v_proj.weight"] = at::randn({width, channels + 1});
    core::sam::ParameterLog log;
    core::sam::TokenToImageAttention(core::sam::Parameters(layer, log), channels, width, heads);
    QCOMPARE(log.missing, std::vector<std::string>{"k_proj.bias"});
    QCOMPARE(log.misshapen, std::vector<std::string>{"v_proj.weight"});
}

QTEST_GUILESS_MAIN(TestCrossAttention)
#include "test_cross_attention.moc"
