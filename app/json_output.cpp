#include "app/json_output.h"

#include <cerrno>
#include <cstring>
#include <iostream>

#include "core/error.h"

namespace app {

void print(const Json& document)
{
    // A path need not be UTF-8, but JSON must be.
    errno = 0;
    std::cout << document.dump(2, ' ', false, Json::error_handler_t::replace) << std::endl;
    if (std::cout)
        return;
    if (errno == ENOSPC)
        throw core::Error(core::ErrorCode::DiskFull, "The output");
    throw core::Error(core::ErrorCode::WriteFailed, "The output",
                      errno ? std::strerror(errno) : "");
}

Json toJson(const core::ModelInfo& info)
{
    return {{"variant", info.variant}, {"parameters", info.parameters}, {"dtype", info.dtype}};
}

} // namespace app
