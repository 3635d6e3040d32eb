#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

namespace core {

/// Called on the thread that does the work.
using ByteProgress = std::function<void(std::int64_t done, std::int64_t total)>;

/// One file, known beforehand to the last byte, at one address.
struct DownloadSource {
    std::string url;       ///< http or https
    std::int64_t size = 0; ///< bytes
    std::string sha256;    ///< lower-case hex
};

/// How long nothing may happen before an address counts as dead.
struct DownloadPatience {
    std::chrono::milliseconds connect = std::chrono::seconds(15);
    std::chrono::seconds stall{30}; ///< of a transfer under way
};

/// Downloads a file whole or not at all. What has arrived lies beside `target` (`partialFileOf`)
/// until it is complete and its SHA-256 is right; a download that was interrupted, by whatever,
/// goes on from there. Several downloads to the same target, also of several programs, do not
/// disturb each other: one works, the others wait for it. Proxies come from the environment
/// (http_proxy, https_proxy, no_proxy).
/// @throws Error DownloadFailed (subject: the address, reason: one clause), Cancelled, DiskFull,
/// NotWritable, WriteFailed.
void download(const DownloadSource& source, const std::filesystem::path& target,
              const ByteProgress& progress = {}, std::stop_token stop = {},
              const DownloadPatience& patience = {});

} // namespace core
