#include "core/checkpoint/safetensors.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <set>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/atomic_file.h"
#include "core/checkpoint/file_mapping.h"
#include "core/checkpoint/refusal.h"
#include "core/error.h"

namespace core {

static_assert(std::endian::native == std::endian::little, "the format is little-endian");

namespace {

using Json = nlohmann::json;

constexpr std::size_t lengthFieldSize = 8;
// Some 50 000 tensors. The parsed header takes many times its length, so this bounds the memory a
// hostile file can claim.
constexpr std::uint64_t longestHeader = 8 << 20;
constexpr std::size_t mostDimensions = 8;
constexpr std::size_t longestName = 300;
constexpr std::size_t dataAlignment = 64;

struct Type {
    const char* name;
    at::ScalarType scalar;
};

constexpr std::array types{
    Type{"F32", at::kFloat},  Type{"F16", at::kHalf}, Type{"BF16", at::kBFloat16},
    Type{"F64", at::kDouble}, Type{"I64", at::kLong}, Type{"I32", at::kInt},
    Type{"I16", at::kShort},  Type{"I8", at::kChar},  Type{"U8", at::kByte},
    Type{"BOOL", at::kBool},
};

/// One entry of the header. `begin` and `end` count from the start of the data.
struct Entry {
    std::string name;
    at::ScalarType scalar = at::kFloat;
    std::vector<std::int64_t> shape;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

// ---- reading ------------------------------------------------------------------------------------

/// The JSON text, with every bound checked.
std::string_view headerText(std::string_view bytes)
{
    if (bytes.size() < lengthFieldSize)
        throw damaged("it is cut off");
    std::uint64_t length = 0;
    std::memcpy(&length, bytes.data(), lengthFieldSize);
    if (length > bytes.size() - lengthFieldSize)
        throw damaged("it is cut off or not a safetensors file");
    if (length > longestHeader)
        throw damaged("its header is too long");
    return bytes.substr(lengthFieldSize, length);
}

/// Parses the header and refuses what JSON allows but a header may not have: nesting, and one name
/// twice.
Json parseHeader(std::string_view text)
{
    constexpr int deepest = 3; // file → tensor → shape
    std::vector<std::set<std::string>> names;
    const auto watch = [&names](int depth, Json::parse_event_t event, Json& value) {
        if (event == Json::parse_event_t::object_start) {
            names.emplace_back();
        } else if (event == Json::parse_event_t::object_end) {
            names.pop_back();
        } else if (event == Json::parse_event_t::key) {
            const auto& name = value.get_ref<const std::string&>();
            if (!names.back().insert(name).second)
                throw damaged("its header has " + shown(name) + " twice");
        }
        const bool opens =
            event == Json::parse_event_t::object_start || event == Json::parse_event_t::array_start;
        if (opens && depth >= deepest)
            throw damaged("its header is nested too deeply");
        return true;
    };
    Json header;
    try {
        header = Json::parse(text, watch);
    } catch (const Json::exception&) {
        throw damaged("its header is not valid JSON");
    }
    if (!header.is_object())
        throw damaged("its header is not a JSON object");
    return header;
}

const Json& member(const Json& object, const std::string& tensor, const char* key)
{
    const auto found = object.find(key);
    if (found == object.end())
        throw damaged("tensor " + shown(tensor) + " has no " + key);
    return *found;
}

at::ScalarType readType(const Json& value, const std::string& tensor)
{
    for (const Type& type : types)
        if (value == type.name)
            return type.scalar;
    throw damaged("tensor " + shown(tensor) + " has a type that is not known");
}

std::vector<std::int64_t> readShape(const Json& value, const std::string& tensor)
{
    if (!value.is_array() || value.size() > mostDimensions)
        throw damaged("tensor " + shown(tensor) + " has no usable shape");
    std::vector<std::int64_t> shape;
    for (const Json& side : value) {
        if (!side.is_number_unsigned() || side.get<std::uint64_t>() > INT64_MAX)
            throw damaged("tensor " + shown(tensor) + " has no usable shape");
        shape.push_back(side.get<std::int64_t>());
    }
    return shape;
}

/// Bytes that a tensor of this shape takes. Also refuses shapes whose strides would overflow
/// although a zero among the sides makes the tensor empty.
std::uint64_t byteCount(const Entry& entry)
{
    std::int64_t stride = std::int64_t(at::elementSize(entry.scalar));
    bool empty = false;
    for (const std::int64_t side : entry.shape) {
        empty = empty || side == 0;
        if (__builtin_mul_overflow(stride, std::max<std::int64_t>(side, 1), &stride))
            throw damaged("tensor " + shown(entry.name) + " is impossibly large");
    }
    return empty ? 0 : std::uint64_t(stride);
}

/// Names become part of sentences. (That they are UTF-8 was checked with the JSON.)
bool isParameterName(const std::string& name)
{
    return name.size() <= longestName && std::none_of(name.begin(), name.end(), [](char c) {
               return (c >= 0 && c < ' ') || c == '\x7f';
           });
}

Entry readEntry(const std::string& name, const Json& value)
{
    if (!isParameterName(name))
        throw damaged("its header has a name that is no parameter's: " + shown(name));
    if (!value.is_object())
        throw damaged("tensor " + shown(name) + " is not described by a JSON object");
    Entry entry;
    entry.name = name;
    entry.scalar = readType(member(value, name, "dtype"), name);
    entry.shape = readShape(member(value, name, "shape"), name);
    const Json& offsets = member(value, name, "data_offsets");
    if (!offsets.is_array() || offsets.size() != 2 || !offsets[0].is_number_unsigned() ||
        !offsets[1].is_number_unsigned())
        throw damaged("tensor " + shown(name) + " has no usable offsets");
    entry.begin = offsets[0].get<std::uint64_t>();
    entry.end = offsets[1].get<std::uint64_t>();
    if (entry.end < entry.begin || entry.end - entry.begin != byteCount(entry))
        throw damaged("the offsets of tensor " + shown(name) + " do not fit its shape");
    return entry;
}

/// Every byte of the data belongs to exactly one tensor, and each begins where its type may.
void checkLayout(std::vector<Entry>& entries, const char* data, std::uint64_t dataSize)
{
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
    });
    std::uint64_t expected = 0;
    for (const Entry& entry : entries) {
        if (entry.begin != expected)
            throw damaged("tensor " + shown(entry.name) + " overlaps another or leaves a gap");
        if (entry.end > dataSize)
            throw damaged("it is cut off inside tensor " + shown(entry.name));
        if ((reinterpret_cast<std::uintptr_t>(data) + entry.begin) % at::elementSize(entry.scalar))
            throw damaged("tensor " + shown(entry.name) + " is not aligned");
        expected = entry.end;
    }
    if (expected != dataSize)
        throw damaged("it has bytes that belong to no tensor");
}

std::vector<Entry> readEntries(const FileMapping& file, char*& data)
{
    const std::string_view text = headerText(file.bytes());
    const Json header = parseHeader(text);
    std::vector<Entry> entries;
    for (const auto& [name, value] : header.items())
        if (name != "__metadata__")
            entries.push_back(readEntry(name, value));
    data = file.data() + lengthFieldSize + text.size();
    checkLayout(entries, data, file.size() - lengthFieldSize - text.size());
    return entries;
}

// ---- writing ------------------------------------------------------------------------------------

std::string typeName(at::ScalarType scalar)
{
    for (const Type& type : types)
        if (type.scalar == scalar)
            return type.name;
    throw Error(ErrorCode::Internal, {},
                std::string("no safetensors type for ") + at::toString(scalar));
}

/// What the size of a tensor is a multiple of: sorted by falling values of this, tensors are
/// aligned to it without gaps.
std::size_t grain(const at::Tensor& tensor)
{
    return tensor.nbytes() % dataAlignment == 0 ? dataAlignment : tensor.element_size();
}

std::vector<std::pair<std::string, at::Tensor>> inFileOrder(const StateDict& tensors)
{
    std::vector<std::pair<std::string, at::Tensor>> ordered(tensors.begin(), tensors.end());
    std::stable_sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) {
        return grain(a.second) > grain(b.second);
    });
    return ordered;
}

} // namespace

