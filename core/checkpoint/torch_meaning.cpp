#include "core/checkpoint/torch_meaning.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "core/checkpoint/refusal.h"

namespace core {

namespace {

using pickle::Global;
using pickle::Storage;
using pickle::Tuple;
using pickle::Value;

constexpr std::size_t mostDimensions = 8;
constexpr std::size_t longestKey = 32;

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
    if (last >= elements.numel())
        throw damaged("a tensor reaches beyond its storage");
    return elements.as_strided(sizes, strides, offset);
}

Refusal wrongSize(std::string_view key)
{
    return damaged("storage " + shown(key) + " is not as large as it should be");
}

} // namespace

// ("storage", type, key, device it was on, number of elements), and in the older format None: once
// it could name a part of another storage.
StorageId readStorageId(const Tuple& id)
{
    const Type* type = typeOf(argument<Global>(id, 1));
    if (argument<std::string_view>(id, 0) != "storage" || !type)
        throw damaged("its pickle describes a storage in a way that is not known");
    const auto key = argument<std::string_view>(id, 2);
    if (key.size() > longestKey)
        throw damaged("a storage has an impossible name");
    if (id.items.size() > 5 && !std::holds_alternative<std::monostate>(id.items[5]))
        throw mismatch("it was written by a PyTorch before 0.4; load and save it once with a newer "
                       "one");
    return {key, type->scalar, argument<std::int64_t>(id, 4)};
}

void requireKnown(const Global& global)
{
    if (!isRebuildTensor(global) && !isRebuildParameter(global) && !typeOf(global))
        throw mismatch("it asks for " + shown(global.module) + "." + shown(global.name) +
                       ", which no checkpoint needs");
}

Value TorchMeaning::call(const Global& function, const Tuple& arguments)
{
    if (isRebuildParameter(function))
        return argument<at::Tensor>(arguments, 0);
    if (!isRebuildTensor(function))
        throw damaged("its pickle makes a storage in a way that is not known");
    return viewOf(argument<Storage>(arguments, 0).elements, argument<std::int64_t>(arguments, 1),
                  naturals(*argument<const Tuple*>(arguments, 2)),
                  naturals(*argument<const Tuple*>(arguments, 3)));
}

Value TorchMeaning::load(const Tuple& persistentId)
{
    const StorageId id = readStorageId(persistentId);
    const auto known = storages_.find(id.key);
    const at::Tensor elements = known == storages_.end() ? read(id.key, id.type) : known->second;
    if (elements.scalar_type() != id.type || elements.numel() != id.count)
        throw wrongSize(id.key);
    storages_.emplace(id.key, elements);
    return Storage{elements};
}

at::Tensor TorchMeaning::read(std::string_view key, at::ScalarType type) const
{
    const auto found = bytes_.find(key);
    if (found == bytes_.end())
        throw damaged("it has no storage " + shown(key));
    const std::string_view bytes = found->second;
    const std::size_t elementSize = at::elementSize(type);
    if (bytes.size() % elementSize != 0)
        throw wrongSize(key);
    const auto count = std::int64_t(bytes.size() / elementSize);
    const bool aligned = reinterpret_cast<std::uintptr_t>(bytes.data()) % elementSize == 0;
    // Any byte but 0 and 1 is no bool, so these are made anew.
    if (type == at::kBool)
        return view(bytes, count, at::kByte).ne(0);
    if (aligned && count > 0)
        return view(bytes, count, type);
    at::Tensor copy = at::empty({count}, type);
    if (count > 0)
        std::memcpy(copy.data_ptr(), bytes.data(), bytes.size());
    return copy;
}

/// Each view holds the mapping.
at::Tensor TorchMeaning::view(std::string_view bytes, std::int64_t count, at::ScalarType type) const
{
    char* data = file_->data() + (bytes.data() - file_->bytes().data());
    return at::from_blob(
        data, {count}, [file = file_](void*) {}, at::TensorOptions(type));
}

} // namespace core
