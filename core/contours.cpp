#include "core/contours.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

#include "core/error.h"

namespace core {

namespace {

/// A corner between pixels: (x, y) is the top-left corner of pixel (x, y).
struct Corner {
    int x = 0;
    int y = 0;
    bool operator==(const Corner&) const = default;
};

/// Set pixels start … end−1 of a row.
struct Run {
    int start = 0;
    int end = 0;
    int region = 0; ///< index of a run of the same region; the root after `findRegions`
    int loop = -1;  ///< which outline holds this run's left edge
    int corner = 0; ///< index of the corner of that outline before the left edge
};

/// A hole, joined at the left edge of a run in row `y`.
struct Branch {
    int corner = 0; ///< of the parent outline, before the place
    Corner place;
    int loop = 0;
};

/// A closed outline with the set pixels on its right hand.
struct Loop {
    std::vector<Corner> corners;
    std::vector<Branch> branches;
};

class Tracer {
public:
    explicit Tracer(const Mask& mask) : mask_(mask)
    {
        findRuns();
        findRegions();
    }

    std::vector<Polygon> trace();

private:
    void findRuns();
    void findRegions();
    int root(int run);
    Run& runStartingAt(int x, int y);
    bool isSet(int x, int y) const
    {
        return x >= 0 && y >= 0 && x < mask_.width() && y < mask_.height() && mask_.at(x, y);
    }
    void traceLoop(Corner start);
    void joinHole(int run, int y);
    Polygon joined(int outer);

