// What commands have in common that put a question to many runs and print a page: fit, safe-dose, claims,
// sensitivity.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/cli/command.hpp"
#include "sim/results/folder.hpp"
#include "sim/sweep/evaluate.hpp"
#include "sim/sweep/plan.hpp"

namespace cellroute::cli {

struct AnalysisOptions {
  std::string input, output;
  std::vector<std::string> overrides;
  int threads = 0;
  bool overwrite = false;
};

/// @param files what -o writes, in words
void add_analysis_options(Command command, AnalysisOptions& options, const std::string& files);

/// Null when no folder was asked for. @throws results::FolderInUse
std::unique_ptr<results::OutputFolder> folder_for(const AnalysisOptions& options);

/// Refuses plans with a case that cannot be run. @throws body::CaseError
void check_cases(const std::vector<const sweep::Plan*>& plans);

/// On so many threads, until Ctrl-C. @param done_so_far takes the number of runs since the start
sweep::EvaluateOptions evaluation(const AnalysisOptions& options,
                                  const std::function<void(std::size_t)>& done_so_far);

}  // namespace cellroute::cli
