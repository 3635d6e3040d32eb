#include "app/auto_report.h"

#include <cmath>
#include <cstdio>

namespace app {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// "40 s", "12 min", "3 h 20 min", "5 d 2 h"
std::string duration(double seconds)
{
    const long long s = std::llround(seconds), minutes = s / 60, hours = minutes / 60;
    if (s < 100)
        return std::to_string(s) + " s";
    if (minutes < 100)
        return std::to_string(minutes) + " min";
    if (hours < 48)
        return std::to_string(hours) + " h " + std::to_string(minutes % 60) + " min";
    return std::to_string(hours / 24) + " d " + std::to_string(hours % 24) + " h";
}

} // namespace

AutoReport::AutoReport(const std::vector<core::ListedPicture>& pictures, bool onTerminal)
    : pictures_(pictures), onTerminal_(onTerminal), start_(Clock::now())
{
}

void AutoReport::take(const core::BatchNews& news)
{
    using enum core::PictureState;
    if (news.state == Running) {
        running_[news.picture] =
            news.pointsTotal ? double(news.pointsDone) / news.pointsTotal : 0.0;
    } else {
        running_.erase(news.picture);
        ended_ += news.state != Waiting;
        skipped_ += news.state == Skipped;
        masks_ += news.masks;
    }
    if (news.state == Done)
        sayDone(news);
    if (news.state == Failed)
        sayFailed(news);
    constexpr double redraw = 0.1; // seconds
    if (onTerminal_ && (news.state != Running || secondsSince(drawn_) > redraw))
        drawBar();
}

void AutoReport::finish()
{
    if (onTerminal_)
        clearBar();
}

void AutoReport::sayDone(const core::BatchNews& news)
{
    if (!onTerminal_)
        std::fprintf(stderr, "%zu/%zu %s: %d mask%s in %.1f s\n", ended_, pictures_.size(),
                     core::listedName(pictures_[news.picture]).c_str(), news.masks,
                     news.masks == 1 ? "" : "s", news.seconds);
}

void AutoReport::sayFailed(const core::BatchNews& news)
{
    failures_.push_back({pictures_[news.picture].file.string(), news.error->what()});
    clearBar();
    std::fprintf(stderr, "%zu/%zu %s: %s\n", ended_, pictures_.size(),
                 core::listedName(pictures_[news.picture]).c_str(), news.error->what());
}

/// Pictures, and shares of those that are being worked on.
double AutoReport::worked() const
{
    double pictures = double(ended_ - skipped_);
    for (const auto& [picture, share] : running_)
        pictures += share;
    return pictures;
}

void AutoReport::drawBar()
{
    drawn_ = Clock::now();
    constexpr int width = 30;
    const double total = double(pictures_.size()), done = worked();
    const int filled = int(width * (done + double(skipped_)) / total);
    std::string line = "[" + std::string(std::size_t(filled), '=') +
                       std::string(std::size_t(width - filled), ' ') + "] " +
                       std::to_string(ended_) + "/" + std::to_string(pictures_.size());
    constexpr double enoughToTell = 0.2; // of a picture
    if (done > enoughToTell) {
        const double each = secondsSince(start_) / done;
        char rate[32];
        std::snprintf(rate, sizeof rate, "  %.1f s/picture", each);
        line += rate;
        line += "  " + duration(each * (total - double(skipped_) - done)) + " left";
    }
    std::fprintf(stderr, "\r\033[K%s", line.c_str());
}

void AutoReport::clearBar()
{
    if (onTerminal_)
        std::fputs("\r\033[K", stderr);
}

} // namespace app
