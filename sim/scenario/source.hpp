// An input text and its lines: a file, or an argument of the command line.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/diagnostics.hpp"

namespace cellroute::scenario {

class Source {
 public:
  Source(std::string name, std::string text);

  const std::string& name() const { return name_; }
  const std::string& text() const { return text_; }

  /// The place and the line itself. `line` is 1-based (0: the text as a whole), `column` counts bytes from 1.
  Diagnostic at(int line, int column, std::string problem, std::string why = {}, std::string hint = {}) const;

  /// Whether nothing but blanks stands before a place of its line.
  bool blank_before(int line, int column) const;
  /// The last line before this one that holds more than blanks and a comment; 1 if there is none.
  int text_line_before(int line) const;
  /// The column of the first character of a line that is no blank.
  int first_column(int line) const;

 private:
  const std::string& line(int number) const;

  std::string name_, text_;
  std::vector<std::string> lines_;
};

/// Reads a text file that must be UTF-8; otherwise says why it cannot be used.
std::optional<Source> read_source(const std::filesystem::path& file, const std::string& shown_as,
                                  std::vector<Diagnostic>& problems);

}  // namespace cellroute::scenario
