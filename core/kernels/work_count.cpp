#include "core/kernels/work_count.h"

#include <atomic>

namespace core::kernels {

namespace {

std::atomic<std::int64_t> total = 0;

} // namespace

void countMultiplications(std::int64_t count)
{
    total.fetch_add(count, std::memory_order_relaxed);
}

std::int64_t multiplications()
{
    return total.load(std::memory_order_relaxed);
}

} // namespace core::kernels
