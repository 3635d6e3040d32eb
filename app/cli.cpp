// maskwright-cli: the model without a window.
#include <exception>
#include <new>
#include <string>

#include <CLI/CLI.hpp>

#include "app/commands.h"
#include "app/console.h"
#include "core/error.h"

namespace {

using app::complain;
using app::program;

enum ExitCode { Done = 0, BadInput = 1, BadUsage = 2 };

/// The command that was being parsed, as one types it.
std::string commandOf(const CLI::App& cli)
{
    std::string command = program;
    for (auto inner = cli.get_subcommands(); !inner.empty();
         inner = inner.front()->get_subcommands())
        command += " " + inner.front()->get_name();
    return command;
}

int explainUsage(const CLI::App& cli, const CLI::ParseError& error)
{
    if (error.get_exit_code() == 0)
        return cli.exit(error); // --help, --version
    std::string sentence = error.what();
    if (cli.get_subcommands().empty())
        sentence = cli.remaining().empty() ? "name a command"
                                           : "there is no command " + cli.remaining().front();
    complain(sentence + "; see '" + commandOf(cli) + " --help'.");
    return BadUsage;
}

int run(CLI::App& cli, int argc, char** argv)
{
    try {
        cli.parse(argc, argv);
        return Done;
    } catch (const CLI::ParseError& error) {
        return explainUsage(cli, error);
    } catch (const app::Exit& exit) {
        return exit.code;
    } catch (const core::Error& error) {
        complain(error.what());
    } catch (const std::bad_alloc&) {
        complain(core::Error(core::ErrorCode::OutOfMemory).what());
    } catch (const std::exception& error) {
        complain(core::Error(core::ErrorCode::Internal, {}, error.what()).what());
    }
    return BadInput;
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App cli("Segments pictures, from clicks and boxes or all there is, with Segment Anything.",
                 program);
    cli.set_version_flag("--version", std::string(program) + " " + MASKWRIGHT_VERSION);
    cli.require_subcommand(1);
    cli.footer("Results go to standard output as JSON, complaints to standard error.\n"
               "Exit codes: 0 done, 1 bad input, 2 bad usage.\n"
               "\n"
               "Examples:\n"
               "  maskwright-cli predict cup.jpg --point 320,240\n"
               "  maskwright-cli auto photos -o masks\n"
               "  maskwright-cli predict --help");
    app::addPredict(cli);
    app::addAuto(cli);
    app::addMerge(cli);
    app::addConvert(cli);
    app::addInfo(cli);
    app::addModel(cli);
    app::addBench(cli);
    return run(cli, argc, argv);
}
