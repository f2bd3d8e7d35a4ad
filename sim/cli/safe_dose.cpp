// cellroute safe-dose DOSE.yaml: the dose that reaches a stop rule in a share of the patients.
#include "sim/sweep/dose/safe_dose.hpp"

#include <algorithm>
#include <memory>
#include <optional>

#include "sim/cli/command.hpp"
#include "sim/cli/execute.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/cli/output.hpp"
#include "sim/cli/progress.hpp"
#include "sim/results/folder.hpp"

namespace cellroute::cli {
namespace {

struct Options {
  std::string file, output;
  std::vector<std::string> overrides;
  int threads = 0;
  bool overwrite = false;
};

int find_doses(const Options& options, const Session& session) {
  const auto question = sweep::load_dose_question(options.file, {session.library, options.overrides});
  std::vector<scenario::Scenario> scenarios;
  for (const auto& one : question.plan.templates) scenarios.push_back(one.scenario);
  check_cases(scenarios);
  std::optional<results::OutputFolder> folder;
  if (!options.output.empty()) folder.emplace(options.output, options.overwrite);
  const std::size_t total = sweep::patients_of(question);
  say("{}\n{} patients, each by bisection", question.plan.title, total);

  Progress progress(total, "patients");
  std::size_t done_with = 0;
  sweep::EvaluateOptions evaluate;
  evaluate.threads = options.threads;
  evaluate.stop = interrupted;
  evaluate.progress = [&](std::size_t more) { progress.update(done_with += more); };
  std::vector<sweep::SafeDose> doses;
  try {
    doses = sweep::safe_doses(question, evaluate);
  } catch (const sweep::Stopped&) {
    stop_if_interrupted();
    throw;
  }
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
  auto options = std::make_shared<Options>();
  Command command = line.command(
      "safe-dose",
      "Finds the dose and rate at which a pressure reaches a stop rule in a share of the patients");
  command.option("dose", options->file, "The safe-dose file").required().type_name("DOSE.yaml");
  command.option("-o,--output", options->output, "Folder for doses.txt and patients.csv (default: none)")
      .type_name("DIR");
  command.flag("--overwrite,--force", options->overwrite,
               "Replace result files in a folder that is not empty");
  add_set_option(command, options->overrides);
  add_threads_option(command, options->threads);
  command.callback([options, &session] { session.exit_code = find_doses(*options, session); });
}

}  // namespace cellroute::cli
