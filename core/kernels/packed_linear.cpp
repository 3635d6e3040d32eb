#include "core/kernels/packed_linear.h"

#include <map>
#include <mutex>
#include <tuple>

#include <ATen/ATen.h>

#include "core/kernels/onednn.h"

namespace core::kernels {

using dnnl::memory;

namespace {

struct Plan {
    dnnl::matmul multiply;
    memory::desc source, result, scratch;
    memory weight;
};

memory::desc matrix(std::int64_t rows, std::int64_t columns, memory::format_tag tag)
{
    return {{rows, columns}, memory::data_type::f32, tag};
}

} // namespace

struct PackedLinear::Impl {
    std::int64_t in, out;
    memory::desc plain; // the [out, in] tensor read as a [in, out] matrix stored by columns
    Packing packing;
    onednn::PackedWeight weight;
    at::Tensor bias;
    std::mutex mutex; // guards the plans: several threads may decode with one model
    std::map<std::tuple<std::int64_t, bool, Activation, int>, Plan> plans;

    Impl(const at::Tensor& w, const at::Tensor& b, Packing packing)
        : in(w.size(1)), out(w.size(0)), plain(matrix(in, out, memory::format_tag::ba)),
          packing(packing), weight(w.contiguous(), plain), bias(b)
    {
    }

    memory::desc biasDesc() const { return matrix(1, out, memory::format_tag::ab); }

    Plan makePlan(std::int64_t rows, bool accumulate, Activation activation)
    {
        Plan plan;
        plan.source = matrix(rows, in, memory::format_tag::ab);
        plan.result = matrix(rows, out, memory::format_tag::ab);
        const memory::desc wanted =
            packing == Packing::Once ? matrix(in, out, memory::format_tag::any) : plain;
        const dnnl::matmul::desc shape =
            bias.defined() ? dnnl::matmul::desc(plan.source, wanted, biasDesc(), plan.result)
                           : dnnl::matmul::desc(plan.source, wanted, plan.result);
        const dnnl::matmul::primitive_desc description(
            shape, onednn::attributes(accumulate, activation), onednn::engine());
        plan.weight = weight.in(description.weights_desc());
        plan.scratch = description.scratchpad_desc();
        plan.multiply = dnnl::matmul(description);
        return plan;
    }

    const Plan& plan(std::int64_t rows, bool accumulate, Activation activation)
    {
        const std::lock_guard lock(mutex);
        const auto key = std::tuple(rows, accumulate, activation, onednn::threads());
        auto found = plans.find(key);
        if (found == plans.end()) // kept only when it is whole
            found = plans.emplace(key, makePlan(rows, accumulate, activation)).first;
        return found->second;
    }

    void run(const at::Tensor& x, at::Tensor& y, bool accumulate, Activation activation)
    {
        const onednn::ThreadsFor threads(x.numel() * out);
        const Plan& p = plan(x.numel() / in, accumulate, activation);
        std::unordered_map<int, memory> arguments{
            {DNNL_ARG_SRC, onednn::wrap(p.source, x.data_ptr<float>())},
            {DNNL_ARG_WEIGHTS, p.weight},
            {DNNL_ARG_DST, onednn::wrap(p.result, y.data_ptr<float>())}};
        if (bias.defined())
            arguments.emplace(DNNL_ARG_BIAS, onednn::wrap(biasDesc(), bias.data_ptr<float>()));
        onednn::execute(p.multiply, std::move(arguments), p.scratch);
    }
};

PackedLinear::PackedLinear(const at::Tensor& weight, const at::Tensor& bias, Packing packing)
    : impl_(std::make_unique<Impl>(weight, bias.defined() ? bias.contiguous() : bias, packing))
{
}

PackedLinear::~PackedLinear() = default;
PackedLinear::PackedLinear(PackedLinear&&) noexcept = default;
PackedLinear& PackedLinear::operator=(PackedLinear&&) noexcept = default;

at::Tensor PackedLinear::operator()(const at::Tensor& x, Activation activation) const
{
    TORCH_CHECK(x.size(-1) == impl_->in, "linear: ", x.sizes(), " times ", impl_->in);
    std::vector<std::int64_t> shape = x.sizes().vec();
    shape.back() = impl_->out;
    at::Tensor y = at::empty(shape, x.options());
    impl_->run(x.contiguous(), y, false, activation);
    return y;
}

void PackedLinear::addTo(at::Tensor& sum, const at::Tensor& x, Activation activation) const
{
    TORCH_CHECK(x.size(-1) == impl_->in && sum.size(-1) == impl_->out && sum.is_contiguous() &&
                    sum.numel() / impl_->out == x.numel() / impl_->in,
                "linear: ", x.sizes(), " into ", sum.sizes());
    impl_->run(x.contiguous(), sum, true, activation);
}

} // namespace core::kernels
