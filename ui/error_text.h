#pragma once

#include <QString>

#include "core/error.h"

namespace ui {

/// What happened, where, and what to do, in the language of the window.
QString errorText(core::ErrorCode code, const QString& subject, const QString& reason);

} // namespace ui
