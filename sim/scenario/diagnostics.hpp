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
  std::string excerpt;  // the source line, for the caret
};

/// file:line:column: problem (why), the line with a caret, the hint.
std::string format(const Diagnostic& diagnostic);

/// Every mistake found. what() is all of them, formatted.
struct InputError : std::runtime_error {
  explicit InputError(std::vector<Diagnostic> all);
  std::vector<Diagnostic> diagnostics;
};

}  // namespace cellroute::scenario
