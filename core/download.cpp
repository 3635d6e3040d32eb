#include "core/download.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>

#include <curl/curl.h>

#include "core/error.h"
#include "core/partial_file.h"
#include "core/progress.h"
#include "core/sha256.h"
#include "core/system_error.h"

namespace core {

namespace fs = std::filesystem;

namespace {

constexpr int mostRedirects = 10;
constexpr long bufferBytes = 256 * 1024;
/// A connection that breaks is taken up again as long as each brings this part of the file.
constexpr int leastGain = 100;

void initializeCurl()
{
    static const CURLcode done = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (done != CURLE_OK)
        throw Error(ErrorCode::Internal, {}, curl_easy_strerror(done));
}

std::optional<std::int64_t> number(std::string_view text)
{
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value)
                                                                    : std::nullopt;
}

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos
               ? std::string_view()
               : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// The headers of the last answer; those of a redirection are forgotten.
class Headers {
public:
    void add(std::string_view line)
    {
        if (line.starts_with("HTTP/"))
            values_.clear();
        const auto colon = line.find(':');
        if (colon == std::string_view::npos)
            return;
        std::string name(line.substr(0, colon));
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char c) { return char(std::tolower(c)); });
        values_[name] = trimmed(line.substr(colon + 1));
    }
    std::string value(const std::string& name) const
    {
        const auto found = values_.find(name);
        return found == values_.end() ? std::string() : found->second;
    }

    /// What If-Range accepts: a strong ETag or a date.
    std::string validator() const
    {
        const std::string tag = value("etag");
        return tag.starts_with('"') ? tag : value("last-modified");
    }

private:
    std::map<std::string, std::string> values_;
};

/// "bytes 100-999/1000"
struct ContentRange {
    std::optional<std::int64_t> first, total;

    explicit ContentRange(std::string_view text)
    {
        const auto dash = text.find('-'), slash = text.find('/');
        if (!text.starts_with("bytes ") || dash == std::string_view::npos ||
            slash == std::string_view::npos)
            return;
        first = number(trimmed(text.substr(6, dash - 6)));
        total = number(trimmed(text.substr(slash + 1)));
    }
};

/// One request, whose answer goes to the end of a partial file.
class Transfer {
public:
    enum class End {
        Complete,
        Interrupted, ///< another request may bring the rest
        WrongPart,   ///< what is there already cannot be continued
        Failed
    };

    Transfer(const DownloadSource& source, PartialFile& file, const ByteProgress& progress,
             const DownloadPatience& patience);
    ~Transfer()
    {
        curl_multi_remove_handle(multi_.get(), easy_.get());
        curl_slist_free_all(requestHeaders_);
    }
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;

    End run(std::stop_token stop);
    const std::string& problem() const { return problem_; }

private:
    template <typename Value> void set(CURLoption option, Value value)
    {
        curl_easy_setopt(easy_.get(), option, value);
    }
    void setRequest();
    CURLcode perform(std::stop_token stop);
    End judge(CURLcode result);
    void begin();
    bool take(std::string_view bytes);
    bool refuse(End end, const std::string& problem);
    long status() const;
    static std::size_t onHeader(char* bytes, std::size_t, std::size_t count, void* self);
    static std::size_t onBody(char* bytes, std::size_t, std::size_t count, void* self);

    const DownloadSource& source_;
    PartialFile& file_;
    const ByteProgress& progress_;
    const DownloadPatience& patience_;
    const std::int64_t resumedAt_;
    std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> easy_;
    std::unique_ptr<CURLM, decltype(&curl_multi_cleanup)> multi_;
    curl_slist* requestHeaders_ = nullptr;
    char words_[CURL_ERROR_SIZE] = "";
    Headers headers_;
    bool begun_ = false;
    std::optional<End> refused_;
    std::string problem_;
    std::exception_ptr thrown_; ///< in a callback, where it may not leave
};

Transfer::Transfer(const DownloadSource& source, PartialFile& file, const ByteProgress& progress,
                   const DownloadPatience& patience)
    : source_(source), file_(file), progress_(progress), patience_(patience),
      resumedAt_(file.size()), easy_(curl_easy_init(), &curl_easy_cleanup),
      multi_(curl_multi_init(), &curl_multi_cleanup)
{
    if (!easy_ || !multi_)
        throw Error(ErrorCode::OutOfMemory, "the download");
    setRequest();
    curl_multi_add_handle(multi_.get(), easy_.get());
}

void Transfer::setRequest()
{
    set(CURLOPT_URL, source_.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 1L);
    set(CURLOPT_MAXREDIRS, long(mostRedirects));
    set(CURLOPT_FAILONERROR, 1L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_USERAGENT, "Maskwright/" MASKWRIGHT_VERSION);
    set(CURLOPT_BUFFERSIZE, bufferBytes);
    set(CURLOPT_CONNECTTIMEOUT_MS, long(patience_.connect.count()));
    set(CURLOPT_LOW_SPEED_LIMIT, 1L);
    set(CURLOPT_LOW_SPEED_TIME, long(patience_.stall.count()));
    set(CURLOPT_ERRORBUFFER, words_);
    set(CURLOPT_HEADERFUNCTION, &Transfer::onHeader);
    set(CURLOPT_HEADERDATA, this);
    set(CURLOPT_WRITEFUNCTION, &Transfer::onBody);
    set(CURLOPT_WRITEDATA, this);
    if (resumedAt_ == 0)
        return;
    // Not CURLOPT_RESUME_FROM, which takes a server that sends everything for a failure.
    set(CURLOPT_RANGE, (std::to_string(resumedAt_) + "-").c_str());
    if (const std::string validator = file_.validator(source_.url); !validator.empty()) {
        requestHeaders_ = curl_slist_append(nullptr, ("If-Range: " + validator).c_str());
        set(CURLOPT_HTTPHEADER, requestHeaders_);
    }
}