    const Mask& mask_;
    std::vector<Run> runs_;
    std::vector<int> firstRun_; ///< per row, and one past the last
    std::vector<Loop> loops_;
};

void Tracer::findRuns()
{
    for (int y = 0; y < mask_.height(); ++y) {
        firstRun_.push_back(int(runs_.size()));
        const std::uint8_t* const row = mask_.row(y);
        const auto find = [&](int from, int value) {
            const void* const at =
                std::memchr(row + from, value, std::size_t(mask_.width() - from));
            return at ? int(static_cast<const std::uint8_t*>(at) - row) : mask_.width();
        };
        for (int x = find(0, 1); x < mask_.width();) {
            const int end = find(x, 0);
            runs_.push_back({x, end, int(runs_.size())});
            x = end < mask_.width() ? find(end, 1) : end;
        }
    }
    firstRun_.push_back(int(runs_.size()));
}

int Tracer::root(int run)
{
    while (runs_[run].region != run)
        run = runs_[run].region = runs_[runs_[run].region].region;
    return run;
}

/// Unites runs that lie above each other. Pixels that touch only at a corner stay apart.
void Tracer::findRegions()
{
    for (int y = 1; y < mask_.height(); ++y) {
        int above = firstRun_[y - 1], here = firstRun_[y];
        while (above < firstRun_[y] && here < firstRun_[y + 1]) {
            if (runs_[above].start < runs_[here].end && runs_[here].start < runs_[above].end) {
                const int a = root(above), b = root(here);
                runs_[std::max(a, b)].region = std::min(a, b);
            }
            if (runs_[above].end < runs_[here].end)
                ++above;
            else
                ++here;
        }
    }
    for (int run = 0; run < int(runs_.size()); ++run)
        runs_[run].region = root(run);
}

Run& Tracer::runStartingAt(int x, int y)
{
    return *std::lower_bound(runs_.begin() + firstRun_[y], runs_.begin() + firstRun_[y + 1], x,
                             [](const Run& run, int start) { return run.start < start; });
}

/// Walks around set pixels, from the left edge below `start` upwards.
void Tracer::traceLoop(Corner start)
{
    struct Direction {
        int dx, dy;
        Corner right, left; ///< the pixels ahead, relative to the corner
    };
    // Up, right, down, left: each the former turned right.
    static constexpr Direction directions[] = {{0, -1, {0, -1}, {-1, -1}},
                                               {1, 0, {0, 0}, {0, -1}},
                                               {0, 1, {-1, 0}, {0, 0}},
                                               {-1, 0, {-1, -1}, {-1, 0}}};
    constexpr int up = 0;
    const int loop = int(loops_.size());
    std::vector<Corner> corners;
    Corner at{start.x, start.y + 1};
    int heading = up;
    do {
        const Direction& ahead = directions[heading];
        at = {at.x + ahead.dx, at.y + ahead.dy};
        if (heading == up) {
            Run& run = runStartingAt(at.x, at.y);
            run.loop = loop;
            run.corner = int(corners.size()) - 1;
        }
        int turn = 0;
        if (!isSet(at.x + ahead.right.x, at.y + ahead.right.y))
            turn = 1;
        else if (isSet(at.x + ahead.left.x, at.y + ahead.left.y))
            turn = 3;
        if (turn != 0)
            corners.push_back(at);
        heading = (heading + turn) % 4;
    } while (heading != up || at != Corner{start.x, start.y + 1});
    loops_.push_back({std::move(corners), {}});
}

/// The hole's top-left corner is joined with the left edge of the run on its left: that outline was
/// found earlier, and the line between them runs along set pixels.
void Tracer::joinHole(int run, int y)
{
    const Run& left = runs_[run - 1];
    Loop& parent = loops_[left.loop];
    // Corner −1 is the start of the walk: before it lies the edge that closes the outline.
    const int corner = left.corner >= 0 ? left.corner : int(parent.corners.size()) - 1;
    parent.branches.push_back({corner, {left.start, y}, runs_[run].loop});
}

std::vector<Polygon> Tracer::trace()
{
    std::vector<int> outers;
    for (int y = 0; y < mask_.height(); ++y) {
        for (int run = firstRun_[y]; run < firstRun_[y + 1]; ++run) {
            if (runs_[run].loop >= 0)
                continue;
            traceLoop({runs_[run].start, y});
            if (runs_[run].region == run)
                outers.push_back(runs_[run].loop);
            else
                joinHole(run, y);
        }
    }
    std::vector<Polygon> result;
    for (const int outer : outers)
        result.push_back(joined(outer));
    return result;
}

/// An outline with all holes that hang on it, directly or by way of other holes.
Polygon Tracer::joined(int outer)
{
    Polygon polygon;
    const auto add = [&](Corner corner) {
        const std::size_t n = polygon.size();
        if (n < 2 || polygon[n - 2] != corner.x || polygon[n - 1] != corner.y)
            polygon.insert(polygon.end(), {double(corner.x), double(corner.y)});
    };
    struct Walk {
        int loop;
        std::size_t step;   ///< corners walked
        std::size_t branch; ///< next branch to take
        std::size_t first;  ///< corner to begin with
    };
    const auto walkFrom = [&](int loop, std::size_t first) {
        auto& branches = loops_[loop].branches;
        const std::size_t n = loops_[loop].corners.size();
        std::sort(branches.begin(), branches.end(), [&](const Branch& a, const Branch& b) {
            const std::size_t stepA = (std::size_t(a.corner) + n - first) % n;
            const std::size_t stepB = (std::size_t(b.corner) + n - first) % n;
            return stepA != stepB ? stepA < stepB : a.place.y > b.place.y;
        });
        return Walk{loop, 0, 0, first};
    };

    std::vector<Walk> walks{walkFrom(outer, 0)};
    while (!walks.empty()) {
        Walk& walk = walks.back();
        const Loop& loop = loops_[walk.loop];
        const std::size_t n = loop.corners.size();
        const bool branchHere =
            walk.branch < loop.branches.size() && walk.step > 0 &&
            (walk.first + walk.step - 1) % n == std::size_t(loop.branches[walk.branch].corner);
        if (branchHere) {
            const Branch& branch = loop.branches[walk.branch++];
            add(branch.place);
            walks.push_back(walkFrom(branch.loop, 1));
        } else if (walk.step < n) {
            add(loop.corners[(walk.first + walk.step++) % n]);
        } else {
            walks.pop_back();
            if (walks.empty())
                break;
            add(loop.corners[walk.first]);
            add(loops_[walks.back().loop].branches[walks.back().branch - 1].place);
        }
    }
    return polygon;
}

/// First pixel whose centre is not before `position`, within 0 … size.
int firstPixelFrom(double position, int size)
{
    const double first = std::ceil(position - 0.5);
    return first > 0 ? int(std::min(first, double(size))) : 0; // also for "not a number"
}

/// One side of a polygon, from top to bottom, and the rows whose centres it crosses.
struct Side {
    double x0, y0, x1, y1;
    int firstRow, endRow;
};

std::vector<Side> sidesFromTheTop(const Polygon& polygon, int height)
{
    std::vector<Side> sides;
    const std::size_t n = polygon.size() / 2;
    for (std::size_t i = 0; i < n; ++i) {
        const std::size_t next = (i + 1) % n;
        Side side{
            polygon[2 * i], polygon[2 * i + 1], polygon[2 * next], polygon[2 * next + 1], 0, 0};
        if (side.y0 > side.y1) {
            std::swap(side.x0, side.x1);
            std::swap(side.y0, side.y1);
        }
        side.firstRow = firstPixelFrom(side.y0, height);
        side.endRow = firstPixelFrom(side.y1, height);
        if (side.firstRow < side.endRow)
            sides.push_back(side);
    }
    std::sort(sides.begin(), sides.end(),
              [](const Side& a, const Side& b) { return a.firstRow < b.firstRow; });
    return sides;
}

/// An outline that goes up and down far more often than the picture has pixels was made to take
/// time.
void requireReasonable(const std::vector<Side>& sides, const Mask& mask)
{
    constexpr double crossingsPerPixel = 16, alwaysAllowed = 1e6;
    double crossings = 0;
    for (const Side& side : sides)
        crossings += side.endRow - side.firstRow;
    if (crossings > alwaysAllowed + crossingsPerPixel * mask.width() * double(mask.height()))
        throw Error(ErrorCode::FileDamaged, {},
                    "an outline has more sides than the picture has pixels");
}

void fillPolygon(const Polygon& polygon, Mask& mask)
{
    const std::vector<Side> sides = sidesFromTheTop(polygon, mask.height());
    requireReasonable(sides, mask);
    std::vector<Side> active;
    std::vector<int> crossings; // of one row
    std::size_t next = 0;
    for (int y = sides.empty() ? mask.height() : sides.front().firstRow; y < mask.height(); ++y) {
        std::erase_if(active, [y](const Side& side) { return side.endRow <= y; });
        for (; next < sides.size() && sides[next].firstRow == y; ++next)
            active.push_back(sides[next]);
        if (active.empty() && next == sides.size())
            return;
        crossings.clear();
        for (const Side& side : active)
            crossings.push_back(firstPixelFrom(
                side.x0 + (side.x1 - side.x0) * ((y + 0.5 - side.y0) / (side.y1 - side.y0)),
                mask.width()));
        std::sort(crossings.begin(), crossings.end());
        // A closed outline crosses every row an even number of times.
        for (std::size_t i = 0; i + 1 < crossings.size(); i += 2)
            std::memset(mask.row(y) + crossings[i], 1,
                        std::size_t(crossings[i + 1] - crossings[i]));
    }
}

} // namespace

std::vector<Polygon> polygons(const Mask& mask)
{
    return Tracer(mask).trace();
}

Mask fillPolygons(const std::vector<Polygon>& polygons, int width, int height)
{
    Mask mask(width, height);
    for (const Polygon& polygon : polygons)
        fillPolygon(polygon, mask);
    return mask;
}

} // namespace core
