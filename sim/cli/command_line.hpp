// Commands and their options, declared without the parser that reads them: its header takes seven seconds
// of every file that includes it.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace cellroute::cli {

class Option {
 public:
  explicit Option(CLI::Option* option) : option_(option) {}

  Option& required();
  /// What stands for the value in the help.
  Option& type_name(const std::string& name);
  /// Several values in one word.
  Option& delimiter(char between);
  /// One value each time it is given; all of them count.
  Option& repeatable();
  /// The help states the limits too.
  Option& range(unsigned least, unsigned most);
  /// The help says nothing of the limits.
  Option& unstated_range(int least, int most);
  /// `wrong` returns what is wrong with a value, or nothing.
  Option& check(const std::function<std::string(const std::string&)>& wrong);
  Option& needs(const Option& other);
  Option& excludes(const Option& other);
  bool given() const;

 private:
  CLI::Option* option_;
};

/// A subcommand. What options are stored in must live until the line is parsed and the command has run.
class Command {
 public:
  explicit Command(CLI::App* app) : app_(app) {}

  /// @param names "-o,--output", or "file" for what has no dash
  Option option(const std::string& names, std::string& value, const std::string& help);
  Option option(const std::string& names, std::vector<std::string>& values, const std::string& help);
  Option option(const std::string& names, int& value, const std::string& help);
  Option option(const std::string& names, std::size_t& value, const std::string& help);
  Option option(const std::string& names, std::optional<std::size_t>& value, const std::string& help);
  Option flag(const std::string& names, bool& value, const std::string& help);
  /// Runs `work` when the command is the one on the line.
  void callback(const std::function<void()>& work);

 private:
  CLI::App* app_;
};

class CommandLine {
 public:
  /// @param version what --version prints
  CommandLine(const std::string& help, const std::string& program, const std::string& version);
  ~CommandLine();

  Command command(const std::string& name, const std::string& help);
  Option option(const std::string& names, std::filesystem::path& value, const std::string& help);
  /// Parses and runs; the exit code when the line itself was the answer (help, version) or wrong.
  std::optional<int> parse(int argc, char** argv);

 private:
  std::unique_ptr<CLI::App> app_;
  std::string version_;
};

}  // namespace cellroute::cli
