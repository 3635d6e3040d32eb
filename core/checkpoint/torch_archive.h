#pragma once

#include "core/checkpoint/torch_contents.h"

namespace core {

/// Whether a file begins like a zip archive.
bool looksLikeZip(std::string_view file);

/// Takes apart what torch.save writes since PyTorch 1.6: a zip archive of stored entries.
/// @throws Refusal, also for TorchScript and for other archives.
TorchContents readTorchArchive(std::string_view file);

} // namespace core