Transfer::End Transfer::run(std::stop_token stop)
{
    const CURLcode result = perform(stop);
    if (thrown_)
        std::rethrow_exception(thrown_);
    if (result != CURLE_OK)
        checkCancelled(stop); // rather than whatever came of it
    return judge(result);
}

CURLcode Transfer::perform(std::stop_token stop)
{
    const std::stop_callback wake(stop, [this] { curl_multi_wakeup(multi_.get()); });
    constexpr int pollMs = 1000;
    for (int running = 1;;) {
        checkCancelled(stop);
        curl_multi_perform(multi_.get(), &running);
        int left = 0;
        if (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left))
            return message->data.result;
        curl_multi_poll(multi_.get(), nullptr, 0, pollMs, nullptr);
    }
}

Transfer::End Transfer::judge(CURLcode result)
{
    if (refused_)
        return *refused_;
    if (result == CURLE_HTTP_RETURNED_ERROR) {
        problem_ = "the server answers " + std::to_string(status());
        constexpr long rangeNotSatisfiable = 416;
        return status() == rangeNotSatisfiable && resumedAt_ > 0 ? End::WrongPart : End::Failed;
    }
    if (result == CURLE_OK && file_.size() == source_.size)
        return End::Complete;
    if (result == CURLE_OK)
        problem_ = "it ends after " + std::to_string(file_.size()) + " of " +
                   std::to_string(source_.size) + " bytes";
    else if (result == CURLE_OPERATION_TIMEDOUT && begun_)
        problem_ = "nothing came for " + std::to_string(patience_.stall.count()) + " s";
    else
        problem_ = words_[0] ? words_ : curl_easy_strerror(result);
    return begun_ ? End::Interrupted : End::Failed;
}

long Transfer::status() const
{
    long status = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
    return status;
}

/// The first bytes of the answer are there: where do they belong?
void Transfer::begin()
{
    begun_ = true;
    const auto length = number(headers_.value("content-length"));
    constexpr long partialContent = 206;
    if (status() == partialContent) {
        const ContentRange range(headers_.value("content-range"));
        if (range.first != resumedAt_ || range.total.value_or(source_.size) != source_.size)
            refuse(resumedAt_ > 0 ? End::WrongPart : End::Failed,
                   "the server sends another part than was asked for");
    } else if (length && *length != source_.size) {
        refuse(End::Failed, "the file there has " + std::to_string(*length) + " bytes instead of " +
                                std::to_string(source_.size));
    } else if (resumedAt_ > 0) {
        file_.clear(); // the server sends everything
    }
    if (!refused_)
        file_.setValidator(source_.url, headers_.validator());
}

bool Transfer::take(std::string_view bytes)
{
    if (!begun_)
        begin();
    if (refused_)
        return false;
    if (file_.size() + std::int64_t(bytes.size()) > source_.size) {
        file_.clear();
        return refuse(End::Failed,
                      "the file there is longer than " + std::to_string(source_.size) + " bytes");
    }
    file_.append(bytes);
    if (progress_)
        progress_(file_.size(), source_.size);
    return true;
}

bool Transfer::refuse(End end, const std::string& problem)
{
    refused_ = end;
    problem_ = problem;
    return false;
}

std::size_t Transfer::onHeader(char* bytes, std::size_t, std::size_t count, void* self)
{
    static_cast<Transfer*>(self)->headers_.add({bytes, count});
    return count;
}

std::size_t Transfer::onBody(char* bytes, std::size_t, std::size_t count, void* self)
{
    auto* transfer = static_cast<Transfer*>(self);
    try {
        return transfer->take({bytes, count}) ? count : 0;
    } catch (...) {
        transfer->thrown_ = std::current_exception();
        return 0;
    }
}

/// @throws Error DownloadFailed, and whatever else ends a download.
void complete(const DownloadSource& source, PartialFile& file, const ByteProgress& progress,
              std::stop_token stop, const DownloadPatience& patience)
{
    while (file.size() < source.size) {
        const std::int64_t before = file.size();
        file.checkRoom(source.size - before);
        Transfer transfer(source, file, progress, patience);
        const Transfer::End end = transfer.run(stop);
        if (end == Transfer::End::WrongPart)
            file.clear(); // and from the beginning, once: then nothing is resumed
        else if (end == Transfer::End::Failed || (end == Transfer::End::Interrupted &&
                                                  file.size() - before <= source.size / leastGain))
            throw Error(ErrorCode::DownloadFailed, source.url, transfer.problem());
    }
}

bool isRight(const fs::path& path, const DownloadSource& source)
{
    std::error_code unknown;
    return fs::file_size(path, unknown) == std::uintmax_t(source.size) && !unknown &&
           sha256OfFile(path) == source.sha256;
}

} // namespace

void download(const DownloadSource& source, const fs::path& target, const ByteProgress& progress,
              std::stop_token stop, const DownloadPatience& patience)
{
    initializeCurl();
    makeFolders(target.parent_path());
    PartialFile file(target, source.size, progress, stop);
    if (isRight(target, source)) // somebody else was quicker
        return file.discard();
    if (file.size() > source.size)
        file.clear();
    for (bool resumed = file.size() > 0;; resumed = false) {
        complete(source, file, progress, stop, patience);
        if (isRight(file.path(), source))
            return file.commit();
        file.clear();
        if (!resumed)
            throw Error(ErrorCode::DownloadFailed, source.url,
                        "the file there is another one: its SHA-256 differs");
    }
}

} // namespace core
