#include "tests/core/torch_writer.h"

#include <cstdint>
#include <map>
#include <stdexcept>

#include <ATen/ATen.h>

namespace torch_writer {

namespace {

template <typename Number> std::string little(Number number)
{
    return {reinterpret_cast<const char*>(&number), sizeof number};
}

/// Python's pickler, protocol 2: every object gets a number when it is first written, and what is
/// written again is that number.
class Pickler {
public:
    std::string bytes = std::string("\x80\x02", 2);

    void memoize()
    {
        bytes += next_ < 256 ? "q" + little(std::uint8_t(next_)) : "r" + little(next_);
        ++next_;
    }
    void global(const std::string& module, const std::string& name)
    {
        once("c" + module + "\n" + name + "\n");
    }
    void text(const std::string& value) { once("X" + little(std::uint32_t(value.size())) + value); }
    void number(std::int64_t value)
    {
        if (value < 256)
            bytes += "K" + little(std::uint8_t(value));
        else if (value < 65536)
            bytes += "M" + little(std::uint16_t(value));
        else
            bytes += "J" + little(std::int32_t(value));
    }
    void tuple(at::IntArrayRef values)
    {
        static const std::string opcodes[] = {")", "\x85", "\x86", "\x87"};
        if (values.size() > 3)
            bytes += "(";
        for (const std::int64_t value : values)
            number(value);
        bytes += values.size() > 3 ? "t" : opcodes[values.size()];
        if (!values.empty())
            memoize();
    }
    void emptyOrderedDict()
    {
        global("collections", "OrderedDict");
        bytes += ")R";
        memoize();
    }

private:
    void once(const std::string& object)
    {
        const auto [known, isNew] = numbers_.emplace(object, next_);
        if (isNew) {
            bytes += object;
            memoize();
        } else {
            bytes += known->second < 256 ? "h" + little(std::uint8_t(known->second))
                                         : "j" + little(known->second);
        }
    }

    std::map<std::string, std::uint32_t> numbers_;
    std::uint32_t next_ = 0;
};

std::string storageType(const at::Tensor& tensor)
{
    switch (tensor.scalar_type()) {
    case at::kFloat:
        return "FloatStorage";
    case at::kHalf:
        return "HalfStorage";
    default:
        throw std::invalid_argument("a type that no test writes");
    }
}

void add(Pickler& pickler, const at::Tensor& tensor, const std::string& key)
{
    pickler.global("torch._utils", "_rebuild_tensor_v2");
    pickler.bytes += "((";
    pickler.text("storage");
    pickler.global("torch", storageType(tensor));
    pickler.text(key);
    pickler.text("cpu");
    pickler.number(tensor.numel());
    pickler.bytes += "t";
    pickler.memoize();
    pickler.bytes += "Q";
    pickler.number(0);
    pickler.tuple(tensor.sizes());
    pickler.tuple(tensor.strides());
    pickler.bytes += "\x89";
    pickler.emptyOrderedDict();
    pickler.bytes += "t";
    pickler.memoize();
    pickler.bytes += "R";
    pickler.memoize();
}

/// A zip file whose entries begin at multiples of 64 bytes.
class Archive {
public:
    void add(const std::string& name, const std::string& bytes)
    {
        constexpr std::size_t localSize = 30, alignment = 64, fieldHeader = 4;
        const std::size_t unpadded = file_.size() + localSize + name.size() + fieldHeader;
        const std::size_t padding = (alignment - unpadded % alignment) % alignment;
        const std::string sizes = little(std::uint32_t(bytes.size())) +
                                  little(std::uint32_t(bytes.size())) +
                                  little(std::uint16_t(name.size()));
        directory_ += "PK\x01\x02" + std::string(16, '\0') + sizes + std::string(12, '\0') +
                      little(std::uint32_t(file_.size())) + name;
        file_ += "PK\x03\x04" + std::string(14, '\0') + sizes +
                 little(std::uint16_t(fieldHeader + padding)) + name + "FB" +
                 little(std::uint16_t(padding)) + std::string(padding, 'Z') + bytes;
        ++count_;
    }
    std::string take()
    {
        const std::string counts = little(count_) + little(count_);
        return file_ + directory_ + "PK\x05\x06" + std::string(4, '\0') + counts +
               little(std::uint32_t(directory_.size())) + little(std::uint32_t(file_.size())) +
               std::string(2, '\0');
    }

private:
    std::string file_, directory_;
    std::uint16_t count_ = 0;
};

} // namespace

std::string pickle(const Tensors& tensors)
{
    Pickler pickler;
    pickler.emptyOrderedDict();
    pickler.bytes += "(";
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        pickler.text(tensors[i].first);
        add(pickler, tensors[i].second, std::to_string(i));
    }
    return pickler.bytes + "u.";
}

std::string file(const Tensors& tensors)
{
    Archive archive;
    archive.add("archive/data.pkl", pickle(tensors));
    for (std::size_t i = 0; i < tensors.size(); ++i)
        archive.add(
            "archive/data/" + std::to_string(i),
            {static_cast<const char*>(tensors[i].second.data_ptr()), tensors[i].second.nbytes()});
    archive.add("archive/version", "3\n");
    return archive.take();
}

} // namespace torch_writer
