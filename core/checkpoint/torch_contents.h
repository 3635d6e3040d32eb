#pragma once

#include <map>
#include <string_view>

namespace core {

/// What a file that torch.save wrote consists of, in whichever format. Views of the file.
struct TorchContents {
    std::string_view pickle;                               ///< the object that was saved
    std::map<std::string_view, std::string_view> storages; ///< key in the pickle to its bytes
};

} // namespace core
