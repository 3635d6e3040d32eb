#include "core/checkpoint/torch_stream.h"

#include <cstdint>
#include <cstring>

#include "core/checkpoint/refusal.h"
#include "core/checkpoint/torch_meaning.h"
#include "core/checkpoint/unpickler.h"

namespace core {

namespace {

using pickle::Dict;
using pickle::Global;
using pickle::List;
using pickle::Tuple;
using pickle::Unpickler;
using pickle::Value;

/// The pickle of the magic number, as Python has always written it: protocol 2, ten bytes.
constexpr std::string_view magic("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", 15);
constexpr std::int64_t knownVersion = 1001;

/// Of pickles in which neither classes nor storages are expected.
class PlainMeaning : public pickle::Meaning {
public:
    void check(const Global& global) override { requireKnown(global); }
    Value call(const Global&, const Tuple&) override { throw unexpected(); }
    Value load(const Tuple&) override { throw unexpected(); }

private:
    static Refusal unexpected() { return damaged("its pickle has a tensor where none should be"); }
};

/// Notes which storages an object needs. They lie behind the object, so that its tensors cannot be
/// made yet.
class StorageList : public pickle::Meaning {
public:
    void check(const Global& global) override { requireKnown(global); }
    Value call(const Global&, const Tuple&) override { return {}; }
    Value load(const Tuple& id) override
    {
        const StorageId storage = readStorageId(id);
        elementSizes.emplace(storage.key, at::elementSize(storage.type));
        return {};
    }

    std::map<std::string_view, std::size_t> elementSizes; ///< by key
};

void checkVersion(const Value& value)
{
    const auto* version = std::get_if<std::int64_t>(&value);
    if (!version || *version != knownVersion)
        throw mismatch("it is in a format of PyTorch's that is not known");
}

void checkSystem(const Value& value)
{
    const auto* system = std::get_if<Dict*>(&value);
    if (!system)
        throw damaged("it does not say what machine wrote it");
    for (const auto& [key, entry] : (*system)->items) {
        const auto* name = std::get_if<std::string_view>(&key);
        const auto* little = std::get_if<bool>(&entry);
        if (name && *name == "little_endian" && little && !*little)
            throw mismatch("it was written by a big-endian machine");
    }
}

/// The pickles of a stream, one after another.
class Pickles {
public:
    explicit Pickles(std::string_view rest) : rest_(rest) {}

    /// Gives the next one's object to `use`, and returns its bytes.
    template <typename Use> std::string_view next(pickle::Meaning& meaning, Use use)
    {
        const std::string_view before = rest_;
        Unpickler unpickler(before, meaning);
        use(unpickler.read());
        rest_ = unpickler.rest();
        return before.substr(0, before.size() - rest_.size());
    }

    std::string_view rest() const { return rest_; }

private:
    std::string_view rest_;
};

/// The elements of one storage behind their number; moves `rest` beyond them.
std::string_view takeStorage(std::string_view& rest, std::size_t elementSize)
{
    std::int64_t count = 0;
    if (rest.size() < sizeof count)
        throw damaged("it is cut off");
    std::memcpy(&count, rest.data(), sizeof count);
    rest.remove_prefix(sizeof count);
    if (count < 0 || std::uint64_t(count) > rest.size() / elementSize)
        throw damaged("it is cut off inside a tensor");
    const std::string_view bytes = rest.substr(0, std::size_t(count) * elementSize);
    rest.remove_prefix(bytes.size());
    return bytes;
}

} // namespace

bool looksLikeTorchStream(std::string_view file)
{
    return file.starts_with(magic);
}

TorchContents readTorchStream(std::string_view file)
{
    Pickles pickles(file.substr(magic.size()));
    PlainMeaning plain;
    pickles.next(plain, checkVersion);
    pickles.next(plain, checkSystem);

    TorchContents contents;
    StorageList needed;
    contents.pickle = pickles.next(needed, [](const Value&) {});

    std::vector<std::string_view> keys;
    pickles.next(plain, [&](const Value& value) {
        const auto* list = std::get_if<List*>(&value);
        if (!list)
            throw damaged("it does not say which storages it has");
        for (const Value& key : (*list)->items) {
            const auto* text = std::get_if<std::string_view>(&key);
            if (!text)
                throw damaged("one of its storages has no usable name");
            keys.push_back(*text);
        }
    });

    std::string_view rest = pickles.rest();
    for (const std::string_view key : keys) {
        const auto elementSize = needed.elementSizes.find(key);
        if (elementSize == needed.elementSizes.end())
            throw damaged("it has a storage that no tensor uses");
        if (!contents.storages.emplace(key, takeStorage(rest, elementSize->second)).second)
            throw damaged("it has two storages of one name");
    }
    return contents;
}

} // namespace core
