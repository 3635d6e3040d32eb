#include "core/checkpoint/torch_file.h"

#include <algorithm>
#include <array>
#include <cstring>

#include <ATen/ATen.h>

#include "core/checkpoint/file_mapping.h"
#include "core/checkpoint/refusal.h"
#include "core/checkpoint/unpickler.h"
#include "core/checkpoint/zip_archive.h"

namespace core {

namespace {

using pickle::Dict;
using pickle::Global;
using pickle::shown;
using pickle::Storage;
using pickle::Tuple;
using pickle::Value;

constexpr std::size_t mostDimensions = 8;
constexpr std::size_t longestKey = 32;
constexpr std::size_t longestName = 300;
// Tensors may share storages, but a small file must not become a large model.
constexpr std::uint64_t mostBytesPerFileByte = 8;

constexpr std::string_view zipMark("PK\x03\x04");

struct Type {
    std::string_view storage;
    at::ScalarType scalar;
};

constexpr std::array types{
    Type{"FloatStorage", at::kFloat},   Type{"HalfStorage", at::kHalf},
    Type{"DoubleStorage", at::kDouble}, Type{"BFloat16Storage", at::kBFloat16},
    Type{"LongStorage", at::kLong},     Type{"IntStorage", at::kInt},
    Type{"ShortStorage", at::kShort},   Type{"CharStorage", at::kChar},
    Type{"ByteStorage", at::kByte},     Type{"BoolStorage", at::kBool},
};

const Type* typeOf(const Global& global)
{
    const auto found = std::find_if(types.begin(), types.end(), [&](const Type& type) {
        return global.is("torch", type.storage);
    });
    return found == types.end() ? nullptr : &*found;
}

bool isRebuildTensor(const Global& global)
{
    return global.is("torch._utils", "_rebuild_tensor_v2");
}

bool isRebuildParameter(const Global& global)
{
    return global.is("torch._utils", "_rebuild_parameter");
}

template <typename Kind> const Kind& argument(const Tuple& arguments, std::size_t index)
{
    const Kind* value =
        index < arguments.items.size() ? std::get_if<Kind>(&arguments.items[index]) : nullptr;
    if (!value)
        throw damaged("its pickle describes a tensor in a way that is not known");
    return *value;
}

std::vector<std::int64_t> naturals(const Tuple& tuple)
{
    if (tuple.items.size() > mostDimensions)
        throw damaged("a tensor has more than " + std::to_string(mostDimensions) + " dimensions");
    std::vector<std::int64_t> numbers;
    for (std::size_t i = 0; i < tuple.items.size(); ++i) {
        numbers.push_back(argument<std::int64_t>(tuple, i));
        if (numbers.back() < 0)
            throw damaged("a tensor has a negative size or stride");
    }
    return numbers;
}

/// The view of a storage that a tensor is. Every element it reaches lies inside.
at::Tensor viewOf(const at::Tensor& elements, std::int64_t offset,
                  const std::vector<std::int64_t>& sizes, const std::vector<std::int64_t>& strides)
{
    if (sizes.size() != strides.size() || offset < 0)
        throw damaged("a tensor has no usable shape");
    std::int64_t count = elements.element_size(); // in bytes, so that torch may multiply too
    std::int64_t last = offset;
    bool empty = false;
    bool overflow = false;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        const std::int64_t side = std::max<std::int64_t>(sizes[i], 1);
        std::int64_t reach = 0;
        overflow |= __builtin_mul_overflow(count, side, &count);
        overflow |= __builtin_mul_overflow(side - 1, strides[i], &reach);
        overflow |= __builtin_add_overflow(last, reach, &last);
        empty = empty || sizes[i] == 0;
    }
    if (overflow)
        throw damaged("a tensor is impossibly large");
    if (empty)
        return at::empty(sizes, elements.options());
    // More elements than the storage has are possible, with strides of zero, but not in a model.
    if (last >= elements.numel() || count > std::int64_t(elements.nbytes()))
        throw damaged("a tensor reaches beyond its storage");
    return elements.as_strided(sizes, strides, offset);
}

/// What the globals and storages of a state dict are.
class TorchMeaning : public pickle::Meaning {
public:
    TorchMeaning(std::shared_ptr<FileMapping> file, ZipArchive archive, std::string folder)
        : file_(std::move(file)), archive_(std::move(archive)), folder_(std::move(folder))
    {
    }

    void check(const Global& global) override
    {
        if (!isRebuildTensor(global) && !isRebuildParameter(global) && !typeOf(global))
            throw mismatch("it asks for " + shown(global.module) + "." + shown(global.name) +
                           ", which no checkpoint needs");
    }

    Value call(const Global& function, const Tuple& arguments) override
    {
        if (isRebuildParameter(function))
            return argument<at::Tensor>(arguments, 0);
        if (!isRebuildTensor(function))
            throw damaged("its pickle makes a storage in a way that is not known");
        return viewOf(argument<Storage>(arguments, 0).elements,
                      argument<std::int64_t>(arguments, 1),
                      naturals(*argument<const Tuple*>(arguments, 2)),
                      naturals(*argument<const Tuple*>(arguments, 3)));
    }

