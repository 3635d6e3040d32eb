#include "core/kernels/matrix_product.h"

#include <map>
#include <mutex>
#include <tuple>

#include <ATen/ATen.h>
#include <omp.h>
#include <oneapi/dnnl/dnnl.hpp>

#include "core/kernels/work_count.h"

namespace core::kernels {

using dnnl::memory;

namespace {

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

/// A memory object over memory that the caller keeps alive.
memory wrap(const memory::desc& desc, const void* data)
{
    return {desc, engine(), const_cast<void*>(data)};
}

/// While it lives, this thread works alone when the work is too small to be worth waking another
/// one (which costs about as much as a product of a million multiplications).
class ThreadsFor {
public:
    explicit ThreadsFor(std::int64_t multiplications) : before_(omp_get_max_threads())
    {
        countMultiplications(multiplications);
        constexpr std::int64_t worthSharing = 8'000'000;
        if (multiplications < worthSharing)
            omp_set_num_threads(1);
    }
    ~ThreadsFor() { omp_set_num_threads(before_); }
    ThreadsFor(const ThreadsFor&) = delete;
    ThreadsFor& operator=(const ThreadsFor&) = delete;

private:
    int before_;
};

/// Plans divide their work for a number of threads when they are made, so they are kept per number:
/// everything mode decodes one prompt per core, a click uses all cores.
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
    dnnl::primitive_attr attributes;
    // The library's own scratch memory belongs to the thread that made the plan.
    attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    if (shape.accumulate) {
        dnnl::post_ops add;
        add.append_sum(1.0f);
        attributes.set_post_ops(add);
    }
    const dnnl::matmul::primitive_desc description(dnnl::matmul::desc(plan.a, plan.b, plan.result),
                                                   attributes, engine());
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
    const ThreadsFor threads(a.numel() * b.size(1));
    const Plan& plan = planFor({a.size(0), a.size(1), b.size(1), !a.is_contiguous(),
                                !b.is_contiguous(), accumulate, omp_get_max_threads()});
    const at::Tensor scratch = at::empty({std::int64_t(plan.scratch.get_size())}, at::kByte);
    plan.multiply.execute(
        stream(), {{DNNL_ARG_SRC, wrap(plan.a, a.data_ptr<float>())},
                   {DNNL_ARG_WEIGHTS, wrap(plan.b, b.data_ptr<float>())},
                   {DNNL_ARG_DST, wrap(plan.result, result.data_ptr<float>())},
                   {DNNL_ARG_SCRATCHPAD, wrap(plan.scratch, scratch.data_ptr<std::uint8_t>())}});
    stream().wait();
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
