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

 private:
  std::string name_, text_;
  std::vector<std::string> lines_;
};

/// Reads a text file that must be UTF-8; otherwise says why it cannot be used.
std::optional<Source> read_source(const std::filesystem::path& file, const std::string& shown_as,
                                  std::vector<Diagnostic>& problems);

}  // namespace cellroute::scenario
