// The models folder, and downloads from servers that behave badly.
#include <filesystem>
#include <fstream>
#include <future>
#include <optional>
#include <random>

#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>

#include "core/error.h"
#include "core/model_store.h"
#include "core/partial_file.h"
#include "core/sha256.h"
#include "tests/http_server.h"

using core::ErrorCode;
using Answer = HttpServer::Answer;
using Request = HttpServer::Request;
namespace fs = std::filesystem;

namespace {

constexpr const char* tag = "\"one\"";

/// What is downloaded: no two parts are alike.
const std::string& content()
{
    static const std::string bytes = [] {
        std::mt19937 random(7);
        std::string made(1'000'000, 0);
        std::generate(made.begin(), made.end(), [&] { return char(random()); });
        return made;
    }();
    return bytes;
}

Answer serve(const Request& request)
{
    return HttpServer::serve(content(), request, tag);
}

std::string read(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write(const fs::path& path, const std::string& bytes)
{
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
}

std::optional<core::Error> failure(const std::function<void()>& work)
{
    try {
        work();
        return std::nullopt;
    } catch (const core::Error& error) {
        return error;
    }
}

auto withVariable(const char* name, const std::string& value)
{
    qputenv(name, QByteArray::fromStdString(value));
    return qScopeGuard([name] { qunsetenv(name); });
}

} // namespace

class TestModelStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void downloadsWholeFiles();
    void resumesAtTheByte();
    void goesOnAfterBrokenConnections();
    void changedFileIsFetchedWhole();
    void serverThatIgnoresRanges();
    void rangeThatIsRefused_data();
    void rangeThatIsRefused();
    void badSourceThenTheNext_data();
    void badSourceThenTheNext();
    void wrongBytesAreNeverKept();
    void damagedPartIsFetchedAgain();
    void saysWhatHappenedEverywhere();
    void cancelKeepsWhatCame();
    void twoAtOnceFetchOnce();
    void secondGoesOnWhenTheFirstIsCancelled();
    void proxiesAreUsed();
    void foldersThatCannotBe();
    void damagedModelIsReplaced();
    void listsWhatIsThereAndWhatCouldBe();
    void removes();
    void adds();
    void refusesToAdd();

private:
    core::ModelStore store(const std::vector<std::string>& urls = {""}) const;
    fs::path target() const { return folder_ / "model.pt"; }
    fs::path part() const { return core::partialFileOf(target()); }
    std::size_t filesInFolder() const
    {
        return std::size_t(std::distance(fs::directory_iterator(folder_), {}));
    }
    void verifyWhole() const;

    std::unique_ptr<QTemporaryDir> temporary_;
    fs::path folder_;
};

void TestModelStore::init()
{
    temporary_ = std::make_unique<QTemporaryDir>();
    folder_ = fs::path(temporary_->path().toStdString()) / "models";
}

core::ModelStore TestModelStore::store(const std::vector<std::string>& urls) const
{
    core::CatalogueModel model{"model", "Model", "vit_t", "MIT", {}};
    for (const std::string& url : urls)
        model.files.push_back(
            {"model.pt", std::int64_t(content().size()), core::sha256(content()), url});
    using namespace std::chrono_literals;
    return core::ModelStore({model}, folder_, {5s, 3s});
}

/// The file is there, and nothing else.
void TestModelStore::verifyWhole() const
{
    QVERIFY(read(target()) == content());
    QCOMPARE(filesInFolder(), std::size_t(1));
}

// --- Downloads ----------------------------------------------------------------------------------

void TestModelStore::downloadsWholeFiles()
{
    HttpServer server(serve);
    std::vector<std::int64_t> done;
    const fs::path file =
        store({server.url("/m.pt")}).fetch("model", [&](std::int64_t bytes, std::int64_t total) {
            QCOMPARE(total, std::int64_t(content().size()));
            done.push_back(bytes);
        });
    QVERIFY(file == target());
    verifyWhole();
    QVERIFY(!done.empty() && std::is_sorted(done.begin(), done.end()));
    QCOMPARE(done.back(), std::int64_t(content().size()));
    QCOMPARE(server.requests().size(), std::size_t(1));
    QCOMPARE(server.requests()[0].target, std::string("/m.pt"));

    store({server.url("/m.pt")}).fetch("model"); // it is there
    QCOMPARE(server.requests().size(), std::size_t(1));
}

