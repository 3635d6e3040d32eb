#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "core/batch.h"

namespace app {

/// Tells on standard error how a batch goes: a bar that moves on a terminal, else a line per
/// picture.
class AutoReport {
public:
    AutoReport(const std::vector<core::ListedPicture>& pictures, bool onTerminal);

    void take(const core::BatchNews& news);
    /// Leaves the terminal on a fresh line.
    void finish();

    struct Failure {
        std::string picture;
        std::string problem;
    };
    const std::vector<Failure>& failures() const { return failures_; }
    long long masks() const { return masks_; }

private:
    void sayDone(const core::BatchNews& news);
    void sayFailed(const core::BatchNews& news);
    void drawBar();
    double worked() const;
    void clearBar();

    const std::vector<core::ListedPicture>& pictures_;
    bool onTerminal_;
    std::size_t ended_ = 0;   ///< pictures that are done, failed or were done before
    std::size_t skipped_ = 0; ///< of those, done before: they say nothing about the speed
    long long masks_ = 0;
    std::vector<Failure> failures_;
    std::map<std::size_t, double> running_; ///< picture to the share of it that is done
    std::chrono::steady_clock::time_point start_, drawn_;
};

} // namespace app
