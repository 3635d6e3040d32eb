#include "core/rle.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "core/error.h"

namespace core {

namespace {

[[noreturn]] void refuse(const std::string& reason)
{
    throw Error(ErrorCode::FileDamaged, "The run-length code of a mask", reason);
}

/// Collects pixels in reading order into runs.
class RunBuilder {
public:
    explicit RunBuilder(std::vector<std::uint32_t>& counts) : counts_(counts) {}

    void add(const std::uint8_t* bits, std::size_t size)
    {
        std::size_t i = 0;
        while (i < size) {
            const void* const change = std::memchr(bits + i, 1 - current_, size - i);
            const std::size_t end =
                change ? std::size_t(static_cast<const std::uint8_t*>(change) - bits) : size;
            run_ += std::uint32_t(end - i);
            if (change) {
                counts_.push_back(run_);
                run_ = 0;
                current_ = 1 - current_;
            }
            i = end;
        }
    }

    void finish() { counts_.push_back(run_); }

private:
    std::vector<std::uint32_t>& counts_;
    std::uint32_t run_ = 0;
    int current_ = 0;
};

/// Calls `use(x, pixel, size)` for the run of ones (or its part) in each column.
template <typename Use> void forEachSetSpan(const Rle& rle, Use use)
{
    const std::uint64_t height = std::uint64_t(rle.height);
    std::uint64_t position = 0;
    bool set = false;
    for (const std::uint32_t count : rle.counts) {
        const std::uint64_t end = position + count;
        if (set) {
            for (std::uint64_t start = position; start < end;) {
                const std::uint64_t column = start / height;
                const std::uint64_t stop = std::min(end, (column + 1) * height);
                use(int(column), int(start - column * height), int(stop - start));
                start = stop;
            }
        }
        position = end;
        set = !set;
    }
}

/// A run of ones: pixels begin … end−1 of the walk.
struct Stretch {
    std::uint64_t begin;
    std::uint64_t end;
    auto operator<=>(const Stretch&) const = default;
};

template <typename Use> void forEachStretch(const Rle& rle, Use use)
{
    std::uint64_t position = 0;
    for (std::size_t i = 0; i < rle.counts.size(); ++i) {
        const std::uint64_t end = position + rle.counts[i];
        if (i % 2 == 1 && end > position)
            use(Stretch{position, end});
        position = end;
    }
}

/// Columns that are turned into rows together: one cache line of each mask row.
constexpr int stripWidth = 64;

} // namespace

void checkLength(const Rle& rle)
{
    if (rle.width < 0 || rle.height < 0)
        refuse("its size is negative");
    std::uint64_t total = 0;
    for (const std::uint32_t count : rle.counts)
        total += count;
    const std::uint64_t pixels = std::uint64_t(rle.width) * std::uint64_t(rle.height);
    if (total != pixels)
        refuse("its runs cover " + std::to_string(total) + " pixels, the picture has " +
               std::to_string(pixels));
}

Rle encodeRle(const Mask& mask)
{
    Rle rle{mask.height(), mask.width(), {}};
    const std::size_t height = std::size_t(mask.height());
    std::vector<std::uint8_t> columns(height * stripWidth);
    RunBuilder runs(rle.counts);
    for (int x0 = 0; x0 < mask.width(); x0 += stripWidth) {
        const int width = std::min(stripWidth, mask.width() - x0);
        for (std::size_t y = 0; y < height; ++y) {
            const std::uint8_t* const row = mask.row(int(y)) + x0;
            for (int x = 0; x < width; ++x)
                columns[std::size_t(x) * height + y] = row[x];
        }
        runs.add(columns.data(), std::size_t(width) * height);
    }
    runs.finish();
    return rle;
}

Mask decodeRle(const Rle& rle)
{
    checkLength(rle);
    Mask mask(rle.width, rle.height);
    forEachSetSpan(rle, [&](int x, int y, int size) {
        for (int i = 0; i < size; ++i)
            mask.row(y + i)[x] = 1;
    });
    return mask;
}

Rle placedIn(const Rle& part, int x, int y, int width, int height)
{
    Rle whole{height, width, {}};
    std::uint64_t position = 0; // where the last run of ones ended
    forEachSetSpan(part, [&](int column, int row, int size) {
        const std::uint64_t start = std::uint64_t(x + column) * height + std::uint64_t(y + row);
        if (start == position && whole.counts.size() > 0) {
            whole.counts.back() += std::uint32_t(size); // goes on from the column before
        } else {
            whole.counts.push_back(std::uint32_t(start - position));
            whole.counts.push_back(std::uint32_t(size));
        }
        position = start + std::uint64_t(size);
    });
    const std::uint64_t pixels = std::uint64_t(width) * std::uint64_t(height);
    if (position < pixels || whole.counts.empty())
        whole.counts.push_back(std::uint32_t(pixels - position));
    return whole;
}

std::size_t area(const Rle& rle)
{
    std::size_t total = 0;
    for (std::size_t i = 1; i < rle.counts.size(); i += 2)
        total += rle.counts[i];
    return total;
}

PixelRect boundingBox(const Rle& rle)
{
    int left = rle.width, right = -1, top = rle.height, bottom = -1;
    forEachSetSpan(rle, [&](int x, int y, int size) {
        left = std::min(left, x);
        right = std::max(right, x);
        top = std::min(top, y);
        bottom = std::max(bottom, y + size - 1);
    });
    if (right < 0)
        return {};
    return {left, top, right - left + 1, bottom - top + 1};
}

// The string holds, from the fourth count on, the difference to the count before the last. Each
// number becomes characters of five bits from the low end on; bit 5 says that more follow, and the
// number ends where what remains is only its sign. 48 is added to make the characters printable.

Rle unite(const std::vector<const Rle*>& masks)
{
    std::vector<Stretch> all;
    for (const Rle* mask : masks)
        forEachStretch(*mask, [&](const Stretch& stretch) { all.push_back(stretch); });
    std::sort(all.begin(), all.end());
    Rle united{masks.front()->height, masks.front()->width, {}};
    std::uint64_t position = 0; // behind the last run written
    for (std::size_t i = 0; i < all.size();) {
        const std::uint64_t begin = all[i].begin;
        std::uint64_t end = all[i].end;
        while (++i < all.size() && all[i].begin <= end)
            end = std::max(end, all[i].end);
        united.counts.push_back(std::uint32_t(begin - position));
        united.counts.push_back(std::uint32_t(end - begin));
        position = end;
    }
    const std::uint64_t pixels = std::uint64_t(united.width) * std::uint64_t(united.height);
    if (position < pixels || united.counts.empty())
        united.counts.push_back(std::uint32_t(pixels - position));
    return united;
}

std::size_t intersectionArea(const Rle& a, const Rle& b)
{
    std::vector<Stretch> others;
    forEachStretch(b, [&](const Stretch& stretch) { others.push_back(stretch); });
    std::size_t shared = 0, next = 0;
    forEachStretch(a, [&](const Stretch& stretch) {
        while (next < others.size() && others[next].end <= stretch.begin)
            ++next;
        for (std::size_t i = next; i < others.size() && others[i].begin < stretch.end; ++i)
            shared +=
                std::min(stretch.end, others[i].end) - std::max(stretch.begin, others[i].begin);
    });
    return shared;
}

std::string compressCounts(const Rle& rle)
{
    std::string text;
    for (std::size_t i = 0; i < rle.counts.size(); ++i) {
        std::int64_t value = rle.counts[i];
        if (i > 2)
            value -= rle.counts[i - 2];
        bool more = true;
        while (more) {
            int bits = int(value & 0x1f);
            value >>= 5;
            more = (bits & 0x10) ? value != -1 : value != 0;
            if (more)
                bits |= 0x20;
            text.push_back(char(bits + 48));
        }
    }
    return text;
}

Rle decompressCounts(int height, int width, std::string_view counts)
{
    if (height < 0 || width < 0)
        refuse("its size is negative");
    const std::int64_t pixels = std::int64_t(width) * height;
    Rle rle{height, width, {}};
    std::int64_t total = 0;
    for (std::size_t i = 0; i < counts.size();) {
        std::int64_t value = 0;
        bool more = true;
        for (int shift = 0; more; shift += 5) {
            if (i == counts.size())
                refuse("it ends in the middle of a number");
            const int bits = int(static_cast<unsigned char>(counts[i++])) - 48;
            if (bits < 0 || bits > 0x3f)
                refuse("it holds a character that cannot be in it");
            if (shift > 35)
                refuse("it holds a number that is too long");
            value |= std::int64_t(bits & 0x1f) << shift;
            more = (bits & 0x20) != 0;
            if (!more && (bits & 0x10))
                value |= -(std::int64_t(1) << (shift + 5));
        }
        if (rle.counts.size() > 2)
            value += rle.counts[rle.counts.size() - 2];
        if (value < 0 || value > pixels - total)
            refuse("its runs do not fit the picture's size");
        total += value;
        rle.counts.push_back(std::uint32_t(value));
    }
    checkLength(rle);
    return rle;
}

} // namespace core
