#include "core/checkpoint/parameter_names.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "core/error.h"

namespace core {

namespace {

std::string withoutWrappers(std::string_view name)
{
    std::string plain;
    while (!name.empty()) {
        const std::size_t length = std::min(name.find('.'), name.size() - 1) + 1;
        const std::string_view part = name.substr(0, length); // with its dot
        if (part != "module." && part != "_orig_mod.")
            plain += part;
        name.remove_prefix(length);
    }
    return plain;
}

/// What stands before the part of the model that the parameter belongs to.
std::optional<std::string_view> prefixOf(std::string_view name)
{
    for (std::size_t begin = 0; begin < name.size();) {
        const std::string_view rest = name.substr(begin);
        for (const char* part : {"image_encoder.", "prompt_encoder.", "mask_decoder."})
            if (rest.starts_with(part))
                return name.substr(0, begin);
        const std::size_t dot = name.find('.', begin);
        begin = dot == std::string_view::npos ? name.size() : dot + 1;
    }
    return std::nullopt;
}

/// The one prefix of all parameters; empty when there are several.
std::string commonPrefix(const StateDict& tensors)
{
    std::optional<std::string> common;
    for (const auto& [name, tensor] : tensors) {
        const auto prefix = prefixOf(name);
        if (prefix && common && *common != *prefix)
            return {};
        if (prefix)
            common = *prefix;
    }
    return common.value_or("");
}

void insert(StateDict& tensors, const std::string& name, const at::Tensor& tensor,
            const std::filesystem::path& path)
{
    if (!tensors.emplace(name, tensor).second)
        throw Error(ErrorCode::ModelMismatch, path.string(),
                    "it has " + name + " twice, inside and outside of a wrapper");
}

} // namespace

StateDict withPlainNames(const StateDict& tensors, const std::filesystem::path& path)
{
    StateDict unwrapped;
    for (const auto& [name, tensor] : tensors)
        insert(unwrapped, withoutWrappers(name), tensor, path);

    const std::string prefix = commonPrefix(unwrapped);
    StateDict plain;
    for (const auto& [name, tensor] : unwrapped)
        insert(plain, name.starts_with(prefix) ? name.substr(prefix.size()) : name, tensor, path);
    return plain;
}

} // namespace core
