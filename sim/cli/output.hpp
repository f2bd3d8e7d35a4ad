// Data to stdout, messages to stderr.
#pragma once

#include <fmt/format.h>

#include <string>
#include <utility>

namespace cellroute::cli {

/// The reader of stdout has gone (`cellroute ... | head`).
struct OutputClosed {};

/// Writes to stdout at once.
/// @throws OutputClosed, results::WriteError
void print(const std::string& text);

/// A word of a command line, quoted where the shell would take it for more.
std::string shell_word(const std::string& text);

/// A message, ended with a newline, to stderr at once.
void say_plain(const std::string& text);

/// "cellroute: ..." to stderr; further lines are indented.
template <class... Args>
void say(fmt::format_string<Args...> format, Args&&... args) {
  std::string text = "cellroute: " + fmt::format(format, std::forward<Args>(args)...);
  for (auto at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1))
    text.insert(at + 1, "  ");
  say_plain(text);
}

}  // namespace cellroute::cli
