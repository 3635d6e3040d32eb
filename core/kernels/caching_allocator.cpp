#include "core/kernels/caching_allocator.h"

#include <cstdlib>
#include <map>
#include <mutex>
#include <new>
#include <vector>

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>
#include <malloc.h>

namespace core::kernels {

namespace {

constexpr std::size_t alignment = 64;
/// Smaller blocks come out of the heap without a system call anyway.
constexpr std::size_t smallestCached = 64 * 1024;
/// More than the encoder's largest working set; what is freed beyond it goes back at once.
constexpr std::size_t largestCache = std::size_t(384) << 20;

/// Free blocks by size. Blocks are only handed out for exactly the size they were made for.
class BlockCache {
public:
    void* take(std::size_t size)
    {
        if (size >= smallestCached) {
            const std::lock_guard lock(mutex_);
            auto found = free_.find(size);
            if (found != free_.end() && !found->second.empty()) {
                void* block = found->second.back();
                found->second.pop_back();
                bytes_ -= size;
                return block;
            }
        }
        return fresh(size);
    }

    void give(void* block, std::size_t size)
    {
        if (size >= smallestCached) {
            const std::lock_guard lock(mutex_);
            if (bytes_ + size <= largestCache) {
                free_[size].push_back(block);
                bytes_ += size;
                return;
            }
        }
        std::free(block);
    }

    void clear()
    {
        const std::lock_guard lock(mutex_);
        for (auto& [size, blocks] : free_)
            for (void* block : blocks)
                std::free(block);
        free_.clear();
        bytes_ = 0;
    }

private:
    void* fresh(std::size_t size)
    {
        if (void* block = std::aligned_alloc(alignment, size))
            return block;
        clear(); // perhaps what is kept for reuse is what is missing
        if (void* block = std::aligned_alloc(alignment, size))
            return block;
        throw std::bad_alloc();
    }

    std::mutex mutex_;
    std::map<std::size_t, std::vector<void*>> free_;
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
        if (bytes > SIZE_MAX - 2 * alignment)
            throw std::bad_alloc();
        const std::size_t size = (bytes + 2 * alignment - 1) / alignment * alignment;
        char* block = static_cast<char*>(blockCache().take(size));
        new (block) Header{size};
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
    malloc_trim(0); // the heap keeps freed blocks to itself otherwise
}

} // namespace core::kernels