void TestModelStore::resumesAtTheByte()
{
    constexpr std::size_t first = 400'000;
    {
        HttpServer server([](const Request& request) {
            if (request.first() > 0)
                return Answer{503, {}, "busy"};
            Answer answer = serve(request);
            answer.cutAfter = first;
            return answer;
        });
        const auto error = failure([&] { store({server.url("/m.pt")}).fetch("model"); });
        QVERIFY(error && error->code() == ErrorCode::DownloadFailed);
        QVERIFY(!fs::exists(target()));
        QCOMPARE(fs::file_size(part()), std::uintmax_t(first));
        QCOMPARE(store().list().at(0).fetched, std::int64_t(first));
    }
    HttpServer server(serve);
    std::int64_t least = std::int64_t(content().size());
    store({server.url("/other.pt")}).fetch("model", [&](std::int64_t done, std::int64_t) {
        least = std::min(least, done);
    });
    verifyWhole();
    QVERIFY(least > std::int64_t(first));
    QCOMPARE(server.requests().size(), std::size_t(1));
    QCOMPARE(server.requests()[0].header("range"), std::string("bytes=400000-"));
}

void TestModelStore::goesOnAfterBrokenConnections()
{
    HttpServer server([](const Request& request) {
        Answer answer = serve(request);
        answer.cutAfter = 300'000;
        return answer;
    });
    store({server.url("/m.pt")}).fetch("model");
    verifyWhole();
    const auto requests = server.requests();
    QCOMPARE(requests.size(), std::size_t(4));
    for (std::size_t i = 0; i < requests.size(); ++i) {
        QCOMPARE(requests[i].first(), i * 300'000);
        QCOMPARE(requests[i].header("if-range"), std::string(i > 0 ? tag : ""));
    }
}

/// The server has another version by now: its bytes must not follow those of the first.
void TestModelStore::changedFileIsFetchedWhole()
{
    std::atomic<int> count = 0;
    HttpServer server([&](const Request& request) {
        if (count++ > 0)
            return HttpServer::serve(content(), request, "\"two\"");
        std::string old = content();
        std::reverse(old.begin(), old.end());
        Answer answer = HttpServer::serve(old, request, tag);
        answer.cutAfter = 500'000;
        return answer;
    });
    store({server.url("/m.pt")}).fetch("model");
    verifyWhole();
    QCOMPARE(server.requests().size(), std::size_t(2));
    QCOMPARE(server.requests()[1].header("if-range"), std::string(tag));
}

void TestModelStore::serverThatIgnoresRanges()
{
    write(part(), content().substr(0, 700'000));
    HttpServer server([](const Request&) { return Answer{200, {}, content()}; });
    store({server.url("/m.pt")}).fetch("model");
    verifyWhole();
    QCOMPARE(server.requests().size(), std::size_t(1));
    QCOMPARE(server.requests()[0].header("range"), std::string("bytes=700000-"));
}

void TestModelStore::rangeThatIsRefused_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("range");
    QTest::newRow("not satisfiable") << 416 << "bytes */1000000";
    QTest::newRow("another part") << 206 << "bytes 600000-999999/1000000";
    QTest::newRow("of a longer file") << 206 << "bytes 700000-999999/2000000";
    QTest::newRow("no part named") << 206 << "none";
}

void TestModelStore::rangeThatIsRefused()
{
    QFETCH(int, status);
    QFETCH(QString, range);
    write(part(), content().substr(0, 700'000));
    HttpServer server([&](const Request& request) {
        if (request.header("range").empty())
            return serve(request);
        return Answer{status, {"Content-Range: " + range.toStdString()}, content().substr(600'000)};
    });
    store({server.url("/m.pt")}).fetch("model");
    verifyWhole();
    QCOMPARE(server.requests().size(), std::size_t(2));
}

void TestModelStore::badSourceThenTheNext_data()
{
    QTest::addColumn<QString>("kind");
    for (const char* kind : {"404", "500", "wrong bytes", "too long", "too short", "endless",
                             "empty", "stalls", "circle", "no such server", "other protocol"})
        QTest::newRow(kind) << kind;
}

void TestModelStore::badSourceThenTheNext()
{
    QFETCH(QString, kind);
    HttpServer bad([&](const Request& request) -> Answer {
        if (kind == "404" || kind == "500")
            return {kind.toInt(), {}, "<html>sorry</html>"};
        Answer answer = serve(request);
        if (kind == "wrong bytes")
            answer.body[500'000] ^= 1;
        else if (kind == "too long")
            answer.body += "x";
        else if (kind == "too short")
            answer.body.pop_back();
        else if (kind == "endless")
            answer = {
                200, {"Transfer-Encoding: chunked"}, "1E8480\r\n" + std::string(2'000'000, 'x')};
        else if (kind == "empty")
            answer.body.clear();
        else if (kind == "stalls")
            answer.holdAfter = 5'000;
        else if (kind == "circle")
            answer = {302, {"Location: /again"}, ""};
        else if (kind == "other protocol")
            answer = {302, {"Location: file:///etc/passwd"}, ""};
        return answer;
    });
    HttpServer good([&](const Request& request) -> Answer {
        return request.target == "/moved" ? Answer{302, {"Location: /m.pt"}, ""} : serve(request);
    });
    const std::string first =
        kind == "no such server" ? "http://127.0.0.1:1/m.pt" : bad.url("/m.pt");
    store({first, good.url("/moved")}).fetch("model");
    verifyWhole();
    QCOMPARE(good.requests().size(), std::size_t(2));
    QVERIFY(kind == "no such server" || !bad.requests().empty());
}

void TestModelStore::wrongBytesAreNeverKept()
{
    HttpServer server([](const Request&) {
        return Answer{200, {}, std::string(content().rbegin(), content().rend())};
    });
    const auto error = failure([&] { store({server.url("/m.pt")}).fetch("model"); });
    QVERIFY(error && error->code() == ErrorCode::DownloadFailed);
    QVERIFY2(QString(error->what()).contains("SHA-256"), error->what());
    QCOMPARE(filesInFolder(), std::size_t(0));
    QCOMPARE(server.requests().size(), std::size_t(1));
}

/// What lay there was not the beginning of this file.
void TestModelStore::damagedPartIsFetchedAgain()
{
    write(part(), std::string(700'000, 'x'));
    HttpServer server(serve);
    store({server.url("/m.pt")}).fetch("model");
    verifyWhole();
    QCOMPARE(server.requests().size(), std::size_t(2));
    QCOMPARE(server.requests()[1].header("range"), std::string());

    fs::remove(target());
    write(part(), content() + "more than there is");
    store({server.url("/m.pt")}).fetch("model");
    verifyWhole();
}

void TestModelStore::saysWhatHappenedEverywhere()
{
    HttpServer server([](const Request&) { return Answer{404, {}, ""}; });
    const auto error = failure([&] {
        store({server.url("/m.pt"), "http://no-such-host.invalid/m.pt"}).fetch("model");
    });
    QVERIFY(error && error->code() == ErrorCode::DownloadFailed);
    QCOMPARE(error->subject(), std::string("Model"));
    const QString sentence(error->what());
    QVERIFY2(sentence.contains("127.0.0.1") && sentence.contains("404"), error->what());
    QVERIFY2(sentence.contains("no-such-host.invalid: "), error->what());
    QVERIFY(!sentence.contains('\n'));

    const auto unknown = failure([&] { store().fetch("no_such_model"); });
    QVERIFY(unknown && unknown->code() == ErrorCode::ModelMissing);
}

void TestModelStore::cancelKeepsWhatCame()
{
    HttpServer server([](const Request& request) {
        Answer answer = serve(request);
        answer.holdAfter = 200'000;
        return answer;
    });
    std::stop_source stop;
    const auto error = failure([&] {
        store({server.url("/m.pt")})
            .fetch(
                "model",
                [&](std::int64_t done, std::int64_t) {
                    if (done == 200'000)
                        stop.request_stop();
                },
                stop.get_token());
    });
    QVERIFY(error && error->code() == ErrorCode::Cancelled);
    QCOMPARE(fs::file_size(part()), std::uintmax_t(200'000));
    server.release();
    store({server.url("/m.pt")}).fetch("model");
    verifyWhole();
    QCOMPARE(server.requests().back().first(), std::size_t(200'000));
}

void TestModelStore::twoAtOnceFetchOnce()
{
    HttpServer server([](const Request& request) {
        Answer answer = serve(request);
        answer.holdAfter = 300'000;
        return answer;
    });
    const core::ModelStore both = store({server.url("/m.pt")});
    auto one = std::async(std::launch::async, [&] { both.fetch("model"); });
    server.waitUntilHeld();
    std::promise<std::int64_t> told;
    auto other = std::async(std::launch::async, [&] {
        bool first = true;
        both.fetch("model", [&](std::int64_t done, std::int64_t) {
            if (std::exchange(first, false))
                told.set_value(done);
        });
    });
    QVERIFY(told.get_future().get() <= 300'000); // it waits, and says how far the first is
    QVERIFY(failure([&] { both.remove("model"); })->code() == ErrorCode::ModelMissing);
    server.release();
    one.get();
    other.get();
    verifyWhole();
    QCOMPARE(server.requests().size(), std::size_t(1));
}

void TestModelStore::secondGoesOnWhenTheFirstIsCancelled()
{
    std::atomic<int> count = 0;
    HttpServer server([&](const Request& request) {
        Answer answer = serve(request);
        if (count++ == 0)
            answer.holdAfter = 300'000;
        return answer;
    });
    const core::ModelStore both = store({server.url("/m.pt")});
    std::stop_source stop;
    std::promise<void> arrived;
    auto one = std::async(std::launch::async, [&] {
        return failure([&] {
            both.fetch(
                "model",
                [&](std::int64_t done, std::int64_t) {
                    if (done == 300'000)
                        arrived.set_value();
                },
                stop.get_token());
        });
    });
    arrived.get_future().wait();
    std::promise<void> waits;
    auto other = std::async(std::launch::async, [&] {
        bool first = true;
        both.fetch("model", [&](std::int64_t, std::int64_t) {
            if (std::exchange(first, false))
                waits.set_value();
        });
    });
    waits.get_future().wait();
    stop.request_stop();
    QVERIFY(one.get()->code() == ErrorCode::Cancelled);
    other.get();
    verifyWhole();
    QCOMPARE(server.requests().size(), std::size_t(2));
    QCOMPARE(server.requests()[1].first(), std::size_t(300'000));
}

void TestModelStore::proxiesAreUsed()
{
    HttpServer proxy(serve);
    const auto guard = withVariable("http_proxy", proxy.origin());
    store({"http://models.invalid/m.pt"}).fetch("model");
    verifyWhole();
    QCOMPARE(proxy.requests().size(), std::size_t(1));
    QCOMPARE(proxy.requests()[0].target, std::string("http://models.invalid/m.pt"));

    fs::remove(target());
    HttpServer direct(serve);
    const auto exception = withVariable("no_proxy", "127.0.0.1");
    store({direct.url("/m.pt")}).fetch("model");
    QCOMPARE(direct.requests().size(), std::size_t(1));
    QCOMPARE(proxy.requests().size(), std::size_t(1));
}

void TestModelStore::foldersThatCannotBe()
{
    HttpServer server(serve);
    write(folder_, "a file where the folder should be");
    const auto error = failure([&] { store({server.url("/m.pt")}).fetch("model"); });
    QVERIFY(error && error->code() == ErrorCode::WriteFailed);
    QVERIFY(failure([&] { store().list(); })->code() == ErrorCode::FileUnreadable);
    QVERIFY(server.requests().empty());
}

void TestModelStore::damagedModelIsReplaced()
{
    write(target(), std::string(content().size(), 'x'));
    HttpServer server(serve);
    store({server.url("/m.pt")}).fetch("model");
    verifyWhole();
}

// --- The folder ---------------------------------------------------------------------------------

void TestModelStore::listsWhatIsThereAndWhatCouldBe()
{
    const std::vector<core::StoredModel> real = core::ModelStore(core::catalogue(), folder_).list();
    QCOMPARE(real.size(), core::catalogue().size());
    QCOMPARE(real[3].id, std::string("sam_vit_h"));
    QCOMPARE(real[3].size, std::int64_t(2564550879));
    QVERIFY(real[0].speed == core::SpeedClass::Fast && real[1].speed == core::SpeedClass::Medium);
    QVERIFY(real[2].speed == core::SpeedClass::Slow && real[3].speed == core::SpeedClass::VerySlow);
    for (const core::StoredModel& model : real)
        QVERIFY(model.file.empty() && model.canBeFetched && model.isInCatalogue);

    const fs::path whole = core::resolveModel("");
    write(target(), "cut off");
    write(folder_ / "broken.safetensors", "no model");
    write(folder_ / ".hidden.pt", "");
    write(folder_ / "notes.txt", "");
    fs::copy_file(whole, folder_ / "another.safetensors");
    const std::vector<core::StoredModel> list = store().list();
    QCOMPARE(list.size(), std::size_t(3));
    QVERIFY(list[0].file == target() && list[0].problem.find("7 bytes") != std::string::npos);
    QCOMPARE(list[1].id, std::string("another.safetensors"));
    QCOMPARE(list[1].title, std::string("another"));
    QCOMPARE(list[1].variant, std::string("vit_t"));
    QCOMPARE(list[1].size, std::int64_t(fs::file_size(whole)));
    QVERIFY(list[1].problem.empty() && !list[1].isInCatalogue && !list[1].canBeFetched);
    QVERIFY(!list[2].problem.empty() && list[2].variant.empty() && !list[2].speed);
}

void TestModelStore::removes()
{
    write(target(), "x");
    write(part(), "y");
    write(folder_ / "mine.pt", "z");
    write(folder_.parent_path() / "outside.pt", "stays");
    QCOMPARE(store().remove("model").size(), std::size_t(1));
    QCOMPARE(filesInFolder(), std::size_t(1));
    QVERIFY(store().remove("mine.pt").at(0) == folder_ / "mine.pt");
    QCOMPARE(filesInFolder(), std::size_t(0));
    for (const char* id : {"mine.pt", "nothing", "../outside.pt", ""})
        QVERIFY(failure([&] { store().remove(id); })->code() == ErrorCode::ModelMissing);
    QVERIFY(fs::exists(folder_.parent_path() / "outside.pt"));
}

void TestModelStore::adds()
{
    const fs::path whole = core::resolveModel("");
    const fs::path mine = folder_.parent_path() / "mine.safetensors";
    fs::copy_file(whole, mine);
    const core::ModelStore other = store();
    std::int64_t last = 0;
    QCOMPARE(other.add(mine, [&](std::int64_t done, std::int64_t) { last = done; }),
             std::string("mine.safetensors"));
    QCOMPARE(last, std::int64_t(fs::file_size(whole)));
    QVERIFY(other.resolve("mine.safetensors") == folder_ / "mine.safetensors");
    QVERIFY(read(folder_ / "mine.safetensors") == read(whole));
    QVERIFY(fs::exists(mine));
    QCOMPARE(other.add(mine), std::string("mine.safetensors")); // once more changes nothing
    QCOMPARE(filesInFolder(), std::size_t(1));

    // One that the catalogue knows to the byte is that model, whatever its name.
    const core::ModelStore real(core::catalogue(), folder_.parent_path() / "other");
    QCOMPARE(real.add(mine), std::string("mobile_sam"));
    QVERIFY(real.resolve("").filename() == whole.filename());
}

void TestModelStore::refusesToAdd()
{
    const fs::path outside = folder_.parent_path();
    const core::ModelStore models = store();
    const auto code = [&](const fs::path& file) {
        const auto error = failure([&] { models.add(file); });
        return error ? error->code() : ErrorCode::Cancelled;
    };
    QVERIFY(code(outside / "nothing.pt") == ErrorCode::ModelMissing);
    write(outside / "broken.pt", "no model at all");
    QVERIFY(code(outside / "broken.pt") == ErrorCode::ModelDamaged);
    fs::copy_file(core::resolveModel(""), outside / "model.pt");
    QVERIFY(code(outside / "model.pt") == ErrorCode::WriteFailed); // a name of the catalogue
    fs::copy_file(core::resolveModel(""), outside / "mine.pt");
    write(folder_ / "mine.pt", "another");
    QVERIFY(code(outside / "mine.pt") == ErrorCode::WriteFailed);
    QCOMPARE(read(folder_ / "mine.pt"), std::string("another"));
    std::stop_source stop;
    stop.request_stop();
    fs::copy_file(core::resolveModel(""), outside / "late.pt");
    QVERIFY(failure([&] { models.add(outside / "late.pt", {}, stop.get_token()); })->code() ==
            ErrorCode::Cancelled);
    QCOMPARE(filesInFolder(), std::size_t(1));
}

QTEST_GUILESS_MAIN(TestModelStore)
#include "test_model_store.moc"
