// The subcommands, and what they share.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <string>
#include <vector>

namespace cellroute::cli {

/// Exit codes of the program.
enum Exit { done = 0, run_failed = 1, input_wrong = 2, rows_failed = 3 };

struct Session {
  std::filesystem::path library;     // --library
  std::vector<std::string> command;  // as typed, for run.json
  int exit_code = done;
};

void add_run(CLI::App& app, Session& session);
void add_compare(CLI::App& app, Session& session);
void add_check(CLI::App& app, Session& session);
void add_schema(CLI::App& app, Session& session);
void add_info(CLI::App& app, Session& session);
void add_validate(CLI::App& app, Session& session);
void add_closure(CLI::App& app, Session& session);
void add_sensitivity(CLI::App& app, Session& session);
void add_claims(CLI::App& app, Session& session);
void add_fit(CLI::App& app, Session& session);
void add_safe_dose(CLI::App& app, Session& session);
void add_sweep(CLI::App& app, Session& session);
void add_merge(CLI::App& app, Session& session);

}  // namespace cellroute::cli
