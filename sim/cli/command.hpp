// The subcommands, and what they share.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/cli/command_line.hpp"

namespace cellroute::cli {

/// Exit codes of the program.
enum Exit { done = 0, run_failed = 1, input_wrong = 2, rows_failed = 3 };

struct Session {
  std::filesystem::path library;     // --library
  std::vector<std::string> command;  // as typed, for run.json
  int exit_code = done;
};

void add_run(CommandLine& line, Session& session);
void add_compare(CommandLine& line, Session& session);
void add_check(CommandLine& line, Session& session);
void add_schema(CommandLine& line, Session& session);
void add_info(CommandLine& line, Session& session);
void add_validate(CommandLine& line, Session& session);
void add_closure(CommandLine& line, Session& session);
void add_sensitivity(CommandLine& line, Session& session);
void add_claims(CommandLine& line, Session& session);
void add_fit(CommandLine& line, Session& session);
void add_safe_dose(CommandLine& line, Session& session);
void add_sweep(CommandLine& line, Session& session);
void add_merge(CommandLine& line, Session& session);

}  // namespace cellroute::cli
