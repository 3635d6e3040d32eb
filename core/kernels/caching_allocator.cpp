#include "core/kernels/caching_allocator.h"

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <map>
#include <mutex>
#include <new>
#include <thread>

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>
#include <malloc.h>
#include <sys/mman.h>

namespace core::kernels {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t alignment = 64;
/// Smaller blocks come out of the heap without a system call anyway.
constexpr std::size_t smallestCached = 64 * 1024;
constexpr std::size_t hugePage = std::size_t(2) << 20;
/// More than the encoder's largest working set; what is freed beyond it goes back at once.
constexpr std::size_t largestCache = std::size_t(384) << 20;
/// A folder's pictures follow each other in less; a person looks at one picture for longer.
constexpr std::chrono::seconds patience(2);

/// Free blocks by size. One is handed out for what needs at least two thirds of it: layers differ
/// in size, and what one leaves behind should serve the next. Those of whole large pages that
/// nobody wants for a while go back to the system.
class BlockCache {
public:
    struct Block {
        void* memory;
        std::size_t size;
    };

    BlockCache()
    {
        std::thread([this] { returnUnwanted(); }).detach(); // the cache never ends
    }

    Block take(std::size_t size)
    {
        if (size >= smallestCached) {
            const std::lock_guard lock(mutex_);
            const auto found = free_.lower_bound(size);
            if (found != free_.end() && found->first <= size + size / 2) {
                const Block block{found->second.memory, found->first};
                free_.erase(found);
                bytes_ -= block.size;
                return block;
            }
        }
        return {fresh(size), size};
    }

    void give(void* block, std::size_t size)
    {
        if (size >= smallestCached) {
            const std::lock_guard lock(mutex_);
            if (bytes_ + size <= largestCache) {
                if (size >= hugePage && !hasLarge())
                    encoded_.notify_one();
                free_.emplace(size, FreeBlock{block, Clock::now()});
                bytes_ += size;
                return;
            }
        }
        std::free(block);
    }

    void clear()
    {
        giveBack([](std::size_t, const FreeBlock&) { return true; });
    }

private:
    struct FreeBlock {
        void* memory;
        Clock::time_point since;
    };

    void* fresh(std::size_t size)
    {
        if (void* block = fromSystem(size))
            return block;
        clear(); // perhaps what is kept for reuse is what is missing
        if (void* block = fromSystem(size))
            return block;
        throw std::bad_alloc();
    }

    /// Large pages where the system has them, for all that nearly fills one: small ones take longer
    /// to touch first and longer to find later than most of what is done with them.
    static void* fromSystem(std::size_t size)
    {
        const std::size_t whole = (size + hugePage - 1) / hugePage * hugePage;
        if (whole - size <= size / 4)
            size = whole;
        if (size < hugePage)
            return std::aligned_alloc(alignment, size);
        void* const block = std::aligned_alloc(hugePage, size);
#ifdef MADV_HUGEPAGE
        if (block)
            madvise(block, size, MADV_HUGEPAGE); // without it the block is only slower
#endif
        return block;
    }

    template <typename Condition> void giveBack(const Condition& condition)
    {
        std::multimap<std::size_t, FreeBlock> unwanted; // freed without the lock, which takes long
        {
            const std::lock_guard lock(mutex_);
            for (auto block = free_.begin(); block != free_.end();) {
                const auto here = block++;
                if (condition(here->first, here->second)) {
                    bytes_ -= here->first;
                    unwanted.insert(free_.extract(here));
                }
            }
        }
        for (const auto& [size, block] : unwanted)
            std::free(block.memory);
        if (!unwanted.empty())
            malloc_trim(0); // the heap keeps freed blocks to itself otherwise
    }

    /// The encoder's large blocks; those of a prompt are few and small.
    [[noreturn]] void returnUnwanted()
    {
        for (;;) {
            {
                std::unique_lock lock(mutex_);
                encoded_.wait(lock, [&] { return hasLarge(); });
            }
            std::this_thread::sleep_for(patience / 2);
            giveBack([before = Clock::now() - patience](std::size_t size, const FreeBlock& block) {
                return size >= hugePage && block.since < before;
            });
        }
    }

    bool hasLarge() const
    {
        return free_.lower_bound(hugePage) != free_.end();
    }

    std::mutex mutex_;
    std::condition_variable encoded_;
    std::multimap<std::size_t, FreeBlock> free_;
    std::size_t bytes_ = 0;
};

BlockCache& blockCache()
{
    static BlockCache* cache = new BlockCache; // outlives every static tensor
    return *cache;
}

/// Precedes each block's data in memory: LibTorch's deleters are told the address alone.
struct Header {
    std::size_t size;
};

void release(void* data)
{
    if (!data)
        return;
    char* block = static_cast<char*>(data) - alignment;
    blockCache().give(block, reinterpret_cast<Header*>(block)->size);
}

class CachingAllocator final : public c10::Allocator {
public:
    c10::DataPtr allocate(std::size_t bytes) const override
    {
        const c10::Device device(c10::DeviceType::CPU);
        if (bytes == 0)
            return {nullptr, nullptr, &release, device};
        if (bytes > SIZE_MAX / 2)
            throw std::bad_alloc();
        const std::size_t size = (bytes + 2 * alignment - 1) / alignment * alignment;
        const BlockCache::Block taken = blockCache().take(size);
        char* block = static_cast<char*>(taken.memory);
        new (block) Header{taken.size};
        return {block + alignment, block + alignment, &release, device};
    }

    c10::DeleterFnPtr raw_deleter() const override { return &release; }
};

} // namespace

void installCachingAllocator()
{
    static const bool installed = [] {
        c10::SetCPUAllocator(new CachingAllocator, 255); // LibTorch wants it to live for ever
        return true;
    }();
    (void)installed;
}

void releaseCachedMemory()
{
    blockCache().clear();
}

} // namespace core::kernels
