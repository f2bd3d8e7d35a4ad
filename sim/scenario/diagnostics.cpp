// How a mistake is shown.
#include "sim/scenario/diagnostics.hpp"

#include <fmt/format.h>

namespace cellroute::scenario {
namespace {

std::string where(const Place& place) {
  const bool argument = place.file.starts_with("--");  // of the command line: has no lines
  if (place.line == 0 || argument) return place.file;
  return fmt::format("{}:{}:{}", place.file, place.line, place.column);
}

/// The line with a caret below the column; tabs are kept so that the caret stands right.
std::string pointed(const Diagnostic& diagnostic) {
  const std::string number = std::to_string(diagnostic.place.line);
  std::string pad;
  int column = 1;
  const int caret = diagnostic.caret > 0 ? diagnostic.caret : diagnostic.place.column;
  for (const char c : diagnostic.excerpt) {
    if ((static_cast<unsigned char>(c) & 0xC0) == 0x80) continue;
    if (column++ >= caret) break;
    pad += c == '\t' ? '\t' : ' ';
  }
  return fmt::format("\n  {} | {}\n  {} | {}^", number, diagnostic.excerpt, std::string(number.size(), ' '),
                     pad);
}

std::string together(const std::vector<Diagnostic>& all) {
  std::string text;
  for (std::size_t i = 0; i < all.size() && i < shown_mistakes; ++i) {
    if (!text.empty()) text += '\n';
    text += format(all[i]);
  }
  if (all.size() > enough_mistakes)
    text += "\n... and very many more";
  else if (all.size() > shown_mistakes)
    text += fmt::format("\n... and {} more", all.size() - shown_mistakes);
  return text;
}

}  // namespace

std::string format(const Diagnostic& diagnostic) {
  std::string text = fmt::format("{}: {}", where(diagnostic.place), diagnostic.problem);
  if (!diagnostic.why.empty()) text += fmt::format(" ({})", diagnostic.why);
  if (!diagnostic.excerpt.empty() && diagnostic.place.line > 0) text += pointed(diagnostic);
  if (!diagnostic.hint.empty()) text += "\n  hint: " + diagnostic.hint;
  return text;
}

InputError::InputError(std::vector<Diagnostic> all)
    : std::runtime_error(together(all)), diagnostics(std::move(all)) {}

}  // namespace cellroute::scenario
