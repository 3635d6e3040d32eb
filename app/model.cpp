// What lies in the models folder, and what could.
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "app/commands.h"
#include "app/console.h"
#include "app/json_output.h"
#include "app/stop_signals.h"
#include "core/error.h"
#include "core/model_file.h"
#include "core/model_store.h"
#include "core/sha256.h"

namespace app {

namespace {

namespace fs = std::filesystem;

constexpr const char* examples =
    "Models lie in $XDG_DATA_HOME/maskwright/models, by default ~/.local/share/maskwright/models.\n"
    "Downloads go through http_proxy, https_proxy and no_proxy where these are set.\n"
    "\n"
    "Examples:\n"
    "  maskwright-cli model list\n"
    "  maskwright-cli model get sam_vit_b\n"
    "  maskwright-cli model add ~/checkpoints/mine.safetensors\n"
    "  maskwright-cli predict cup.jpg --point 320,240 --model mine.safetensors";

// ---- progress -----------------------------------------------------------------------------------

std::string megabytes(std::int64_t bytes)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.1f", double(bytes) / 1e6);
    return text;
}

/// Tells on standard error how far it is: a bar on a terminal, else a line per tenth.
class ByteReport {
public:
    explicit ByteReport(std::string what) : what_(std::move(what)) {}
    ~ByteReport()
    {
        if (onTerminal_)
            std::fputs("\r\033[K", stderr);
    }
    ByteReport(const ByteReport&) = delete;
    ByteReport& operator=(const ByteReport&) = delete;

    void take(std::int64_t done, std::int64_t total)
    {
        const double share = total > 0 ? double(done) / double(total) : 0;
        if (onTerminal_)
            drawBar(share, done, total);
        else
            sayTenth(int(share * 10), total);
    }

private:
    void drawBar(double share, std::int64_t done, std::int64_t total)
    {
        const auto now = std::chrono::steady_clock::now();
        constexpr std::chrono::milliseconds redraw(100);
        if (now - drawn_ < redraw && done < total)
            return;
        drawn_ = now;
        constexpr int width = 30;
        const auto filled = std::size_t(width * share);
        std::fprintf(stderr, "\r\033[K[%s%s] %s/%s MB", std::string(filled, '=').c_str(),
                     std::string(width - filled, ' ').c_str(), megabytes(done).c_str(),
                     megabytes(total).c_str());
    }

    void sayTenth(int tenth, std::int64_t total)
    {
        if (tenth == tenth_)
            return;
        tenth_ = tenth;
        std::fprintf(stderr, "%s: %d %% of %s MB\n", what_.c_str(), tenth * 10,
                     megabytes(total).c_str());
    }

    std::string what_;
    bool onTerminal_ = ::isatty(STDERR_FILENO);
    int tenth_ = 0;
    std::chrono::steady_clock::time_point drawn_;
};

/// Work that shows how far it is and that Ctrl+C ends.
template <typename Work> auto watched(const std::string& what, Work&& work)
{
    const StopSignals signals;
    try {
        ByteReport report(what);
        return work([&](std::int64_t done, std::int64_t total) { report.take(done, total); },
                    signals.token());
    } catch (const core::Error& error) {
        if (error.code() != core::ErrorCode::Cancelled)
            throw;
        complain("stopped; run it again to go on.");
        throw Exit{128 + signals.signal()};
    }
}

// ---- the commands -------------------------------------------------------------------------------

const char* nameOf(core::SpeedClass speed)
{
    switch (speed) {
    case core::SpeedClass::Fast:
        return "fast";
    case core::SpeedClass::Medium:
        return "medium";
    case core::SpeedClass::Slow:
        return "slow";
    case core::SpeedClass::VerySlow:
        return "very slow";
    }
    return "";
}

Json toJson(const core::StoredModel& model)
{
    const auto orNull = [](const std::string& text) { return text.empty() ? Json() : Json(text); };
    Json json{{"id", model.id},
              {"title", model.title},
              {"variant", orNull(model.variant)},
              {"size", model.size},
              {"speed", model.speed ? Json(nameOf(*model.speed)) : Json()},
              {"licence", orNull(model.licence)},
              {"installed", !model.file.empty()},
              {"file", orNull(model.file.string())}};
    if (model.fetched > 0)
        json["fetched"] = model.fetched;
    if (!model.problem.empty())
        json["problem"] = model.problem;
    return json;
}

void list()
{
    const core::ModelStore store;
    Json models = Json::array();
    for (const core::StoredModel& model : store.list())
        models.push_back(toJson(model));
    print({{"folder", store.folder().string()}, {"models", models}});
}

void get(const std::string& id)
{
    const core::ModelStore store;
    const fs::path file =
        watched(id, [&](const core::ByteProgress& progress, std::stop_token stop) {
            return store.fetch(id, progress, stop);
        });
    print({{"id", id},
           {"file", file.string()},
           {"size", fs::file_size(file)},
           {"sha256", core::sha256OfFile(file)}});
}

void remove(const std::string& id)
{
    Json files = Json::array();
    for (const fs::path& file : core::ModelStore().remove(id))
        files.push_back(file.string());
    print({{"id", id}, {"removed", files}});
}

void add(const fs::path& file)
{
    const core::ModelStore store;
    const std::string id = watched(file.filename().string(),
                                   [&](const core::ByteProgress& progress, std::stop_token stop) {
                                       return store.add(file, progress, stop);
                                   });
    const fs::path installed = store.resolve(id);
    Json document{{"id", id}, {"file", installed.string()}};
    document.update(app::toJson(core::readModelInfo(installed)));
    print(document);
}

/// A command that takes one argument.
void addCommand(CLI::App& parent, const char* name, const char* what, const char* argument,
                const char* kind, const char* explanation,
                std::function<void(const std::string&)> run)
{
    const auto value = std::make_shared<std::string>();
    CLI::App* command = parent.add_subcommand(name, what);
    command->add_option(argument, *value, explanation)->required()->type_name(kind);
    command->callback([value, run = std::move(run)] { run(*value); });
}

} // namespace

void addModel(CLI::App& cli)
{
    CLI::App* command = cli.add_subcommand("model", "Lists, downloads, adds and removes models");
    command->footer(examples);
    command->require_subcommand(1);
    command->add_subcommand("list", "All models that are installed or can be downloaded")
        ->callback(list);
    addCommand(*command, "get",
               "Downloads a model; goes on where an interrupted download has stopped", "MODEL",
               "ID", "Its id in 'maskwright-cli model list'", get);
    addCommand(*command, "remove", "Removes a model from the models folder", "MODEL", "ID",
               "Its id in 'maskwright-cli model list'", remove);
    addCommand(*command, "add",
               "Copies a checkpoint, .pt or .safetensors, into the models folder; its file name "
               "becomes its id",
               "FILE", "FILE", "The checkpoint", [](const std::string& file) { add(file); });
}

} // namespace app
