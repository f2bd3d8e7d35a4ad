// run.json: everything about a run that may differ when it is repeated.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/body/result.hpp"
#include "sim/lobule/result.hpp"

namespace cellroute::results {

/// One of the times a run was started, from where it went on to where it came.
struct RunSession {
  std::string date, host;
  int threads = 0;
  double from = 0, to = 0;  // [s] simulated
  double wall_seconds = 0;
};

struct RunLog {
  std::vector<std::string> command;
  std::filesystem::path scenario, library;
  int threads = 0;          // used
  double wall_seconds = 0;  // of the simulation
  body::Work work;
  std::optional<lobule::Work> lobule = {};  // where it was resolved
  std::vector<RunSession> sessions = {};    // where the run went on from a checkpoint
};

/// Adds date (UTC), host, and versions of the program and its libraries.
std::string run_json(const RunLog& log);

/// As a JSON array, and back; what is none gives none.
std::string sessions_json(const std::vector<RunSession>& sessions);
std::vector<RunSession> sessions_of(const std::string& json);

/// "2026-01-31T12:00:00Z", and the machine's name: for run.json alone.
std::string now_utc();
std::string host_name();

}  // namespace cellroute::results
