// cellroute safe-dose DOSE.yaml: the dose that reaches a stop rule in a share of the patients.
#include "sim/sweep/dose/safe_dose.hpp"

#include <algorithm>
#include <memory>

#include "sim/cli/analysis.hpp"
#include "sim/cli/output.hpp"
#include "sim/cli/progress.hpp"

namespace cellroute::cli {
namespace {

int find_doses(const AnalysisOptions& options, const Session& session) {
  const auto question = sweep::load_dose_question(options.input, {session.library, options.overrides});
  check_cases({&question.plan});
  const auto folder = folder_for(options);
  const std::size_t total = sweep::patients_of(question);
  say("{}\n{} patients, each by bisection", question.plan.title, total);

  Progress progress(total, "patients");
  const auto doses =
      sweep::safe_doses(question, evaluation(options, [&](std::size_t made) { progress.update(made); }));
  const std::string page = sweep::dose_table(question, doses);
  if (folder) {
    folder->add("doses.txt", page);
    folder->add("patients.csv", sweep::dose_csv(question, doses));
    folder->commit();
    say("wrote {}/ doses.txt and patients.csv", options.output);
  }
  print(page);
  const bool unknown =
      std::any_of(doses.begin(), doses.end(), [](const auto& one) { return one.failed == one.patients; });
  return unknown ? rows_failed : done;
}

}  // namespace

void add_safe_dose(CommandLine& line, Session& session) {
  auto options = std::make_shared<AnalysisOptions>();
  Command command = line.command(
      "safe-dose",
      "Finds the dose and rate at which a pressure reaches a stop rule in a share of the patients");
  command.option("dose", options->input, "The safe-dose file").required().type_name("DOSE.yaml");
  add_analysis_options(command, *options, "doses.txt and patients.csv");
  command.callback([options, &session] { session.exit_code = find_doses(*options, session); });
}

}  // namespace cellroute::cli
