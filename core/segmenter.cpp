#include "core/segmenter.h"

#include <cassert>
#include <chrono>

#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/model_description.h"
#include "core/file_identity.h"
#include "core/kernels/bfloat16_products.h"
#include "core/sam/low_res.h"
#include "core/segmenter_impl.h"

namespace core {

namespace {

Prompt toModelFrame(const Prompt& prompt, const sam::ModelFrame& frame)
{
    Prompt result = prompt;
    for (Point& point : result.points)
        point = frame.toModel(point);
    if (result.box)
        result.box = frame.toModel(*result.box);
    return result;
}

Candidate makeCandidate(int index, float iou, const at::Tensor& plane, int cells,
                        const kernels::MaskResizer& resizer)
{
    kernels::ResizedMask resized = resizer(plane.data_ptr<float>());
    auto logits = std::make_shared<LowResLogits>(sam::toLowRes(plane, cells));
    return {index, iou, resized.stability(), std::move(resized.mask), std::move(logits)};
}

/// @throws Error OptionInvalid
void requireCuda()
{
    if (!at::Context::hasCUDART())
        throw Error(ErrorCode::OptionInvalid, "device",
                    "this program's LibTorch was built without CUDA; use cpu");
    if (!at::hasCUDA())
        throw Error(ErrorCode::OptionInvalid, "device",
                    "no NVIDIA GPU with a working driver was found; use cpu");
}

/// @throws Error OptionInvalid
void requireOnCpu(Precision precision)
{
    if (precision == Precision::BFloat16 && !kernels::bfloat16Products())
        throw Error(ErrorCode::OptionInvalid, "precision",
                    "this processor has no instructions for bfloat16; use f32");
}

} // namespace

Segmenter::Segmenter(const std::filesystem::path& checkpoint, const InputOptions& input)
{
    assert(input.side % InputOptions::step == 0 && input.side >= InputOptions::smallest &&
           input.side <= InputOptions::largest);
    impl_ = guarded("loading the model", [&] {
        if (input.device == Device::Cuda)
            requireCuda();
        else
            requireOnCpu(input.precision);
        kernels::installCachingAllocator();
        const std::string identity = fileIdentity(checkpoint);
        const StateDict tensors = readCheckpoint(checkpoint);
        ModelInfo info = describeModel(tensors, checkpoint);
        auto sam = sam::Sam::load(tensors, info, input);
        const bool unchanged = fileIdentity(checkpoint) == identity;
        return std::unique_ptr<Impl>(
            new Impl{std::move(info), input, std::move(sam), unchanged ? identity : ""});
    });
}

Segmenter::Segmenter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

at::Tensor Segmenter::Impl::emptyTokens(const sam::ModelFrame& frame) const
{
    const int cell = sam::SamConfig::cellSide;
    return at::empty({frame.height / cell, frame.width / cell, sam->config().embeddingChannels});
}

EmbeddingPtr Segmenter::Impl::makeEmbedding(const sam::ModelFrame& frame, at::Tensor tokens) const
{
    auto picture = sam->look(tokens, nullptr);
    return std::make_shared<Embedding>(frame, std::move(tokens), std::move(picture));
}

const ModelInfo& Segmenter::info() const
{
    return impl_->info;
}

const InputOptions& Segmenter::input() const
{
    return impl_->input;
}

EmbeddingPtr Segmenter::encode(const Image& image, std::stop_token stop,
                               const Progress& progress) const
{
    return guarded("encoding the picture", [&]() -> EmbeddingPtr {
        const sam::ModelFrame frame(image.width(), image.height(), impl_->input);
        const auto blockDone = [&](int done, int total) {
            checkCancelled(stop);
            if (progress)
                progress(done, total);
        };
        checkCancelled(stop);
        const at::Tensor tokens = impl_->sam->encode(sam::preprocess(image, frame), blockDone);
        return impl_->makeEmbedding(frame, tokens.contiguous());
    });
}

std::size_t byteCount(const Embedding& embedding)
{
    return embedding.tokens.nbytes() + embedding.picture->byteCount();
}

Prediction Segmenter::predict(const Embedding& embedding, const Prompt& prompt) const
{
    return guarded("answering the prompt", [&] {
        const auto start = std::chrono::steady_clock::now();
        validate(prompt, embedding.frame.imageWidth, embedding.frame.imageHeight);
        const sam::Sam& sam = *impl_->sam;
        const auto masked = prompt.mask ? sam.look(embedding.tokens, prompt.mask.get()) : nullptr;
        const sam::Picture& picture = masked ? *masked : *embedding.picture;
        const sam::Answer answer = picture.answer(toModelFrame(prompt, embedding.frame));
        const at::Tensor logits = answer.masks(embedding.tokens.size(0));
        Prediction prediction;
        kernels::shareAmongCores(Prediction::candidateCount, [&](int i) {
            prediction.candidates[i] =
                makeCandidate(i, answer.iou[i].item<float>(), logits[i],
                              sam.config().embeddingSide(), embedding.resizer);
        });
        for (const Candidate& candidate : prediction.candidates)
            if (candidate.iou > prediction.candidates[prediction.best].iou)
                prediction.best = candidate.index;
        const std::chrono::duration<double, std::milli> taken =
            std::chrono::steady_clock::now() - start;
        prediction.decodeMs = taken.count();
        return prediction;
    });
}

} // namespace core
