// Whether everything that chooses its code by the processor keeps to the instruction set asked for;
// the tests that run on older instruction sets mean nothing otherwise.
#include <cstdint>
#include <vector>

#include <ATen/ATen.h>
#include <ATen/Version.h>
#include <QTest>
#include <dlfcn.h>
#include <hwy/targets.h>

class TestInstructionSet : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void highwayKeepsToIt();
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
