#pragma once

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

/// `accumulate`: add to what the destination holds; then the activation; scratch memory is ours.
dnnl::primitive_attr attributes(bool accumulate, Activation activation);

/// A weight tensor in the layout a primitive asked for.
class PackedWeight {
public:
    /// `plain` describes `source`, a contiguous float tensor that is kept until it is packed.
    PackedWeight(const at::Tensor& source, const dnnl::memory::desc& plain);
    /// The weight in layout `wanted`: converted on first use, then kept (one copy per layout).
    const dnnl::memory& in(const dnnl::memory::desc& wanted);

private:
    at::Tensor source_;
    dnnl::memory::desc plain_;
    std::vector<dnnl::memory> packed_;
};

} // namespace core::kernels::onednn
