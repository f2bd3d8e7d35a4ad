#include "sim/cli/guard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <new>

#include "sim/body/simulate.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/cli/output.hpp"
#include "sim/results/folder.hpp"
#include "sim/results/hdf5.hpp"
#include "sim/results/version.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/sweep/journal.hpp"
#include "sim/sweep/team.hpp"

namespace cellroute::cli {
namespace {

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* each : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(each->get_name());
  return names;
}

/// The first word that is neither an option nor a known option's value.
std::string first_word(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--library")
      ++i;
    else if (!word.empty() && word[0] != '-')
      return word;
  }
  return "";
}

int wrong_line(const CLI::App& app, const CLI::ParseError& error, int argc, char** argv) {
  const auto names = command_names(app);
  const std::string word = first_word(argc, argv);
  if (word.empty()) {
    say("no command given (commands: {})\nhint: cellroute --help", fmt::join(names, ", "));
  } else if (std::find(names.begin(), names.end(), word) == names.end()) {
    say("unknown command `{}` ({})\nhint: cellroute --help", word, scenario::suggest(word, names));
  } else {
    std::string text = error.what();
    std::replace(text.begin(), text.end(), '\n', ' ');
    say("{}: {}\nhint: cellroute {} --help", word, text, word);
  }
  return input_wrong;
}

}  // namespace

std::string version_line() {
  return fmt::format("cellroute {} ({})", results::program_version(), results::program_commit());
}

std::optional<int> parse(CLI::App& app, int argc, char** argv) {
  try {
    app.parse(argc, argv);
    return std::nullopt;
  } catch (const CLI::CallForHelp&) {
    const auto chosen = app.get_subcommands();
    print((chosen.empty() ? &app : chosen.front())->help(chosen.empty() ? "" : "cellroute"));
  } catch (const CLI::CallForVersion&) {
    print(version_line() + "\n");
  } catch (const CLI::ParseError& error) {
    return wrong_line(app, error, argc, argv);
  }
  return done;
}

int guard(const std::function<int()>& work) {
  try {
    return work();
  } catch (const scenario::InputError& error) {
    say_plain(error.what());
    const auto count = error.diagnostics.size();
    if (count > scenario::enough_mistakes)
      say("more than {} mistakes in the input; nothing was run", scenario::enough_mistakes);
    else if (count > 1)
      say("{} mistakes in the input; nothing was run", count);
    return input_wrong;
  } catch (const body::CaseError& error) {
    for (const auto& problem : error.problems) say("{}", problem);
    return input_wrong;
  } catch (const results::FolderInUse& error) {
    say("{}", error.what());
    return input_wrong;
  } catch (const results::FileError& error) {
    say("{}", error.what());
    return input_wrong;
  } catch (const sweep::JournalRefused& error) {
    say("{}", error.what());
    return input_wrong;
  } catch (const sweep::TeamRefused& error) {
    say("{}", error.what());
    return input_wrong;
  } catch (const OutputClosed&) {
    return done;  // the reader of the pipe has seen enough
  } catch (const Interrupted& error) {
    say("{}", error.what());
    return run_failed;
  } catch (const std::bad_alloc&) {
    say("not enough memory");
    return run_failed;
  } catch (const std::exception& error) {
    say("{}", error.what());
    return run_failed;
  }
}

}  // namespace cellroute::cli
