#include "core/sam/image_tokens.h"

#include <algorithm>
#include <vector>

#include <ATen/ATen.h>

#include "core/kernels/matrix_product.h"
#include "core/kernels/vector_padding.h"

namespace core::sam {

using kernels::panelPositions;

namespace {

float* data(const Tensor& tensor)
{
    return tensor.data_ptr<float>();
}

// A few rows are not worth LibTorch's own loops, which wake another thread for them.

/// The first `count` columns of x [C, …] minus their means.
void centreColumns(Tensor& x, std::int64_t count)
{
    const std::int64_t channels = x.size(0), stride = x.size(1);
    std::vector<float> means(std::size_t(count), 0.0f);
    float* const mean = means.data();
    for (std::int64_t c = 0; c < channels; ++c) {
        const float* const row = data(x) + c * stride;
        for (std::int64_t i = 0; i < count; ++i)
            mean[i] += row[i] / float(channels);
    }
    for (std::int64_t c = 0; c < channels; ++c) {
        float* const row = data(x) + c * stride;
        for (std::int64_t i = 0; i < count; ++i)
            row[i] -= mean[i];
    }
}

/// The first `count` columns of x [C, …] times a factor for each row.
void scaleRows(Tensor& x, std::int64_t count, const Tensor& factors)
{
    for (std::int64_t c = 0; c < x.size(0); ++c) {
        float* const row = data(x) + c * x.size(1);
        const float factor = data(factors)[c];
        for (std::int64_t i = 0; i < count; ++i)
            row[i] *= factor;
    }
}

} // namespace

Tensor ImageProjection::operator()(const Tensor& panels) const
{
    return kernels::panelProduct(weight, panels);
}

ImageTokens::ImageTokens(const PictureTerms& picture, int tokenCount, int heads, int layers)
    : tokenCount_(tokenCount), heads_(heads)
{
    const std::int64_t panels = kernels::panelCount(picture.positions);
    const std::int64_t channels = picture.everywhere.size(1),
                       most = layers * (1 + updateRows()) + 1;
    state_ = {picture.positions, 0, at::empty({panels, most, panelPositions}),
              at::ones({panels, panelPositions})};
    // Products write whole vectors: what lies behind the last row of V is theirs.
    rows_ = at::empty({channels, kernels::paddedToVectors(most) + kernels::vectorPadding});
    std::fill_n(data(rows_), rows_.numel(), 0.0f);
    addRow(picture.everywhere);
}

/// One that is the same at every position.
void ImageTokens::addRow(const Tensor& row)
{
    state_.basis.select(1, state_.rows).fill_(1);
    rows_.select(1, state_.rows).copy_(row.view({-1}));
    ++state_.rows;
}

/// tokens · V [H·T, R or more] for tokens [T, W] of which each head's part is seen through its part
/// of the weight [W, C].
Tensor ImageTokens::onRows(const Tensor& tokens, const Tensor& weight) const
{
    const std::int64_t width = weight.size(0), channels = weight.size(1), depth = width / heads_;
    const std::int64_t padded = kernels::paddedToVectors(state_.rows), count = tokens.size(0);
    const Tensor unfolded = at::empty({heads_ * count, channels});
    for (int h = 0; h < heads_; ++h)
        kernels::multiply({data(tokens) + h * depth, width, 1, data(weight) + h * depth * channels,
                           channels, data(unfolded) + h * count * channels, channels, count, depth,
                           channels});
    Tensor result = at::empty({heads_ * count, padded});
    kernels::multiply({data(unfolded), channels, 1, data(rows_), rows_.size(1), data(result),
                       padded, heads_ * count, channels, state_.rows});
    return result;
}

Tensor ImageTokens::seenBy(const Tensor& q, const ImageProjection& keys, const Tensor& keyTerms,
                           const Tensor& keyPositions, const ImageProjection& values,
                           const Tensor& valueTerms) const
{
    const kernels::AttentionSums sums = kernels::lookAtImage(
        state_, {heads_, q, onRows(q, keys.weight), keyTerms, keyPositions}, valueTerms);

    // What the weights sum up of B is seen through V, and through each head's part of the weight.
    const std::int64_t width = values.weight.size(0), channels = values.weight.size(1);
    const std::int64_t depth = width / heads_, rows = sums.ofRows.size(1);
    const Tensor ofChannels = at::empty({channels, rows + kernels::vectorPadding});
    kernels::multiply({data(rows_), rows_.size(1), 1, data(sums.ofRows), rows, data(ofChannels),
                       ofChannels.size(1), channels, state_.rows, rows});
    const std::int64_t count = q.size(0), padded = kernels::paddedToVectors(count);
    const Tensor seen = at::empty({width, padded}); // [W, T]
    for (int h = 0; h < heads_; ++h)
        kernels::multiply({data(values.weight) + h * depth * channels, channels, 1,
                           data(ofChannels) + h * count, ofChannels.size(1),
                           data(seen) + h * depth * padded, padded, depth, channels, count});
    return sums.ofTerms + seen.narrow(1, 0, count).t();
}

/// U's rows: each head's part of the values [T, W] through its part of the output [C, W].
void ImageTokens::addUpdate(const Tensor& values, const Tensor& output)
{
    const std::int64_t width = output.size(1), channels = output.size(0), depth = width / heads_;
    const std::int64_t others = tokenCount_ - 1;
    const Tensor relative = values.clone();
    relative.narrow(0, 0, others).sub_(values.narrow(0, others, 1));
    const std::int64_t padding = 2 * kernels::vectorPadding;
    const Tensor turned = at::constant_pad_nd(relative.t(), {0, padding}).contiguous(); // [W, T]
    const std::int64_t stride = turned.size(1);

    const Tensor ofLast = at::empty({channels, kernels::vectorPadding});
    kernels::multiply({data(output), width, 1, data(turned) + others, stride, data(ofLast),
                       ofLast.size(1), channels, width, 1});
    rows_.select(1, state_.rows - 1).add_(ofLast.select(1, 0));
    for (int h = 0; h < heads_; ++h) {
        kernels::multiply({data(output) + h * depth, width, 1, data(turned) + h * depth * stride,
                           stride, data(rows_) + state_.rows, rows_.size(1), channels, depth,
                           others});
        state_.rows += others;
    }
    values_.push_back(relative);
}

void ImageTokens::update(const Tensor& k, const ImageProjection& queries, const Tensor& values,
                         const Tensor& output, const Tensor& bias, const LayerNorm& norm,
                         const LayerTerms& terms)
{
    const kernels::ScoreTerms scores{heads_, k, onRows(k, queries.weight), terms.queries,
                                     terms.queryPositions};
    rows_.select(1, state_.rows - 1).add_(bias); // to the constant before the update's rows
    addUpdate(values, output);
    centreColumns(rows_, state_.rows);

    // How long each position's vector is follows from the inner products of what it is made of.
    const std::int64_t channels = rows_.size(0), stride = rows_.size(1);
    const std::int64_t padded = kernels::paddedToVectors(state_.rows);
    const Tensor products = at::empty({state_.rows, padded});
    kernels::multiply({data(rows_), 1, stride, data(rows_), stride, data(products), padded,
                       state_.rows, channels, state_.rows});
    kernels::lookAtTokens(
        state_, scores,
        {terms.squares, products, terms.constants, values_, terms.updates, channels, norm.eps});

    scaleRows(rows_, state_.rows, norm.weight);
    addRow(norm.bias);
}

Tensor ImageTokens::rowsThrough(const Tensor& weight, const Tensor& bias) const
{
    const std::int64_t padded = kernels::paddedToVectors(state_.rows);
    Tensor result = at::empty({weight.size(0), padded});
    kernels::multiply({data(weight), weight.size(1), 1, data(rows_), rows_.size(1), data(result),
                       padded, weight.size(0), weight.size(1), state_.rows});
    result.select(1, state_.rows - 1).add_(bias); // that row of B is 1 everywhere
    return result;
}

void ImageTokens::project(std::int64_t panel, const Tensor& terms, const Tensor& rows,
                          std::int64_t first, std::int64_t count, float* result) const
{
    kernels::projectPanel(state_, panel,
                          data(terms) + (panel * terms.size(1) + first) * panelPositions,
                          data(rows) + first * rows.size(1), rows.size(1), count, result);
}

} // namespace core::sam
