#pragma once

// What the segmenter and everything mode share, with LibTorch's types. For core alone.

#include <memory>
#include <new>

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>
#include <c10/util/Exception.h>

#include "core/kernels/caching_allocator.h"
#include "core/kernels/mask_resize.h"
#include "core/kernels/thread_team.h"
#include "core/sam/preprocess.h"
#include "core/sam/sam.h"
#include "core/segmenter.h"

namespace core {

class Embedding {
public:
    Embedding(const sam::ModelFrame& frame, at::Tensor tokens,
              std::unique_ptr<const sam::Picture> picture)
        : frame(frame), tokens(std::move(tokens)), picture(std::move(picture)),
          resizer(frame.imageWidth, frame.imageHeight, frame.contentWidth, frame.contentHeight,
                  frame.width, frame.height)
    {
    }

    sam::ModelFrame frame;
    at::Tensor tokens;                           // [rows, columns, 256]
    std::unique_ptr<const sam::Picture> picture; // for prompts without a mask
    kernels::MaskResizer resizer;
};

struct Segmenter::Impl {
    ModelInfo info;
    InputOptions input;
    std::unique_ptr<const sam::Sam> sam;
    std::string identity; // of the model's file; empty when it was changing

    at::Tensor emptyTokens(const sam::ModelFrame& frame) const; // [rows, columns, 256]
    EmbeddingPtr makeEmbedding(const sam::ModelFrame& frame, at::Tensor tokens) const;
};

/// Nothing but core::Error leaves the segmenter.
template <typename Work> auto guarded(const char* doing, Work work)
{
    try {
        kernels::useCores();
        const c10::InferenceMode inference;
        return work();
    } catch (const Error&) {
        throw;
    } catch (const std::bad_alloc&) {
        kernels::releaseCachedMemory();
        throw Error(ErrorCode::OutOfMemory, doing);
    } catch (const c10::OutOfMemoryError&) { // a GPU's
        throw Error(ErrorCode::OutOfMemory, doing);
    } catch (const c10::Error& error) {
        throw Error(ErrorCode::Internal, doing, error.what_without_backtrace());
    } catch (const std::exception& error) {
        throw Error(ErrorCode::Internal, doing, error.what());
    }
}

} // namespace core
