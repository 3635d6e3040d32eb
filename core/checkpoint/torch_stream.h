#pragma once

#include "core/checkpoint/torch_contents.h"

namespace core {

/// Whether a file begins like torch.save's format before PyTorch 1.6.
bool looksLikeTorchStream(std::string_view file);

/// Takes apart what torch.save wrote before PyTorch 1.6 (and writes still, when it is asked to): a
/// magic number, the format's version, what machine it was, the object, the keys of its storages
/// (each a pickle), and the storages themselves, each behind its number of elements.
/// @throws Refusal
TorchContents readTorchStream(std::string_view file);

} // namespace core
