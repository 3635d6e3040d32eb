#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include <ATen/core/Tensor.h>
#include <oneapi/dnnl/dnnl.hpp>

#include "core/kernels/activation.h"

/// What the oneDNN kernels share.
namespace core::kernels::onednn {

dnnl::engine& engine();
dnnl::stream& stream(); ///< of this thread

/// A memory object over memory that the caller keeps alive.
dnnl::memory wrap(const dnnl::memory::desc& desc, const void* data);

/// `accumulate`: add to what the destination holds; then the activation. Scratch memory is given by
/// the caller: the library's own belongs to the thread that made the primitive.
dnnl::primitive_attr attributes(bool accumulate, Activation activation);

/// Primitives divide their work for a number of threads when they are made, so they are kept per
/// number: everything mode decodes one prompt per core, a click uses all cores.
int threads();

/// While it lives, `threads()` is one when the work is too small to be worth waking another thread
/// (which costs about as much as a product of a million multiplications).
class ThreadsFor {
public:
    explicit ThreadsFor(std::int64_t multiplications);
    ~ThreadsFor();
    ThreadsFor(const ThreadsFor&) = delete;
    ThreadsFor& operator=(const ThreadsFor&) = delete;

private:
    int before_;
};

/// Runs it on this thread's stream, with scratch memory as `scratch` describes it, and waits.
void execute(const dnnl::primitive& primitive, std::unordered_map<int, dnnl::memory> arguments,
             const dnnl::memory::desc& scratch);

/// A weight tensor in the layout a primitive asked for.
class PackedWeight {
public:
    /// `plain` describes `source`, a contiguous float tensor that is kept until it is packed.
    PackedWeight(const at::Tensor& source, const dnnl::memory::desc& plain);
    /// The weight in layout `wanted`: converted on first use, then kept (one copy per layout other
    /// than the source's).
    const dnnl::memory& in(const dnnl::memory::desc& wanted);

private:
    at::Tensor source_;
    dnnl::memory::desc plain_;
    std::vector<dnnl::memory> packed_;
};

} // namespace core::kernels::onednn
