// cellroute fit FIT.yaml: parameters from data.
#include "sim/sweep/fit/fit.hpp"

#include <chrono>
#include <memory>

#include "sim/cli/analysis.hpp"
#include "sim/cli/output.hpp"

namespace cellroute::cli {
namespace {

int run_fit(const AnalysisOptions& options, const Session& session) {
  const auto problem = sweep::load_fit(options.input, {session.library, options.overrides});
  check_cases({&problem.plan});
  const auto folder = folder_for(options);
  say("{}\n{} parameter{} from {} data, {} start{}", problem.plan.title, problem.parameters.size(),
      problem.parameters.size() == 1 ? "" : "s", problem.data.size(), problem.starts,
      problem.starts == 1 ? "" : "s");

  const auto start = std::chrono::steady_clock::now();
  std::size_t runs = 0;
  const auto result = sweep::fit(problem, evaluation(options, [&](std::size_t made) { runs = made; }));
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
  auto options = std::make_shared<AnalysisOptions>();
  Command command =
      line.command("fit", "Estimates parameters from a table of measurements, with profile intervals");
  command.option("fit", options->input, "The fit file").required().type_name("FIT.yaml");
  add_analysis_options(command, *options, "fit.txt, fit.csv and data.csv");
  command.callback([options, &session] { session.exit_code = run_fit(*options, session); });
}

}  // namespace cellroute::cli
