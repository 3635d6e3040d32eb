#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include <ATen/core/Tensor.h>

namespace core::pickle {

struct Tuple;
struct List;
struct Dict;

/// A function or class of Python, by name. Nothing is ever looked up or run.
struct Global {
    std::string_view module, name;
    bool is(std::string_view otherModule, std::string_view otherName) const
    {
        return module == otherModule && name == otherName;
    }
};

/// All elements of one storage, as a one-dimensional tensor.
struct Storage {
    at::Tensor elements;
};

/// Texts are views of the pickle, containers belong to the unpickler: neither outlives its source.
using Value = std::variant<std::monostate, bool, std::int64_t, double, std::string_view, Global,
                           Storage, at::Tensor, const Tuple*, List*, Dict*>;

struct Tuple {
    std::vector<Value> items;
};
struct List {
    std::vector<Value> items;
};
struct Dict {
    std::vector<std::pair<Value, Value>> items; ///< in the order they were set; the last one counts
};

/// What the file's globals and persistent ids mean. All throw Refusal for what they do not know.
class Meaning {
public:
    virtual ~Meaning() = default;
    virtual void check(const Global& global) = 0;
    virtual Value call(const Global& function, const Tuple& arguments) = 0;
    virtual Value load(const Tuple& persistentId) = 0;
};

/// Reads a pickle of protocol 2 as data: it knows the opcodes of numbers, texts, containers and
/// dictionaries, makes collections.OrderedDict itself, and asks a Meaning about everything else.
/// Attributes of a dictionary are passed over. Time and memory grow with the pickle's length alone.
class Unpickler {
public:
    Unpickler(std::string_view bytes, Meaning& meaning) : rest_(bytes), meaning_(meaning) {}

    /// The one object of the pickle. To be called once.
    /// @throws Refusal
    Value read();

    /// What follows the pickle, once it was read.
    std::string_view rest() const { return rest_; }

private:
    std::string_view take(std::size_t count);
    template <typename Number> Number number();
    std::string_view line();

    bool step(unsigned char opcode); ///< false at the end of the pickle
    bool stepScalar(unsigned char opcode);
    bool stepContainer(unsigned char opcode);

    void push(Value value) { stack_.push_back(std::move(value)); }
    Value pop();
    std::vector<Value> popToMark();
    Value& top();
    void pushTuple(std::size_t count);
    void pushTuple(std::vector<Value> items);
    void setItems(std::vector<Value> keysAndValues);
    void append(std::vector<Value> items);
    void recall(std::uint32_t key);
    void pushGlobal();
    void reduce();
    void build();

    std::string_view rest_;
    Meaning& meaning_;
    std::vector<Value> stack_;
    std::vector<std::size_t> marks_;
    std::unordered_map<std::uint32_t, Value> memo_;
    std::deque<Tuple> tuples_;
    std::deque<List> lists_;
    std::deque<Dict> dicts_;
};

} // namespace core::pickle
