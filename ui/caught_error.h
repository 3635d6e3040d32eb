#pragma once

#include <exception>
#include <new>
#include <optional>

#include "core/error.h"

namespace ui {

/// Does `work`, and hands over what it throws; the wish to stop comes as ErrorCode::Cancelled.
template <typename Work> std::optional<core::Error> caughtError(Work&& work)
{
    using core::ErrorCode;
    try {
        work();
        return std::nullopt;
    } catch (const core::Error& error) {
        return error;
    } catch (const std::bad_alloc&) {
        return core::Error(ErrorCode::OutOfMemory);
    } catch (const std::exception& error) {
        return core::Error(ErrorCode::Internal, {}, error.what());
    } catch (...) {
        return core::Error(ErrorCode::Internal);
    }
}

} // namespace ui
