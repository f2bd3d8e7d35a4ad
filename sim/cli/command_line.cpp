#include "sim/cli/command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "sim/cli/command.hpp"
#include "sim/cli/output.hpp"
#include "sim/scenario/nearest.hpp"

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

Option& Option::required() {
  option_->required();
  return *this;
}

Option& Option::type_name(const std::string& name) {
  option_->type_name(name);
  return *this;
}

Option& Option::delimiter(char between) {
  option_->delimiter(between);
  return *this;
}

Option& Option::repeatable() {
  option_->expected(1)->allow_extra_args(false)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  return *this;
}

Option& Option::range(unsigned least, unsigned most) {
  option_->check(CLI::Range(least, most));
  return *this;
}

Option& Option::unstated_range(int least, int most) {
  option_->check(CLI::Range(least, most).description(""));
  return *this;
}

Option& Option::check(const std::function<std::string(const std::string&)>& wrong) {
  option_->check(CLI::Validator(wrong, ""));
  return *this;
}

Option& Option::needs(const Option& other) {
  option_->needs(other.option_);
  return *this;
}

Option& Option::excludes(const Option& other) {
  option_->excludes(other.option_);
  return *this;
}

bool Option::given() const { return option_->count() > 0; }

Option Command::option(const std::string& names, std::string& value, const std::string& help) {
  return Option(app_->add_option(names, value, help));
}

Option Command::option(const std::string& names, std::vector<std::string>& values, const std::string& help) {
  return Option(app_->add_option(names, values, help));
}

Option Command::option(const std::string& names, int& value, const std::string& help) {
  return Option(app_->add_option(names, value, help));
}

Option Command::option(const std::string& names, std::size_t& value, const std::string& help) {
  return Option(app_->add_option(names, value, help));
}

Option Command::option(const std::string& names, std::optional<std::size_t>& value, const std::string& help) {
  return Option(app_->add_option(names, value, help));
}

Option Command::flag(const std::string& names, bool& value, const std::string& help) {
  return Option(app_->add_flag(names, value, help));
}

void Command::callback(const std::function<void()>& work) { app_->callback(work); }

CommandLine::CommandLine(const std::string& help, const std::string& program, const std::string& version)
    : app_(std::make_unique<CLI::App>(help, program)), version_(version) {
  app_->set_version_flag("--version", version);
  app_->require_subcommand(1);
  app_->fallthrough();
}

CommandLine::~CommandLine() = default;

Command CommandLine::command(const std::string& name, const std::string& help) {
  // Commands inherit the footer that the program has when they are added.
  app_->footer("--library DIR works with every command; " + app_->get_name() + " --help lists the commands.");
  auto* command = app_->add_subcommand(name, help);
  app_->footer(app_->get_name() + " COMMAND --help explains a command.");
  return Command(command);
}

Option CommandLine::option(const std::string& names, std::filesystem::path& value, const std::string& help) {
  return Option(app_->add_option(names, value, help));
}

std::optional<int> CommandLine::parse(int argc, char** argv) {
  try {
    app_->parse(argc, argv);
    return std::nullopt;
  } catch (const CLI::CallForHelp&) {
    const auto chosen = app_->get_subcommands();
    print((chosen.empty() ? app_.get() : chosen.front())->help(chosen.empty() ? "" : app_->get_name()));
  } catch (const CLI::CallForVersion&) {
    print(version_ + "\n");
  } catch (const CLI::ParseError& error) {
    return wrong_line(*app_, error, argc, argv);
  }
  return done;
}

}  // namespace cellroute::cli
