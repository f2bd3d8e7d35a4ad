// Mistakes in the input: place, problem, reason, hint.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace cellroute::scenario {

struct Place {
  std::string file;
  int line = 0;    // 1-based; 0: the file as a whole
  int column = 0;  // 1-based
};

struct Diagnostic {
  Place place;
  std::string problem;
  std::string why;      // may be empty
  std::string hint;     // may be empty
  std::string excerpt;  // the source line, or the part of a long one around the place
  int caret = 0;        // 1-based character of the excerpt; 0: the column of the place
};

/// file:line:column: problem (why), the line with a caret, the hint.
std::string format(const Diagnostic& diagnostic);

/// So many mistakes are shown; a file with more is not what it was meant to be.
constexpr std::size_t shown_mistakes = 100;
/// So many mistakes are looked for in one file.
constexpr std::size_t enough_mistakes = 1000;

/// Every mistake found. what() is the first `shown_mistakes` of them, formatted.
struct InputError : std::runtime_error {
  explicit InputError(std::vector<Diagnostic> all);
  std::vector<Diagnostic> diagnostics;
};

}  // namespace cellroute::scenario
