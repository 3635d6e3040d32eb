#include "ui/row_runs.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace ui {

namespace {

/// Walks the run lengths column by column, giving the rows at which each column changes.
class ColumnReader {
public:
    explicit ColumnReader(const core::Rle& rle) : rle_(rle) {}

    void next(std::vector<int>& changes)
    {
        changes.clear();
        if (inside_)
            changes.push_back(0);
        const std::int64_t begin = column_ * rle_.height, end = begin + rle_.height;
        while (run_ < rle_.counts.size() && runEnd_ + rle_.counts[run_] < end) {
            runEnd_ += rle_.counts[run_++];
            inside_ = !inside_;
            const int row = int(runEnd_ - begin);
            if (!changes.empty() && changes.back() == row)
                changes.pop_back(); // an empty run changes nothing
            else
                changes.push_back(row);
        }
        finishColumn(end);
    }

private:
    /// A run that ends exactly with its column changes the next column, not this one.
    void finishColumn(std::int64_t end)
    {
        ++column_;
        while (run_ < rle_.counts.size() && runEnd_ + rle_.counts[run_] == end) {
            runEnd_ += rle_.counts[run_++];
            inside_ = !inside_;
        }
    }

    const core::Rle& rle_;
    std::int64_t column_ = 0;
    std::size_t run_ = 0;
    std::int64_t runEnd_ = 0; // pixels in the runs that are over
    bool inside_ = false;     // of the run under way
};

} // namespace

RowRuns::RowRuns(const core::Rle& rle)
    : width_(rle.width), height_(rle.height), box_(core::boundingBox(rle)),
      rows_(std::size_t(box_.height))
{
    ColumnReader reader(rle);
    std::vector<int> previous, current, difference;
    for (int x = 0; x < width_; ++x) {
        reader.next(current);
        difference.clear();
        std::set_symmetric_difference(previous.begin(), previous.end(), current.begin(),
                                      current.end(), std::back_inserter(difference));
        // Between the 1st and 2nd, 3rd and 4th … of these rows the two columns differ.
        for (std::size_t i = 0; i < difference.size(); i += 2) {
            const int end = i + 1 < difference.size() ? difference[i + 1] : rle.height;
            for (int y = difference[i]; y < end; ++y)
                rows_[std::size_t(y - box_.y)].push_back(x);
        }
        std::swap(previous, current);
    }
}

const std::vector<int>& RowRuns::changes(int y) const
{
    static const std::vector<int> none;
    const bool inBox = y >= box_.y && y < box_.y + box_.height;
    return inBox ? rows_[std::size_t(y - box_.y)] : none;
}

bool RowRuns::at(int x, int y) const
{
    const std::vector<int>& row = changes(y);
    const auto behind = std::upper_bound(row.begin(), row.end(), x);
    return (behind - row.begin()) % 2 == 1;
}

} // namespace ui