    /// ("storage", type, key, device it was on, number of elements)
    Value load(const Tuple& id) override
    {
        const Type* type = typeOf(argument<Global>(id, 1));
        if (argument<std::string_view>(id, 0) != "storage" || !type)
            throw damaged("its pickle describes a storage in a way that is not known");
        const std::string_view key = argument<std::string_view>(id, 2);
        const std::int64_t count = argument<std::int64_t>(id, 4);
        if (key.size() > longestKey)
            throw damaged("a storage has an impossible name");
        const auto known = storages_.find(key);
        const at::Tensor elements = known == storages_.end() ? read(key, *type) : known->second;
        if (elements.scalar_type() != type->scalar || elements.numel() != count)
            throw damaged("storage " + shown(key) + " is not as large as it should be");
        storages_.emplace(key, elements);
        return Storage{elements};
    }

private:
    at::Tensor read(std::string_view key, const Type& type) const
    {
        const auto entry = archive_.entries.find(folder_ + "data/" + std::string(key));
        if (entry == archive_.entries.end())
            throw damaged("it has no storage " + shown(key));
        const std::string_view bytes = entry->second;
        const std::size_t elementSize = at::elementSize(type.scalar);
        if (bytes.size() % elementSize != 0)
            throw damaged("storage " + shown(key) + " is not as large as it should be");
        const auto count = std::int64_t(bytes.size() / elementSize);
        const bool aligned = reinterpret_cast<std::uintptr_t>(bytes.data()) % elementSize == 0;
        // Any byte but 0 and 1 is no bool, so these are made anew.
        if (type.scalar == at::kBool)
            return view(bytes, count, at::kByte).ne(0);
        if (aligned && count > 0)
            return view(bytes, count, type.scalar);
        at::Tensor copy = at::empty({count}, type.scalar);
        if (count > 0)
            std::memcpy(copy.data_ptr(), bytes.data(), bytes.size());
        return copy;
    }

    /// Each view holds the mapping.
    at::Tensor view(std::string_view bytes, std::int64_t count, at::ScalarType type) const
    {
        char* data = file_->data() + (bytes.data() - file_->bytes().data());
        return at::from_blob(
            data, {count}, [file = file_](void*) {}, at::TensorOptions(type));
    }

    std::shared_ptr<FileMapping> file_;
    ZipArchive archive_;
    std::string folder_; // of the archive, with its slash
    std::map<std::string_view, at::Tensor> storages_;
};

/// The folder all entries of the archive lie in, with its slash. It is named after the file that
/// was written first, so any name will do.
std::string folderOf(const ZipArchive& archive)
{
    for (const auto& [name, bytes] : archive.entries) {
        const std::size_t slash = name.find('/');
        if (slash != std::string_view::npos && name.substr(slash) == "/data.pkl")
            return std::string(name.substr(0, slash + 1));
    }
    throw mismatch("it is a zip archive, but not one of PyTorch's");
}

void refuseOtherArchives(const ZipArchive& archive, const std::string& folder)
{
    if (archive.entries.contains(folder + "constants.pkl"))
        throw mismatch("it is a TorchScript program, not a checkpoint; save the model's "
                       "state_dict() with torch.save");
    if (archive.hasPacked)
        throw mismatch("its archive is compressed or encrypted, which torch.save never does");
    const auto order = archive.entries.find(folder + "byteorder");
    if (order != archive.entries.end() && order->second != "little")
        throw mismatch("it was written by a big-endian machine");
}

const Dict& asDict(const Value& value)
{
    const auto* dict = std::get_if<Dict*>(&value);
    if (!dict)
        throw mismatch("it holds no state dict");
    return **dict;
}

/// The dictionary itself, or the one under a key that training programs use.
const Dict& stateDictIn(const Dict& outer)
{
    for (const auto& [key, value] : outer.items) {
        const auto* name = std::get_if<std::string_view>(&key);
        if (name && (*name == "state_dict" || *name == "model") &&
            std::holds_alternative<Dict*>(value))
            return asDict(value);
    }
    return outer;
}

bool isParameterName(std::string_view text)
{
    return text.size() <= longestName &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

StateDict tensorsOf(const Dict& dict, std::uint64_t fileSize)
{
    StateDict tensors;
    std::uint64_t bytes = 0;
    for (const auto& [key, value] : dict.items) {
        const auto* name = std::get_if<std::string_view>(&key);
        if (!name || !isParameterName(*name))
            throw mismatch("it holds something under a name that is no parameter's");
        const auto* tensor = std::get_if<at::Tensor>(&value);
        if (!tensor)
            throw mismatch("its entry " + shown(*name) + " is no tensor");
        bytes += tensor->nbytes();
        tensors.insert_or_assign(std::string(*name), *tensor);
    }
    if (bytes / mostBytesPerFileByte > fileSize)
        throw damaged("its tensors are larger than the file can hold");
    return tensors;
}

StateDict readArchive(const std::shared_ptr<FileMapping>& file)
{
    const ZipArchive archive = readZipArchive(file->bytes());
    const std::string folder = folderOf(archive);
    refuseOtherArchives(archive, folder);
    TorchMeaning meaning(file, archive, folder);
    pickle::Unpickler unpickler(archive.entries.at(folder + "data.pkl"), meaning);
    return tensorsOf(stateDictIn(asDict(unpickler.read())), file->size());
}

} // namespace

bool looksLikeTorchFile(std::string_view bytes)
{
    const bool pickle = bytes.size() > 1 && bytes[0] == '\x80' && bytes[1] >= 2 && bytes[1] <= 5;
    return bytes.starts_with(zipMark) || pickle;
}

StateDict readTorchFile(const std::filesystem::path& path)
{
    const std::shared_ptr<FileMapping> file = FileMapping::open(path);
    try {
        if (!file->bytes().starts_with(zipMark))
            throw looksLikeTorchFile(file->bytes())
                ? mismatch("it is in PyTorch's format before 1.6; load and save it once with a "
                           "newer PyTorch")
                : damaged("it is cut off or not a PyTorch file");
        return readArchive(file);
    } catch (const Refusal& refusal) {
        throw Error(refusal.code, path.string(), refusal.reason);
    }
}

} // namespace core
