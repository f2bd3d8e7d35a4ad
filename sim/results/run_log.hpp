// run.json: everything about a run that may differ when it is repeated.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/body/result.hpp"
#include "sim/lobule/result.hpp"

namespace cellroute::results {

struct RunLog {
  std::vector<std::string> command;
  std::filesystem::path scenario, library;
  int threads = 0;          // used
  double wall_seconds = 0;  // of the simulation
  body::Work work;
  std::optional<lobule::Work> lobule = {};  // where it was resolved
};

/// Adds date (UTC), host, and versions of the program and its libraries.
std::string run_json(const RunLog& log);

/// "2026-01-31T12:00:00Z", and the machine's name: for run.json alone.
std::string now_utc();
std::string host_name();

}  // namespace cellroute::results
