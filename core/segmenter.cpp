// Stand-in until the model is in place: answers every prompt with discs around it.
#include "core/segmenter.h"

#include <chrono>
#include <thread>

namespace core {

class Embedding {
public:
    int width = 0, height = 0;
};
struct Segmenter::Impl {
    ModelInfo info;
};
Segmenter::Segmenter(const std::filesystem::path& checkpoint) : impl_(new Impl)
{
    impl_->info = {"vit_t", "float32", 10130092, checkpoint};
}
Segmenter::~Segmenter() = default;
Segmenter::Segmenter(Segmenter&&) noexcept = default;
Segmenter& Segmenter::operator=(Segmenter&&) noexcept = default;
const ModelInfo& Segmenter::info() const { return impl_->info; }
EmbeddingPtr Segmenter::encode(const Image& image, std::stop_token stop, const Progress& progress) const
{
    for (int i = 0; i < 14; ++i) {
        checkCancelled(stop);
        if (progress)
            progress(i, 14);
        std::this_thread::sleep_for(std::chrono::milliseconds(40));
    }
    auto embedding = std::make_shared<Embedding>();
    embedding->width = image.width();
    embedding->height = image.height();
    return embedding;
}
Prediction Segmenter::predict(const Embedding& embedding, const Prompt& prompt) const
{
    validate(prompt, embedding.width, embedding.height);
    float cx = prompt.box ? (prompt.box->x0 + prompt.box->x1) / 2 : prompt.points.at(0).x;
    float cy = prompt.box ? (prompt.box->y0 + prompt.box->y1) / 2 : prompt.points.at(0).y;
    Prediction result;
    for (int k = 0; k < 4; ++k) {
        Candidate& c = result.candidates[k];
        c = {k, 0.8f + 0.05f * k, 0.9f + 0.02f * k, Mask(embedding.width, embedding.height), nullptr};
        const float r = 15.f * (k + 1);
        for (int y = 0; y < embedding.height; ++y)
            for (int x = 0; x < embedding.width; ++x)
                c.mask.row(y)[x] = (x - cx) * (x - cx) + (y - cy) * (y - cy) < r * r;
        auto logits = std::make_shared<LowResLogits>();
        logits->values.resize(256 * 256);
        c.logits = logits;
    }
    result.best = 3;
    result.decodeMs = 5;
    return result;
}

} // namespace core
