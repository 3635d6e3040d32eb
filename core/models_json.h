#pragma once

namespace core {

/// The text of resources/models.json, as it was when the build was configured.
extern const char* const modelsJson;

} // namespace core
