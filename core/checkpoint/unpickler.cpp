#include "core/checkpoint/unpickler.h"

#include <bit>
#include <cstring>
#include <iterator>

#include "core/checkpoint/refusal.h"

namespace core::pickle {

namespace {

// The largest Segment Anything checkpoint takes some 30 000 steps and 100 kB. These bound what a
// hostile file can claim to some hundred megabytes.
constexpr std::size_t mostSteps = 1'000'000;
constexpr std::size_t longestPickle = 16 << 20;

/// The opcodes of pickle protocol 2 that a state dict is made of.
enum Opcode : unsigned char {
    Mark = '(',
    Stop = '.',
    None = 'N',
    BinInt = 'J',
    BinInt1 = 'K',
    BinInt2 = 'M',
    BinFloat = 'G',
    BinUnicode = 'X',
    BinPersId = 'Q',
    Append = 'a',
    Appends = 'e',
    Build = 'b',
    GlobalName = 'c',
    BinGet = 'h',
    LongBinGet = 'j',
    BinPut = 'q',
    LongBinPut = 'r',
    Reduce = 'R',
    SetItem = 's',
    SetItems = 'u',
    MakeTuple = 't',
    EmptyTuple = ')',
    EmptyList = ']',
    EmptyDict = '}',
    Protocol = 0x80,
    Tuple1 = 0x85,
    Tuple2 = 0x86,
    Tuple3 = 0x87,
    NewTrue = 0x88,
    NewFalse = 0x89,
    Long1 = 0x8a,
};

/// A little-endian two's complement number of up to eight bytes.
std::int64_t longFrom(std::string_view bytes)
{
    if (bytes.size() > 8)
        throw damaged("it has a number beyond 64 bits");
    std::uint64_t value = !bytes.empty() && (bytes.back() & 0x80) ? ~std::uint64_t(0) : 0;
    std::memcpy(&value, bytes.data(), bytes.size());
    return std::int64_t(value);
}

double bigEndianDouble(std::string_view bytes)
{
    std::uint64_t bits = 0;
    for (const char byte : bytes)
        bits = bits << 8 | static_cast<unsigned char>(byte);
    return std::bit_cast<double>(bits);
}

} // namespace

Value Unpickler::read()
{
    const std::size_t begin = rest_.size();
    for (std::size_t steps = 0; steps < mostSteps; ++steps) {
        if (begin - rest_.size() > longestPickle)
            throw damaged("its description of the tensors is too long");
        if (!step(number<unsigned char>())) {
            Value result = pop();
            if (!stack_.empty() || !marks_.empty())
                throw damaged("its pickle ends in the middle of something");
            return result;
        }
    }
    throw damaged("its pickle has too many steps");
}

// ---- bytes --------------------------------------------------------------------------------------

std::string_view Unpickler::take(std::size_t count)
{
    if (count > rest_.size())
        throw damaged("its pickle is cut off");
    const std::string_view bytes = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return bytes;
}

template <typename Number> Number Unpickler::number()
{
    Number value;
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
}

std::string_view Unpickler::line()
{
    const std::size_t length = rest_.find('\n');
    if (length == std::string_view::npos)
        throw damaged("its pickle is cut off");
    return take(length + 1).substr(0, length);
}

// ---- opcodes ------------------------------------------------------------------------------------

bool Unpickler::step(unsigned char opcode)
{
    if (opcode == Stop)
        return false;
    if (stepScalar(opcode) || stepContainer(opcode))
        return true;
    switch (opcode) {
    case Protocol:
        if (const auto version = number<unsigned char>(); version != 2)
            throw mismatch("its pickle has protocol " + std::to_string(version) + ", not 2");
        break;
    case BinPut:
        memo_[number<std::uint8_t>()] = top();
        break;
    case LongBinPut:
        memo_[number<std::uint32_t>()] = top();
        break;
    case BinGet:
        recall(number<std::uint8_t>());
        break;
    case LongBinGet:
        recall(number<std::uint32_t>());
        break;
    case GlobalName:
        pushGlobal();
        break;
    case Reduce:
        reduce();
        break;
    case Build:
        build();
        break;
    case BinPersId: {
        const Value id = pop();
        const auto* tuple = std::get_if<const Tuple*>(&id);
        if (!tuple)
            throw damaged("a storage of its pickle has no usable name");
        push(meaning_.load(**tuple));
        break;
    }
    default:
        throw mismatch("its pickle has opcode " + std::to_string(opcode) +
                       ", which no checkpoint needs");
    }
    return true;
}

bool Unpickler::stepScalar(unsigned char opcode)
{
    switch (opcode) {
    case None:
        push(std::monostate());
        return true;
    case NewTrue:
    case NewFalse:
        push(opcode == NewTrue);
        return true;
    case BinInt:
        push(std::int64_t(number<std::int32_t>()));
        return true;
    case BinInt1:
        push(std::int64_t(number<std::uint8_t>()));
        return true;
    case BinInt2:
        push(std::int64_t(number<std::uint16_t>()));
        return true;
    case Long1:
        push(longFrom(take(number<std::uint8_t>())));
        return true;
    case BinFloat:
        push(bigEndianDouble(take(8)));
        return true;
    case BinUnicode:
        push(take(number<std::uint32_t>()));
        return true;
    default:
        return false;
    }
}

bool Unpickler::stepContainer(unsigned char opcode)
{
    switch (opcode) {
    case Mark:
        marks_.push_back(stack_.size());
        return true;
    case EmptyTuple:
        pushTuple(0);
        return true;
    case Tuple1:
    case Tuple2:
    case Tuple3:
        pushTuple(std::size_t(opcode - Tuple1 + 1));
        return true;
    case MakeTuple:
        pushTuple(popToMark());
        return true;
    case EmptyList:
        push(&lists_.emplace_back());
        return true;
    case EmptyDict:
        push(&dicts_.emplace_back());
        return true;
    case Append: {
        append({pop()});
        return true;
    }
    case Appends:
        append(popToMark());
        return true;
    case SetItem: {
        Value value = pop();
        Value key = pop();
        setItems({std::move(key), std::move(value)});
        return true;
    }
    case SetItems:
        setItems(popToMark());
        return true;
    default:
        return false;
    }
}

// ---- the stack ----------------------------------------------------------------------------------

Value& Unpickler::top()
{
    if (stack_.size() <= (marks_.empty() ? 0 : marks_.back()))
        throw damaged("its pickle takes more than it has");
    return stack_.back();
}

Value Unpickler::pop()
{
    Value value = std::move(top());
    stack_.pop_back();
    return value;
}

std::vector<Value> Unpickler::popToMark()
{
    if (marks_.empty())
        throw damaged("its pickle takes more than it has");
    const auto first = stack_.begin() + std::ptrdiff_t(marks_.back());
    std::vector<Value> items(std::make_move_iterator(first), std::make_move_iterator(stack_.end()));
    stack_.erase(first, stack_.end());
    marks_.pop_back();
    return items;
}

void Unpickler::pushTuple(std::size_t count)
{
    std::vector<Value> items(count);
    while (count-- > 0)
        items[count] = pop();
    pushTuple(std::move(items));
}

void Unpickler::pushTuple(std::vector<Value> items)
{
    push(&std::as_const(tuples_.emplace_back(Tuple{std::move(items)})));
}

void Unpickler::setItems(std::vector<Value> keysAndValues)
{
    const auto* dict = std::get_if<Dict*>(&top());
    if (!dict || keysAndValues.size() % 2 != 0)
        throw damaged("its pickle sets an entry of something that has none");
    for (std::size_t i = 0; i < keysAndValues.size(); i += 2)
        (*dict)->items.emplace_back(std::move(keysAndValues[i]), std::move(keysAndValues[i + 1]));
}

void Unpickler::append(std::vector<Value> items)
{
    const auto* list = std::get_if<List*>(&top());
    if (!list)
        throw damaged("its pickle appends to something that is no list");
    std::move(items.begin(), items.end(), std::back_inserter((*list)->items));
}

void Unpickler::recall(std::uint32_t key)
{
    const auto found = memo_.find(key);
    if (found == memo_.end())
        throw damaged("its pickle recalls what it never had");
    push(found->second);
}

void Unpickler::pushGlobal()
{
    Global global;
    global.module = line();
    global.name = line();
    if (!global.is("collections", "OrderedDict"))
        meaning_.check(global);
    push(global);
}

void Unpickler::reduce()
{
    const Value arguments = pop();
    const Value function = pop();
    const auto* global = std::get_if<Global>(&function);
    const auto* tuple = std::get_if<const Tuple*>(&arguments);
    if (!global || !tuple)
        throw damaged("its pickle calls something that is no function");
    if (!global->is("collections", "OrderedDict"))
        push(meaning_.call(*global, **tuple));
    else if ((*tuple)->items.empty())
        push(&dicts_.emplace_back());
    else
        throw damaged("its pickle fills an OrderedDict in a way that is not known");
}

void Unpickler::build()
{
    pop(); // the attributes, in a state dict `_metadata`
    if (!std::holds_alternative<Dict*>(top()))
        throw damaged("its pickle gives attributes to something that has none");
}

} // namespace core::pickle
