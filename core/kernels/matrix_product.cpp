#include "core/kernels/matrix_product.h"

#include <map>
#include <mutex>
#include <tuple>

#include <ATen/ATen.h>

#include "core/kernels/onednn.h"

namespace core::kernels {

using dnnl::memory;

namespace {

struct Shape {
    std::int64_t m, k, n;
    bool aTransposed, bTransposed, accumulate;
    int threads;
    auto key() const { return std::tie(m, k, n, aTransposed, bTransposed, accumulate, threads); }
    bool operator<(const Shape& other) const { return key() < other.key(); }
};

struct Plan {
    dnnl::matmul multiply;
    memory::desc a, b, result, scratch;
};

memory::desc matrix(std::int64_t rows, std::int64_t columns, bool transposed)
{
    return {{rows, columns},
            memory::data_type::f32,
            transposed ? memory::format_tag::ba : memory::format_tag::ab};
}

Plan makePlan(const Shape& shape)
{
    Plan plan;
    plan.a = matrix(shape.m, shape.k, shape.aTransposed);
    plan.b = matrix(shape.k, shape.n, shape.bTransposed);
    plan.result = matrix(shape.m, shape.n, false);
    const dnnl::matmul::primitive_desc description(
        dnnl::matmul::desc(plan.a, plan.b, plan.result),
        onednn::attributes(shape.accumulate, Activation::None), onednn::engine());
    plan.scratch = description.scratchpad_desc();
    plan.multiply = dnnl::matmul(description);
    return plan;
}

const Plan& planFor(const Shape& shape)
{
    static std::mutex mutex;
    static std::map<Shape, Plan> plans; // a handful: the model's shapes × numbers of tokens
    const std::lock_guard lock(mutex);
    auto found = plans.find(shape);
    if (found == plans.end())
        found = plans.emplace(shape, makePlan(shape)).first;
    return found->second;
}

void multiplyInto(at::Tensor& result, const at::Tensor& a, const at::Tensor& b, bool accumulate)
{
    TORCH_CHECK(a.dim() == 2 && b.dim() == 2 && a.size(1) == b.size(0) &&
                    result.size(0) == a.size(0) && result.size(1) == b.size(1) &&
                    result.is_contiguous() && (a.is_contiguous() || a.t().is_contiguous()) &&
                    (b.is_contiguous() || b.t().is_contiguous()),
                "matrix product: ", a.sizes(), " with ", b.sizes());
    const onednn::ThreadsFor threads(a.numel() * b.size(1));
    const Plan& plan = planFor({a.size(0), a.size(1), b.size(1), !a.is_contiguous(),
                                !b.is_contiguous(), accumulate, onednn::threads()});
    onednn::execute(plan.multiply,
                    {{DNNL_ARG_SRC, onednn::wrap(plan.a, a.data_ptr<float>())},
                     {DNNL_ARG_WEIGHTS, onednn::wrap(plan.b, b.data_ptr<float>())},
                     {DNNL_ARG_DST, onednn::wrap(plan.result, result.data_ptr<float>())}},
                    plan.scratch);
}

} // namespace

at::Tensor matrixProduct(const at::Tensor& a, const at::Tensor& b)
{
    at::Tensor result = at::empty({a.size(0), b.size(1)}, a.options());
    multiplyInto(result, a, b, false);
    return result;
}

void addMatrixProduct(at::Tensor& sum, const at::Tensor& a, const at::Tensor& b)
{
    multiplyInto(sum, a, b, true);
}

} // namespace core::kernels
