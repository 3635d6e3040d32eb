#include "core/checkpoint/parameter_misfits.h"

#include <algorithm>

#include "core/checkpoint/refusal.h"

namespace core {

namespace {

std::string listed(const std::vector<std::string>& entries)
{
    constexpr std::size_t most = 4;
    std::string text;
    for (std::size_t i = 0; i < std::min(entries.size(), most); ++i)
        text += (i ? ", " : "") + entries[i];
    if (entries.size() > most)
        text += " and " + std::to_string(entries.size() - most) + " more";
    return text;
}

} // namespace

void ParameterMisfits::addMisshapen(const std::string& name, at::IntArrayRef shape,
                                    at::IntArrayRef wanted)
{
    misshapen.push_back(shown(name) + " " + c10::str(shape) + " instead of " + c10::str(wanted));
}

std::string ParameterMisfits::reason() const
{
    std::string reason;
    const auto add = [&](const char* what, const std::vector<std::string>& entries) {
        if (!entries.empty())
            reason += (reason.empty() ? "" : "; ") + std::string(what) + " " + listed(entries);
    };
    add("missing:", missing);
    add("of another shape:", misshapen);
    add("unknown:", unknown);
    return reason;
}

} // namespace core
