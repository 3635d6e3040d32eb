#pragma once

#include <functional>
#include <stop_token>

#include "core/error.h"

namespace core {

/// Called between steps of a long task, on the thread that does the work.
using Progress = std::function<void(int done, int total)>;

/// Throws Error{Cancelled} when somebody asked to stop.
inline void checkCancelled(const std::stop_token& stop)
{
    if (stop.stop_requested())
        throw Error(ErrorCode::Cancelled);
}

} // namespace core
