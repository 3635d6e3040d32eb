#include "ui/batch_progress.h"

#include <cmath>

#include <QLocale>

namespace ui {

namespace {

/// Less of a picture than this says nothing about the time that a picture takes.
constexpr double leastWork = 0.2;

} // namespace

void BatchProgress::add(const core::BatchNews& news, double seconds)
{
    using core::PictureState;
    if (news.state == PictureState::Running) {
        running_[news.picture] =
            news.pointsTotal > 0 ? double(news.pointsDone) / news.pointsTotal : 0;
    } else {
        running_.erase(news.picture);
        done_ += news.state == PictureState::Done;
        skipped_ += news.state == PictureState::Skipped;
        failed_ += news.state == PictureState::Failed;
    }
    if (news.state == PictureState::Skipped)
        skippedSeconds_ += seconds - seconds_;
    seconds_ = seconds;
}

double BatchProgress::underWay() const
{
    double sum = 0;
    for (const auto& [picture, share] : running_)
        sum += share;
    return sum;
}

double BatchProgress::fraction() const
{
    return pictures_ == 0 ? 0 : (double(finished()) + underWay()) / double(pictures_);
}

std::optional<double> BatchProgress::secondsPerPicture() const
{
    const double worked = double(done_ + failed_) + underWay();
    if (done_ == 0 && underWay() < leastWork) // failures are quick
        return std::nullopt;
    return (seconds_ - skippedSeconds_) / worked;
}

std::optional<double> BatchProgress::secondsLeft() const
{
    const auto each = secondsPerPicture();
    if (!each)
        return std::nullopt;
    return *each * (double(pictures_ - finished()) - underWay());
}

QString BatchProgress::durationText(double seconds)
{
    const QLocale locale;
    if (seconds < 9.95)
        return tr("%1 s").arg(locale.toString(seconds, 'f', 1));
    const auto whole = qint64(std::llround(seconds));
    if (whole < 100)
        return tr("%1 s").arg(whole);
    const qint64 minutes = (whole + 30) / 60;
    if (minutes < 60)
        return tr("%1 min").arg(minutes);
    return tr("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
}

} // namespace ui
