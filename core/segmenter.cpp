#include "core/segmenter.h"

#include <chrono>
#include <new>

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>
#include <c10/util/Exception.h>
#include <oneapi/dnnl/dnnl.hpp>

#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/model_description.h"
#include "core/kernels/caching_allocator.h"
#include "core/kernels/mask_resize.h"
#include "core/kernels/thread_team.h"
#include "core/sam/preprocess.h"
#include "core/sam/sam.h"

namespace core {

class Embedding {
public:
    Embedding(const sam::ModelFrame& frame, at::Tensor tokens)
        : frame(frame), tokens(std::move(tokens)),
          resizer(frame.imageWidth, frame.imageHeight, frame.contentWidth, frame.contentHeight,
                  frame.side)
    {
    }

    sam::ModelFrame frame;
    at::Tensor tokens; // [4096, 256]
    kernels::MaskResizer resizer;
};

struct Segmenter::Impl {
    ModelInfo info;
    sam::Sam sam;
};

namespace {

/// Nothing but core::Error leaves the segmenter.
template <typename Work> auto guarded(const char* doing, Work work)
{
    try {
        kernels::useAllCores();
        const c10::InferenceMode inference;
        return work();
    } catch (const Error&) {
        throw;
    } catch (const std::bad_alloc&) {
        kernels::releaseCachedMemory();
        throw Error(ErrorCode::OutOfMemory, doing);
    } catch (const dnnl::error& error) {
        if (error.status == dnnl_out_of_memory)
            throw Error(ErrorCode::OutOfMemory, doing);
        throw Error(ErrorCode::Internal, doing, error.what());
    } catch (const c10::Error& error) {
        throw Error(ErrorCode::Internal, doing, error.what_without_backtrace());
    } catch (const std::exception& error) {
        throw Error(ErrorCode::Internal, doing, error.what());
    }
}

Prompt toModelFrame(const Prompt& prompt, const sam::ModelFrame& frame)
{
    Prompt result = prompt;
    for (Point& point : result.points)
        point = frame.toModel(point);
    if (result.box)
        result.box = frame.toModel(*result.box);
    return result;
}

Candidate makeCandidate(int index, const sam::MaskDecoder::Result& decoded,
                        const kernels::MaskResizer& resizer)
{
    const at::Tensor plane = decoded.logits[index].contiguous(); // [256, 256]
    const float* values = plane.data_ptr<float>();
    kernels::ResizedMask resized = resizer(values);
    auto logits = std::make_shared<LowResLogits>();
    logits->values.assign(values, values + plane.numel());
    return {index, decoded.iou[index].item<float>(), resized.stability(), std::move(resized.mask),
            std::move(logits)};
}

} // namespace

Segmenter::Segmenter(const std::filesystem::path& checkpoint)
{
    impl_ = guarded("loading the model", [&] {
        kernels::installCachingAllocator();
        const StateDict tensors = readCheckpoint(checkpoint);
        ModelInfo info = describeModel(tensors, checkpoint);
        sam::Sam sam = sam::Sam::load(tensors, info);
        return std::unique_ptr<Impl>(new Impl{std::move(info), std::move(sam)});
    });
}

Segmenter::~Segmenter() = default;
Segmenter::Segmenter(Segmenter&&) noexcept = default;
Segmenter& Segmenter::operator=(Segmenter&&) noexcept = default;

const ModelInfo& Segmenter::info() const
{
    return impl_->info;
}

EmbeddingPtr Segmenter::encode(const Image& image, std::stop_token stop,
                               const Progress& progress) const
{
    return guarded("encoding the picture", [&]() -> EmbeddingPtr {
        const sam::ModelFrame frame(image.width(), image.height(), impl_->sam.config().imageSide);
        const auto blockDone = [&](int done, int total) {
            checkCancelled(stop);
            if (progress)
                progress(done, total);
        };
        checkCancelled(stop);
        at::Tensor tokens = impl_->sam.encode(sam::preprocess(image, frame), blockDone);
        kernels::releaseCachedMemory(); // a prompt needs a fraction of it
        return std::make_shared<Embedding>(frame, std::move(tokens));
    });
}

Prediction Segmenter::predict(const Embedding& embedding, const Prompt& prompt) const
{
    return guarded("answering the prompt", [&] {
        const auto start = std::chrono::steady_clock::now();
        validate(prompt, embedding.frame.imageWidth, embedding.frame.imageHeight);
        const sam::MaskDecoder::Result decoded =
            impl_->sam.decode(embedding.tokens, toModelFrame(prompt, embedding.frame));
        Prediction prediction;
        for (int i = 0; i < Prediction::candidateCount; ++i) {
            prediction.candidates[i] = makeCandidate(i, decoded, embedding.resizer);
            if (prediction.candidates[i].iou > prediction.candidates[prediction.best].iou)
                prediction.best = i;
        }
        const std::chrono::duration<double, std::milli> taken =
            std::chrono::steady_clock::now() - start;
        prediction.decodeMs = taken.count();
        return prediction;
    });
}

} // namespace core
