#pragma once

#include <stop_token>
#include <utility>
#include <vector>

#include "core/generated_mask.h"
#include "core/image.h"
#include "core/mask_generator_options.h"
#include "core/progress.h"
#include "core/segmenter.h"

namespace core {

/// Segments everything in a picture: a grid of single points is decoded, what is uncertain,
/// unstable, cut by a crop's edge or found twice is dropped. Kirillov et al. 2023, section 5 and
/// appendix B; the results are those of the reference's SamAutomaticMaskGenerator.
///
/// Every core decodes points of its own. Memory depends on the number of masks that are kept, not
/// on the number of points. The result does not depend on the number of threads.
class MaskGenerator {
public:
    /// `threads` 0: one per core.
    /// @throws Error OptionInvalid
    MaskGenerator(const Segmenter& segmenter, MaskGeneratorOptions options, int threads = 0)
        : segmenter_(&segmenter), options_(std::move(options)), threads_(threads)
    {
        validate(options_);
    }

    struct Result {
        std::vector<GeneratedMask>
            masks;            ///< in the reference's order: the best first, crop by crop
        /// False when it was stopped: the masks found until then, their small regions as they are.
        bool complete = true;
    };

    /// `progress` counts points; it is called from one of several threads, one call at a time.
    /// `whole`: the embedding of `image`, if it is there already.
    /// Ends early, with what was found, when `stop` is requested.
    /// @throws Error OutOfMemory.
    Result generate(const Image& image, std::stop_token stop = {}, const Progress& progress = {},
                    EmbeddingPtr whole = {}) const;

private:
    const Segmenter* segmenter_;
    MaskGeneratorOptions options_;
    int threads_;
};

} // namespace core
