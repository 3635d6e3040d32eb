#include "core/kernels/onednn.h"

#include <ATen/ATen.h>
#include <omp.h>

#include "core/kernels/work_count.h"

namespace core::kernels::onednn {

dnnl::engine& engine()
{
    static dnnl::engine cpu(dnnl::engine::kind::cpu, 0);
    return cpu;
}

dnnl::stream& stream()
{
    thread_local dnnl::stream ofThisThread(engine());
    return ofThisThread;
}

dnnl::memory wrap(const dnnl::memory::desc& desc, const void* data)
{
    return dnnl::memory(desc, engine(), const_cast<void*>(data));
}

dnnl::primitive_attr attributes(bool accumulate, Activation activation)
{
    dnnl::post_ops operations;
    if (accumulate)
        operations.append_sum(1.0f);
    if (activation == Activation::Relu)
        operations.append_eltwise(1.0f, dnnl::algorithm::eltwise_relu, 0.0f, 0.0f);
    if (activation == Activation::Gelu)
        operations.append_eltwise(1.0f, dnnl::algorithm::eltwise_gelu_erf, 0.0f, 0.0f);
    dnnl::primitive_attr attributes;
    attributes.set_post_ops(operations);
    attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    return attributes;
}

int threads()
{
    return omp_get_max_threads();
}

ThreadsFor::ThreadsFor(std::int64_t multiplications) : before_(threads())
{
    countMultiplications(multiplications);
    constexpr std::int64_t worthSharing = 8'000'000;
    if (multiplications < worthSharing)
        omp_set_num_threads(1);
}

ThreadsFor::~ThreadsFor()
{
    omp_set_num_threads(before_);
}

void execute(const dnnl::primitive& primitive, std::unordered_map<int, dnnl::memory> arguments,
             const dnnl::memory::desc& scratch)
{
    const at::Tensor bytes = at::empty({std::int64_t(scratch.get_size())}, at::kByte);
    arguments.emplace(DNNL_ARG_SCRATCHPAD, wrap(scratch, bytes.data_ptr<std::uint8_t>()));
    primitive.execute(stream(), arguments);
    stream().wait();
}

PackedWeight::PackedWeight(const at::Tensor& source, const dnnl::memory::desc& plain)
    : source_(source), plain_(plain)
{
}

const dnnl::memory& PackedWeight::in(const dnnl::memory::desc& wanted)
{
    for (const dnnl::memory& memory : packed_)
        if (memory.get_desc() == wanted)
            return memory;
    dnnl::memory from = wrap(plain_, source_.data_ptr<float>());
    if (wanted == plain_) {
        packed_.push_back(from);
        return packed_.back();
    }
    dnnl::memory to(wanted, engine());
    dnnl::reorder(from, to).execute(stream(), from, to);
    stream().wait();
    packed_.push_back(to);
    return packed_.back();
}

} // namespace core::kernels::onednn