StateDict readSafetensors(const std::filesystem::path& path)
{
    const std::shared_ptr<FileMapping> file = FileMapping::open(path);
    char* data = nullptr;
    std::vector<Entry> entries;
    try {
        entries = readEntries(*file, data);
    } catch (const Refusal& refusal) {
        throw Error(refusal.code, path.string(), refusal.reason);
    }
    StateDict tensors;
    for (const Entry& entry : entries) {
        const bool isBool = entry.scalar == at::kBool;
        // Each view holds the mapping.
        at::Tensor tensor = at::from_blob(
            data + entry.begin, entry.shape, [file](void*) {},
            at::TensorOptions(isBool ? at::kByte : entry.scalar));
        // Any byte but 0 and 1 is no bool, so these are made anew.
        tensors[entry.name] = isBool ? tensor.ne(0) : tensor;
    }
    return tensors;
}

void writeSafetensors(const std::filesystem::path& path, const StateDict& tensors)
{
    const auto ordered = inFileOrder(tensors);
    nlohmann::ordered_json header = nlohmann::ordered_json::object();
    std::uint64_t end = 0;
    for (const auto& [name, tensor] : ordered) {
        const std::uint64_t begin = end;
        end += tensor.nbytes();
        header[name] = {{"dtype", typeName(tensor.scalar_type())},
                        {"shape", tensor.sizes().vec()},
                        {"data_offsets", {begin, end}}};
    }
    std::string text = header.dump();
    const std::size_t unpadded = lengthFieldSize + text.size();
    text.append((dataAlignment - unpadded % dataAlignment) % dataAlignment, ' ');

    const std::uint64_t length = text.size();
    AtomicFile file(path);
    file.write({reinterpret_cast<const char*>(&length), lengthFieldSize});
    file.write(text);
    for (const auto& [name, tensor] : ordered) {
        const at::Tensor plain = tensor.contiguous();
        file.write({static_cast<const char*>(plain.data_ptr()), plain.nbytes()});
    }
    file.commit();
}

} // namespace core
