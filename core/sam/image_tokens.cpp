#include "core/sam/image_tokens.h"

#include <ATen/ATen.h>

#include "core/kernels/head_products.h"
#include "core/kernels/matrix_product.h"
#include "core/kernels/standardize.h"

namespace core::sam {

using kernels::addMatrixProduct;
using kernels::matrixProduct;

Tensor centred(const Tensor& rows)
{
    return rows - rows.mean(1, true);
}

Tensor ImageProjection::operator()(const Tensor& rows) const
{
    return matrixProduct(weight, rows.t());
}

ImageTokens::ImageTokens(const PictureTerms& picture, int tokenCount, int heads, int layers)
    : tokenCount_(tokenCount), heads_(heads),
      buffer_(at::empty({layers * rowsPerLayer() + 1, picture.keys.size(1)})),
      rows_(picture.everywhere), scale_(at::ones({picture.keys.size(1)}))
{
    buffer_[0].fill_(1);
}

Tensor ImageTokens::basis() const
{
    return buffer_.narrow(0, 0, rows_.size(0));
}

void ImageTokens::scores(Tensor& scores, const Tensor& q, const ImageProjection& projection,
                         const Tensor& terms, const Tensor& positions) const
{
    Tensor onRows = at::zeros({scores.size(0), rows_.size(0)}); // q · V
    kernels::addHeadScores(onRows, q, projection(rows_), heads_);
    scores.zero_();
    addMatrixProduct(scores, onRows, basis());
    kernels::addHeadScores(scores, q, terms, heads_, scale_);
    kernels::addHeadScores(scores, q, positions, heads_);
}

Tensor ImageTokens::weightedSum(Tensor& weights, const ImageProjection& projection,
                                const Tensor& terms) const
{
    const Tensor ofRows = matrixProduct(weights, basis().t()); // [T·H, R]
    Tensor sum = kernels::headSums(ofRows, projection(rows_), heads_);
    weights.mul_(scale_);
    return sum.add_(kernels::headSums(weights, terms, heads_));
}

Tensor ImageTokens::nextWeights()
{
    return buffer_.narrow(0, rows_.size(0), tokenCount_ * heads_);
}

Tensor ImageTokens::updateRows(const Tensor& values, const Tensor& output) const
{
    const std::int64_t width = values.size(1), depth = width / heads_;
    Tensor perHead = at::zeros({tokenCount_, heads_, heads_, depth});
    perHead.diagonal(0, 1, 2).copy_(values.view({tokenCount_, heads_, depth}).transpose(1, 2));
    return matrixProduct(perHead.view({tokenCount_ * heads_, width}), output.t());
}

void ImageTokens::update(const Tensor& values, const Tensor& output, const Tensor& bias,
                         const LayerNorm& norm, const LayerTerms& terms)
{
    values_.push_back(values);
    rows_ = at::cat({rows_, updateRows(values, output)});
    rows_[-1 - tokenCount_ * heads_] += bias; // the constant before them
    rows_ = centred(rows_);

    // How long each position's vector is follows from the inner products of what it is made of.
    Tensor weights = basis();
    Tensor products = matrixProduct(matrixProduct(rows_, rows_.t()), weights); // [R, P]
    const Tensor twice = scale_ * 2;
    for (std::size_t i = 0; i < values_.size(); ++i) {
        const std::int64_t first = std::int64_t(i) * rowsPerLayer();
        products[first].addcmul_(twice, terms.constants[std::int64_t(i)]);
        Tensor ofUpdate = products.narrow(0, first + 1, tokenCount_ * heads_);
        kernels::addHeadScores(ofUpdate, values_[i], terms.updates[i], heads_, twice);
    }
    kernels::standardize(weights, scale_, products, terms.squares, int(rows_.size(1)), norm.eps);

    rows_ = at::cat({rows_ * norm.weight, norm.bias.unsqueeze(0)});
    buffer_[rows_.size(0) - 1].fill_(1);
}

Tensor ImageTokens::project(const Tensor& terms, const Tensor& weight, const Tensor& bias) const
{
    Tensor result = terms * scale_.unsqueeze(1);
    Tensor ofRows = matrixProduct(rows_, weight.t());
    ofRows[-1] += bias;
    addMatrixProduct(result, basis().t(), ofRows);
    return result;
}

} // namespace core::sam
