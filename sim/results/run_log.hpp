// run.json: everything about a run that may differ when it is repeated.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/body/result.hpp"

namespace cellroute::results {

struct RunLog {
  std::vector<std::string> command;
  std::filesystem::path scenario, library;
  int threads = 0;          // used
  double wall_seconds = 0;  // of the simulation
  body::Work work;
};

/// Adds date (UTC), host, and versions of the program and its libraries.
std::string run_json(const RunLog& log);

}  // namespace cellroute::results
