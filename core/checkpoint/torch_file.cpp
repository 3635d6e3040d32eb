#include "core/checkpoint/torch_file.h"

#include <algorithm>
#include <array>

#include "core/checkpoint/file_mapping.h"
#include "core/checkpoint/refusal.h"
#include "core/checkpoint/torch_archive.h"
#include "core/checkpoint/torch_meaning.h"
#include "core/checkpoint/torch_stream.h"
#include "core/checkpoint/unpickler.h"

namespace core {

namespace {

using pickle::Dict;
using pickle::Value;

constexpr std::size_t longestName = 300;
// Tensors may share storages and repeat elements by strides of zero, but a small file must not
// become a large model.
constexpr std::uint64_t mostBytesPerFileByte = 8;
constexpr std::uint64_t harmlessBytes = 16 << 20;

bool looksLikePickle(std::string_view bytes)
{
    return bytes.size() > 1 && bytes[0] == '\x80' && bytes[1] >= 2 && bytes[1] <= 5;
}

const Dict& asDict(const Value& value)
{
    const auto* dict = std::get_if<Dict*>(&value);
    if (!dict)
        throw mismatch("it holds no state dict");
    return **dict;
}

const Dict* dictUnder(std::string_view key, const Dict& outer)
{
    for (const auto& [name, value] : outer.items) {
        const auto* text = std::get_if<std::string_view>(&name);
        if (text && *text == key && std::holds_alternative<Dict*>(value))
            return std::get<Dict*>(value);
    }
    return nullptr;
}

/// The dictionary itself, or the one inside under keys that training programs use.
const Dict& stateDictIn(const Dict& outer)
{
    constexpr std::array keys{"state_dict", "model_state_dict", "model"};
    constexpr int deepest = 4; // a hostile one may hold itself
    const Dict* dict = &outer;
    for (int depth = 0; depth < deepest; ++depth) {
        const Dict* inner = nullptr;
        for (const char* key : keys)
            inner = inner ? inner : dictUnder(key, *dict);
        if (!inner)
            break;
        dict = inner;
    }
    return *dict;
}

bool isParameterName(std::string_view text)
{
    return text.size() <= longestName &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

StateDict tensorsOf(const Dict& dict, std::uint64_t fileSize)
{
    const std::uint64_t mostBytes = std::max(harmlessBytes, mostBytesPerFileByte * fileSize);
    std::uint64_t bytes = 0;
    StateDict tensors;
    for (const auto& [key, value] : dict.items) {
        const auto* name = std::get_if<std::string_view>(&key);
        if (!name || !isParameterName(*name))
            throw mismatch("it holds something under a name that is no parameter's");
        const auto* tensor = std::get_if<at::Tensor>(&value);
        if (!tensor)
            throw mismatch("its entry " + shown(*name) + " is no tensor");
        if (tensor->nbytes() > mostBytes - bytes)
            throw damaged("its tensors are larger than the file can hold");
        bytes += tensor->nbytes();
        tensors.insert_or_assign(std::string(*name), *tensor);
    }
    return tensors;
}

TorchContents takeApart(std::string_view bytes)
{
    if (looksLikeZip(bytes))
        return readTorchArchive(bytes);
    if (looksLikeTorchStream(bytes))
        return readTorchStream(bytes);
    if (looksLikePickle(bytes))
        throw mismatch("it is a pickle, but not one that torch.save writes");
    throw damaged("it is cut off or not a PyTorch file");
}

} // namespace

bool looksLikeTorchFile(std::string_view bytes)
{
    return looksLikeZip(bytes) || looksLikePickle(bytes);
}

StateDict readTorchFile(const std::filesystem::path& path)
{
    const std::shared_ptr<FileMapping> file = FileMapping::open(path);
    try {
        const TorchContents contents = takeApart(file->bytes());
        TorchMeaning meaning(file, contents.storages);
        pickle::Unpickler unpickler(contents.pickle, meaning);
        return tensorsOf(stateDictIn(asDict(unpickler.read())), file->size());
    } catch (const Refusal& refusal) {
        throw Error(refusal.code, path.string(), refusal.reason);
    }
}

} // namespace core
