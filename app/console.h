#pragma once

#include <string>

namespace app {

inline constexpr const char* program = "maskwright-cli";

/// One line on standard error, with the program's name before it.
void complain(const std::string& sentence);

} // namespace app
