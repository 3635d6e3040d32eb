#pragma once

#include <algorithm>
#include <atomic>
#include <cctype>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

/// A small HTTP server on loopback that does what it is told, also to misbehave. One request per
/// connection.
class HttpServer {
public:
    struct Request {
        std::string method, target;
        std::map<std::string, std::string> headers; ///< names in lower case
        std::string header(const std::string& name) const
        {
            const auto found = headers.find(name);
            return found == headers.end() ? std::string() : found->second;
        }
        /// The first byte asked for; 0 without a Range.
        std::size_t first() const
        {
            const std::string range = header("range");
            return range.starts_with("bytes=") ? std::stoul(range.substr(6)) : 0;
        }
    };
    struct Answer {
        static constexpr std::size_t never = std::string::npos;
        int status = 200;
        std::vector<std::string> headers; ///< beside Content-Length
        std::string body;
        std::size_t cutAfter = never;  ///< bytes of the body, then the connection breaks
        std::size_t holdAfter = never; ///< bytes of the body, then it waits for `release`
    };
    using Handler = std::function<Answer(const Request&)>;

    explicit HttpServer(Handler handler) : handler_(std::move(handler))
    {
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
        ::listen(listener_, 16);
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        acceptor_ = std::thread([this] { accept(); });
    }
    ~HttpServer()
    {
        release();
        ::shutdown(listener_, SHUT_RDWR);
        acceptor_.join();
        for (std::thread& each : connections_)
            each.join();
        ::close(listener_);
    }

    std::string url(const std::string& path) const { return origin() + path; }
    std::string origin() const { return "http://127.0.0.1:" + std::to_string(port_); }

    std::vector<Request> requests() const
    {
        const std::lock_guard lock(mutex_);
        return requests_;
    }
    /// Until that many answers stand at their holdAfter.
    void waitUntilHeld(int count = 1)
    {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return held_ >= count; });
    }
    void release()
    {
        {
            const std::lock_guard lock(mutex_);
            released_ = true;
        }
        changed_.notify_all();
    }

    /// What a well-behaved server answers: the part asked for, unless If-Range names another tag.
    static Answer serve(const std::string& body, const Request& request, const std::string& tag)
    {
        Answer answer{200, {"ETag: " + tag}, body};
        const bool sameFile =
            request.header("if-range").empty() || request.header("if-range") == tag;
        if (request.header("range").empty() || !sameFile)
            return answer;
        const std::size_t first = request.first();
        answer.status = 206;
        answer.headers.push_back("Content-Range: bytes " + std::to_string(first) + "-" +
                                 std::to_string(body.size() - 1) + "/" +
                                 std::to_string(body.size()));
        answer.body = body.substr(first);
        return answer;
    }

private:
    void accept()
    {
        for (int socket; (socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;)
            connections_.emplace_back([this, socket] {
                converse(socket);
                ::close(socket);
            });
    }

    void converse(int socket)
    {
        const Request request = readRequest(socket);
        if (request.method.empty())
            return;
        {
            const std::lock_guard lock(mutex_);
            requests_.push_back(request);
        }
        const Answer answer = handler_(request);
        std::string head = "HTTP/1.1 " + std::to_string(answer.status) +
                           " Answer\r\nConnection: close\r\nContent-Length: " +
                           std::to_string(answer.body.size()) + "\r\n";
        for (const std::string& header : answer.headers)
            head += header + "\r\n";
        send(socket, head + "\r\n");
        const std::size_t end = std::min(answer.cutAfter, answer.body.size());
        const std::size_t hold = std::min(answer.holdAfter, end);
        send(socket, answer.body.substr(0, hold));
        if (answer.holdAfter != Answer::never)
            waitForRelease();
        send(socket, answer.body.substr(hold, end - hold));
    }

    void waitForRelease()
    {
        std::unique_lock lock(mutex_);
        ++held_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return released_; });
    }

    static Request readRequest(int socket)
    {
        std::string text;
        char block[4096];
        while (text.find("\r\n\r\n") == std::string::npos) {
            const ssize_t count = ::recv(socket, block, sizeof block, 0);
            if (count <= 0)
                return {};
            text.append(block, std::size_t(count));
        }
        Request request;
        const auto space = text.find(' ');
        request.method = text.substr(0, space);
        request.target = text.substr(space + 1, text.find(' ', space + 1) - space - 1);
        for (std::size_t at = text.find("\r\n") + 2; text.compare(at, 2, "\r\n") != 0;) {
            const auto end = text.find("\r\n", at), colon = text.find(':', at);
            std::string name = text.substr(at, colon - at);
            std::transform(name.begin(), name.end(), name.begin(),
                           [](unsigned char c) { return char(std::tolower(c)); });
            request.headers[name] = text.substr(colon + 2, end - colon - 2);
            at = end + 2;
        }
        return request;
    }

    static void send(int socket, const std::string& text)
    {
        for (std::size_t sent = 0; sent < text.size();) {
            const ssize_t count =
                ::send(socket, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
            if (count <= 0)
                return;
            sent += std::size_t(count);
        }
    }

    Handler handler_;
    int listener_ = -1;
    int port_ = 0;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Request> requests_; // guarded by mutex_, as are the next two
    int held_ = 0;
    bool released_ = false;
    std::thread acceptor_;
    std::vector<std::thread> connections_; ///< of the acceptor alone
};
