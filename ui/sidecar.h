#pragma once

#include <optional>

#include <QString>

#include "core/annotation.h"

namespace ui {

/// <stem>.coco.json beside the picture: where its objects are saved.
QString sidecarPath(const QString& imagePath);

/// The objects saved beside a picture of that size; empty when there are none.
/// @throws core::Error FileUnreadable, FileEmpty, FileDamaged (also when they fit another picture's
/// size).
std::optional<core::Annotation> readSidecar(const QString& imagePath, int width, int height);

/// Writes the objects beside the picture; those of other pictures in the same file stay. A file
/// that cannot be understood is never overwritten but moved aside.
/// @returns where such a file was moved to; mostly empty.
/// @throws core::Error DiskFull, NotWritable, WriteFailed.
QString writeSidecar(const core::Annotation& annotation);

/// A copy of unsaved objects in the user's data folder, in case the program ends unexpectedly.
/// One that cannot be understood is moved aside before the next one is written.
/// @throws core::Error FileUnreadable, FileEmpty, FileDamaged; the subject is where it was moved
/// to.
std::optional<core::Annotation> readRecovery(const QString& imagePath, int width, int height);
void writeRecovery(const core::Annotation& annotation);
void removeRecovery(const QString& imagePath);

} // namespace ui
