// An input file that is one mapping: its tree, its text, and what is wrong with it as a whole.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/document.hpp"

namespace cellroute::sweep {

struct InputFile {
  std::shared_ptr<scenario::Document> document;  // nodes point into it
  std::string text;                              // verbatim
  const scenario::Node& root() const { return document->root; }
};

/// Nothing when there is no mapping in the file; then `problems` says why. `what`: "a sweep", "a claims
/// file".
std::optional<InputFile> read_input(const std::filesystem::path& file, const char* what,
                                    std::vector<scenario::Diagnostic>& problems);

}  // namespace cellroute::sweep
