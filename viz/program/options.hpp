// The command line, read into plain data.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "viz/program/view.hpp"

namespace cellroute::viz {

struct Options {
  std::string tool;  // report, convert; empty: draw
  std::vector<std::filesystem::path> inputs;
  std::string view;  // empty: every one that fits
  std::string output;
  bool movie = false;
  Request request;  // without result and format
};

/// Nothing when the line itself was the answer, or wrong: then `exit_code` says so.
/// @throws RequestError: a time or size that is none
std::optional<Options> parse_options(int argc, char** argv, int& exit_code);

}  // namespace cellroute::viz
