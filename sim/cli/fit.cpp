// cellroute fit FIT.yaml: parameters from data.
#include "sim/sweep/fit/fit.hpp"

#include <chrono>
#include <memory>
#include <optional>

#include "sim/cli/command.hpp"
#include "sim/cli/execute.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/cli/output.hpp"
#include "sim/results/folder.hpp"

namespace cellroute::cli {
namespace {

struct Options {
  std::string file, output;
  std::vector<std::string> overrides;
  int threads = 0;
  bool overwrite = false;
};

int run_fit(const Options& options, const Session& session) {
  const auto problem = sweep::load_fit(options.file, {session.library, options.overrides});
  std::vector<scenario::Scenario> scenarios;
  for (const auto& arm : problem.plan.templates) scenarios.push_back(arm.scenario);
  check_cases(scenarios);
  std::optional<results::OutputFolder> folder;
  if (!options.output.empty()) folder.emplace(options.output, options.overwrite);
  say("{}\n{} parameter{} from {} data, {} start{}", problem.plan.title, problem.parameters.size(),
      problem.parameters.size() == 1 ? "" : "s", problem.data.size(), problem.starts,
      problem.starts == 1 ? "" : "s");

  const auto start = std::chrono::steady_clock::now();
  std::size_t runs = 0;
  sweep::EvaluateOptions evaluate;
  evaluate.threads = options.threads;
  evaluate.stop = interrupted;
  evaluate.progress = [&](std::size_t more) { runs += more; };
  sweep::FitResult result;
  try {
    result = sweep::fit(problem, evaluate);
  } catch (const sweep::Stopped&) {
    stop_if_interrupted();
    throw;
  }
  const std::string page = sweep::fit_page(problem, result);
  if (folder) {
    folder->add("fit.txt", page);
    folder->add("fit.csv", sweep::fit_csv(problem, result));
    folder->add("data.csv", sweep::fit_data_csv(problem, result));
    folder->commit();
    say("wrote {}/ fit.txt, fit.csv and data.csv", options.output);
  }
  say("{} runs, {:.3g} s", runs,
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  print(page);
  return result.fits.front().stop == numerics::StopReason::failed ? run_failed : done;
}

}  // namespace

void add_fit(CommandLine& line, Session& session) {
  auto options = std::make_shared<Options>();
  Command command =
      line.command("fit", "Estimates parameters from a table of measurements, with profile intervals");
  command.option("fit", options->file, "The fit file").required().type_name("FIT.yaml");
  command.option("-o,--output", options->output, "Folder for fit.txt, fit.csv and data.csv (default: none)")
      .type_name("DIR");
  command.flag("--overwrite,--force", options->overwrite,
               "Replace result files in a folder that is not empty");
  add_set_option(command, options->overrides);
  add_threads_option(command, options->threads);
  command.callback([options, &session] { session.exit_code = run_fit(*options, session); });
}

}  // namespace cellroute::cli
