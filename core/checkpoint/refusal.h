#pragma once

#include <string>

#include "core/error.h"

namespace core {

/// Why a file is not read, thrown where its path is not at hand; the reader adds the path.
struct Refusal {
    ErrorCode code; ///< ModelDamaged or ModelMismatch
    std::string reason;
};

inline Refusal damaged(std::string reason)
{
    return {ErrorCode::ModelDamaged, std::move(reason)};
}

inline Refusal mismatch(std::string reason)
{
    return {ErrorCode::ModelMismatch, std::move(reason)};
}

} // namespace core
