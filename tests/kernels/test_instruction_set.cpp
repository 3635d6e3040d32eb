// Whether everything that chooses its code by the processor keeps to the instruction set asked for;
// the tests that run on older instruction sets mean nothing otherwise.
#include <cstdint>
#include <vector>

#include <ATen/ATen.h>
#include <ATen/Version.h>
#include <QTest>
#include <dlfcn.h>
#include <hwy/targets.h>
#include <oneapi/dnnl/dnnl.hpp>

class TestInstructionSet : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void highwayKeepsToIt();
    void oneDnnKeepsToIt();
    void libTorchKeepsToIt();
    void openBlasKeepsToIt();

private:
    bool isSse4_ = false;
};

void TestInstructionSet::initTestCase()
{
    const QByteArray name = qgetenv("MASKWRIGHT_INSTRUCTION_SET");
    QVERIFY2(name == "avx2" || name == "sse4", name);
    isSse4_ = name == "sse4";
}

void TestInstructionSet::highwayKeepsToIt()
{
    const std::int64_t best = isSse4_ ? HWY_SSE4 : HWY_AVX2; // the better, the lower
    const std::vector<std::int64_t> targets = hwy::SupportedAndGeneratedTargets();
    QVERIFY(!targets.empty());
    for (const std::int64_t target : targets)
        QVERIFY2(target >= best, hwy::TargetName(target));
}

void TestInstructionSet::oneDnnKeepsToIt()
{
    // Each instruction set is the bits of all that it includes.
    const int allowed = int(isSse4_ ? dnnl::cpu_isa::sse41 : dnnl::cpu_isa::avx2);
    QCOMPARE(int(dnnl::get_effective_cpu_isa()) & ~allowed, 0);
    using dnnl::memory;
    const memory::desc matrix({64, 64}, memory::data_type::f32, memory::format_tag::ab);
    const dnnl::matmul::primitive_desc product(dnnl::matmul::desc(matrix, matrix, matrix),
                                               dnnl::engine(dnnl::engine::kind::cpu, 0));
    const QString code = product.impl_info_str();
    QVERIFY2(!code.contains("avx512") && !(isSse4_ && code.contains("avx")), qPrintable(code));
}

void TestInstructionSet::libTorchKeepsToIt()
{
    const QString configuration = QString::fromStdString(at::show_config());
    const QString expected = isSse4_ ? "CPU capability usage: NO AVX\n" //
                                     : "CPU capability usage: AVX2\n";
    QVERIFY2(configuration.contains(expected), qPrintable(configuration));
}

/// LibTorch's own matrix products go to whatever BLAS the system has; another one's are its own.
void TestInstructionSet::openBlasKeepsToIt()
{
    using CoreName = char* (*)();
    const auto coreName =
        reinterpret_cast<CoreName>(::dlsym(RTLD_DEFAULT, "openblas_get_corename"));
    const QString core = coreName ? coreName() : "another BLAS";
    const QString avx512Core = "SkylakeX Cooperlake Sapphirerapids";
    QVERIFY2(!avx512Core.contains(core) && !(isSse4_ && core == "Haswell"), qPrintable(core));
}

QTEST_GUILESS_MAIN(TestInstructionSet)
#include "test_instruction_set.moc"
