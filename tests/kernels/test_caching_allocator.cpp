#include <atomic>
#include <cstdint>
#include <cstdio>
#include <thread>

#include <ATen/ATen.h>
#include <QTest>

#include "core/kernels/caching_allocator.h"

class TestCachingAllocator : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { core::kernels::installCachingAllocator(); }
    void freedBlocksComeBack();
    void releasedBlocksAreGone();
    void unwantedBlocksGoBack();
    void tensorsMayMoveBetweenThreads();
};

namespace {

std::size_t residentPages()
{
    std::size_t total = 0, resident = 0;
    FILE* file = fopen("/proc/self/statm", "r");
    const int read = file ? fscanf(file, "%zu %zu", &total, &resident) : 0;
    if (file)
        fclose(file);
    return read == 2 ? resident : 0;
}

} // namespace

void TestCachingAllocator::freedBlocksComeBack()
{
    at::Tensor first = at::empty({1000, 1000});
    const void* address = first.data_ptr();
    QCOMPARE(reinterpret_cast<std::uintptr_t>(address) % 64, std::uintptr_t(0));
    first.reset();
    const at::Tensor otherSize = at::empty({1000, 1001});
    QVERIFY(otherSize.data_ptr() != address);
    const at::Tensor sameSize = at::empty({1000, 1000});
    QCOMPARE(sameSize.data_ptr(), address);
}

void TestCachingAllocator::releasedBlocksAreGone()
{
    constexpr std::size_t bytes = 200 << 20;
    at::ones({std::int64_t(bytes / sizeof(float))}); // touched, then kept
    const std::size_t kept = residentPages();
    core::kernels::releaseCachedMemory();
    const std::size_t after = residentPages();
    QVERIFY(kept > after && (kept - after) * 4096 > bytes / 2);
}

void TestCachingAllocator::unwantedBlocksGoBack()
{
    constexpr std::size_t bytes = 200 << 20;
    core::kernels::releaseCachedMemory();
    const std::size_t before = residentPages();
    const auto kept = [before] { return residentPages() > before + bytes / 2 / 4096; };
    at::ones({std::int64_t(bytes / sizeof(float))});
    QVERIFY(kept());
    QTRY_VERIFY_WITH_TIMEOUT(!kept(), 30'000);
}

void TestCachingAllocator::tensorsMayMoveBetweenThreads()
{
    std::vector<std::thread> threads;
    std::atomic<bool> damaged = false;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&damaged, t] {
            for (int i = 0; i < 200; ++i) {
                at::Tensor x = at::full({20000 + 100 * (i % 3)}, float(t));
                std::thread([&] {
                    damaged = damaged || (x != float(t)).any().item<bool>();
                    x.reset();
                }).join();
            }
        });
    for (std::thread& thread : threads)
        thread.join();
    QVERIFY(!damaged);
}

QTEST_GUILESS_MAIN(TestCachingAllocator)
#include "test_caching_allocator.moc"
