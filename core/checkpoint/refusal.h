#pragma once

#include <string>
#include <string_view>

#include "core/error.h"

namespace core {

/// Why a file is not read, thrown where its path is not at hand; the reader adds the path.
struct Refusal {
    ErrorCode code; ///< ModelDamaged or ModelMismatch
    std::string reason;
};

/// A text of the file as part of a sentence: printable, and not long.
inline std::string shown(std::string_view text)
{
    constexpr std::size_t longest = 80;
    std::string result(text.substr(0, longest));
    for (char& c : result)
        if (c < ' ' || c > '~')
            c = '?';
    return text.size() > longest ? result + "…" : result;
}

inline Refusal damaged(std::string reason)
{
    return {ErrorCode::ModelDamaged, std::move(reason)};
}

inline Refusal mismatch(std::string reason)
{
    return {ErrorCode::ModelMismatch, std::move(reason)};
}

} // namespace core
