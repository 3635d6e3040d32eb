#pragma once

#include <cstdint>
#include <map>
#include <memory>

#include <ATen/ATen.h>

#include "core/checkpoint/file_mapping.h"
#include "core/checkpoint/torch_contents.h"
#include "core/checkpoint/unpickler.h"

namespace core {

/// How a pickle names a storage.
struct StorageId {
    std::string_view key;
    at::ScalarType type;
    std::int64_t count; ///< elements
};

/// @throws Refusal for what is no storage
StorageId readStorageId(const pickle::Tuple& persistentId);

/// @throws Refusal for globals that a state dict does not need
void requireKnown(const pickle::Global& global);

/// What the globals and storages of a state dict are: tensors, each a view of its storage. Storages
/// are views of the file, where its alignment allows, and hold it.
class TorchMeaning : public pickle::Meaning {
public:
    /// `storages`: views of the file, by key.
    TorchMeaning(std::shared_ptr<FileMapping> file,
                 std::map<std::string_view, std::string_view> storages)
        : file_(std::move(file)), bytes_(std::move(storages))
    {
    }

    void check(const pickle::Global& global) override { requireKnown(global); }
    pickle::Value call(const pickle::Global& function, const pickle::Tuple& arguments) override;
    pickle::Value load(const pickle::Tuple& persistentId) override;

private:
    at::Tensor read(std::string_view key, at::ScalarType type) const;
    at::Tensor view(std::string_view bytes, std::int64_t count, at::ScalarType type) const;

    std::shared_ptr<FileMapping> file_;
    std::map<std::string_view, std::string_view> bytes_;
    std::map<std::string_view, at::Tensor> storages_; ///< those that were used
};

} // namespace core
