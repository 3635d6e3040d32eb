#include "core/kernels/packed_conv.h"

#include <map>
#include <mutex>
#include <tuple>

#include <ATen/ATen.h>

#include "core/kernels/onednn.h"
#include "core/kernels/work_count.h"

namespace core::kernels {

using dnnl::memory;

namespace {

struct Plan {
    dnnl::convolution_forward convolve;
    memory::desc source, result, scratch;
    memory weight;
    std::int64_t height, width; // of the result
};

memory::desc describe(memory::dims dims, memory::format_tag tag)
{
    return {dims, memory::data_type::f32, tag};
}

memory::dims weightDims(const at::Tensor& w, int groups)
{
    if (groups == 1)
        return {w.size(0), w.size(1), w.size(2), w.size(3)};
    return {groups, w.size(0) / groups, w.size(1), w.size(2), w.size(3)};
}

} // namespace

struct PackedConv::Impl {
    std::int64_t in, out, kernel, stride, padding;
    memory::dims weightShape;
    onednn::PackedWeight weight;
    at::Tensor bias;
    std::mutex mutex;
    std::map<std::tuple<std::int64_t, std::int64_t, Activation, int>, Plan> plans;

    Impl(const at::Tensor& w, const at::Tensor& b, int stride, int padding, int groups)
        : in(w.size(1) * groups), out(w.size(0)), kernel(w.size(2)), stride(stride),
          padding(padding), weightShape(weightDims(w, groups)),
          weight(w.contiguous(), describe(weightShape, groups == 1 ? memory::format_tag::oihw
                                                                   : memory::format_tag::goihw)),
          bias(b)
    {
    }

    std::int64_t resultSide(std::int64_t side) const
    {
        return (side + 2 * padding - kernel) / stride + 1;
    }

    std::int64_t multiplicationsPerResult() const
    {
        std::int64_t weights = 1;
        for (const std::int64_t side : weightShape)
            weights *= side;
        return weights / out;
    }

    Plan makePlan(std::int64_t height, std::int64_t width, Activation activation)
    {
        Plan plan;
        plan.height = resultSide(height);
        plan.width = resultSide(width);
        plan.source = describe({1, in, height, width}, memory::format_tag::nhwc);
        plan.result = describe({1, out, plan.height, plan.width}, memory::format_tag::nhwc);
        const memory::desc anyWeight = describe(weightShape, memory::format_tag::any);
        const memory::dims strides{stride, stride}, border{padding, padding};
        using Convolution = dnnl::convolution_forward;
        const auto kind = dnnl::prop_kind::forward_inference;
        const auto algorithm = dnnl::algorithm::convolution_direct;
        const Convolution::desc shape =
            bias.defined() ? Convolution::desc(kind, algorithm, plan.source, anyWeight,
                                               describe({out}, memory::format_tag::a), plan.result,
                                               strides, border, border)
                           : Convolution::desc(kind, algorithm, plan.source, anyWeight, plan.result,
                                               strides, border, border);
        const Convolution::primitive_desc description(shape, onednn::attributes(false, activation),
                                                      onednn::engine());
        plan.weight = weight.in(description.weights_desc());
        plan.scratch = description.scratchpad_desc();
        plan.convolve = Convolution(description);
        return plan;
    }

    const Plan& plan(std::int64_t height, std::int64_t width, Activation activation)
    {
        const std::lock_guard lock(mutex);
        const auto key = std::tuple(height, width, activation, onednn::threads());
        auto found = plans.find(key);
        if (found == plans.end()) // kept only when it is whole
            found = plans.emplace(key, makePlan(height, width, activation)).first;
        return found->second;
    }
};

PackedConv::PackedConv(const at::Tensor& weight, const at::Tensor& bias, int stride, int padding,
                       int groups)
    : impl_(std::make_unique<Impl>(weight, bias.defined() ? bias.contiguous() : bias, stride,
                                   padding, groups))
{
}

PackedConv::~PackedConv() = default;
PackedConv::PackedConv(PackedConv&&) noexcept = default;
PackedConv& PackedConv::operator=(PackedConv&&) noexcept = default;

at::Tensor PackedConv::operator()(const at::Tensor& x, Activation activation) const
{
    TORCH_CHECK(x.dim() == 3 && x.size(2) == impl_->in && x.is_contiguous(),
                "convolution: ", x.sizes(), " with ", impl_->in, " channels");
    const Plan& p = impl_->plan(x.size(0), x.size(1), activation);
    at::Tensor y = at::empty({p.height, p.width, impl_->out}, x.options());
    std::unordered_map<int, memory> arguments{
        {DNNL_ARG_SRC, onednn::wrap(p.source, x.data_ptr<float>())},
        {DNNL_ARG_WEIGHTS, p.weight},
        {DNNL_ARG_DST, onednn::wrap(p.result, y.data_ptr<float>())}};
    if (impl_->bias.defined())
        arguments.emplace(DNNL_ARG_BIAS, onednn::wrap(describe({impl_->out}, memory::format_tag::a),
                                                      impl_->bias.data_ptr<float>()));
    countMultiplications(y.numel() * impl_->multiplicationsPerResult());
    onednn::execute(p.convolve, std::move(arguments), p.scratch);
    return y;
}

} // namespace core::kernels
