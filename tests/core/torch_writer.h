#pragma once

#include <string>
#include <utility>
#include <vector>

#include <ATen/core/Tensor.h>

/// Writes what PyTorch writes, so that tests need no Python.
namespace torch_writer {

/// Tensors in the order in which they are saved; contiguous, each with a storage of its own.
using Tensors = std::vector<std::pair<std::string, at::Tensor>>;

/// The pickle of an OrderedDict of tensors, byte for byte as torch.save makes it.
std::string pickle(const Tensors& tensors);

/// A whole .pt file with that pickle and the storages.
std::string file(const Tensors& tensors);

} // namespace torch_writer
