#pragma once

#include <set>

#include <QString>

#include "core/batch.h"

namespace ui {

/// What a batch works on and what comes out of it.
struct BatchSettings {
    QString folder;
    bool recursive = false; ///< sub-folders too
    QString output;
    std::set<core::BatchFormat> formats = {core::BatchFormat::AmgFolder};
    core::MaskGeneratorOptions options;
};

} // namespace ui
