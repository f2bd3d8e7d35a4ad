#include "sim/cli/analysis.hpp"

#include "sim/cli/execute.hpp"
#include "sim/cli/interrupt.hpp"

namespace cellroute::cli {

void add_analysis_options(Command command, AnalysisOptions& options, const std::string& files) {
  command.option("-o,--output", options.output, "Folder for " + files + " (default: none)").type_name("DIR");
  command.flag("--overwrite,--force", options.overwrite,
               "Replace result files in a folder that is not empty");
  add_set_option(command, options.overrides);
  add_threads_option(command, options.threads);
}

std::unique_ptr<results::OutputFolder> folder_for(const AnalysisOptions& options) {
  if (options.output.empty()) return nullptr;
  return std::make_unique<results::OutputFolder>(options.output, options.overwrite);
}

void check_cases(const std::vector<const sweep::Plan*>& plans) {
  std::vector<scenario::Scenario> scenarios;
  for (const auto* plan : plans)
    for (const auto& one : plan->templates) scenarios.push_back(one.scenario);
  check_cases(scenarios);
}

sweep::EvaluateOptions evaluation(const AnalysisOptions& options,
                                  const std::function<void(std::size_t)>& done_so_far) {
  sweep::EvaluateOptions evaluate;
  evaluate.threads = options.threads;
  evaluate.stop = interrupted;
  auto made = std::make_shared<std::size_t>(0);  // one count for all copies of the options
  evaluate.progress = [done_so_far, made](std::size_t more) { done_so_far(*made += more); };
  return evaluate;
}

}  // namespace cellroute::cli
