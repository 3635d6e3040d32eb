#pragma once

#include <QStringList>

#include "core/annotation.h"
#include "core/image.h"
#include "ui/session.h"

namespace ui {

/// The files that an export with these options writes, in order.
QStringList exportFiles(const core::Annotation& annotation, const ExportOptions& options);

/// Writes them, each whole or not at all.
/// @throws core::Error DiskFull, NotWritable, WriteFailed.
QStringList exportObjects(const core::Annotation& annotation, const core::Image& image,
                          const ExportOptions& options);

} // namespace ui
