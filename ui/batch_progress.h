#pragma once

#include <cstddef>
#include <map>
#include <optional>

#include <QCoreApplication>
#include <QString>

#include "core/batch.h"

namespace ui {

/// Counts the pictures of a batch and estimates how long the rest will take.
class BatchProgress {
    Q_DECLARE_TR_FUNCTIONS(ui::BatchProgress)
public:
    explicit BatchProgress(std::size_t pictures = 0) : pictures_(pictures) {}

    /// `seconds`: worked since the start.
    void add(const core::BatchNews& news, double seconds);

    std::size_t pictures() const { return pictures_; }
    std::size_t done() const { return done_; }
    std::size_t skipped() const { return skipped_; }
    std::size_t failed() const { return failed_; }
    std::size_t finished() const { return done_ + skipped_ + failed_; }
    double fraction() const; ///< 0–1, pictures under way by their points

    /// Per picture that was worked on; empty until something can be said.
    std::optional<double> secondsPerPicture() const;
    std::optional<double> secondsLeft() const;

    /// "40 s", "12 min", "3 h 5 min"
    static QString durationText(double seconds);

private:
    double underWay() const; ///< in pictures

    std::size_t pictures_;
    std::size_t done_ = 0, skipped_ = 0, failed_ = 0;
    std::map<std::size_t, double> running_; ///< share that is done of each picture under way
    double seconds_ = 0;                    ///< at the last news
    double skippedSeconds_ = 0;             ///< those that went into finding pictures done
};

} // namespace ui
