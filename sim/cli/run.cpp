// cellroute run SCENARIO.yaml: one scenario to a folder of result files.
#include <memory>

#include "sim/cli/command.hpp"
#include "sim/cli/execute.hpp"
#include "sim/cli/finished.hpp"
#include "sim/cli/liver.hpp"
#include "sim/cli/lobule.hpp"
#include "sim/cli/output.hpp"
#include "sim/results/format.hpp"
#include "sim/results/moments.hpp"
#include "sim/results/text_files.hpp"

namespace cellroute::cli {
namespace {

struct Options {
  std::string scenario, output;
  std::vector<std::string> overrides;
  int threads = 0;
  bool overwrite = false, quiet = false;
  KeepOptions keep;
};

std::string plan(const scenario::Scenario& scenario, const std::filesystem::path& output) {
  using results::duration, results::words;
  std::string text =
      fmt::format("{}\n{} in {}, {} output times over {}", scenario.title, words(scenario.product),
                  results::patient_words(scenario.species, scenario.condition),
                  scenario.body.output_times.size(), duration(scenario.body.horizon));
  for (const auto& infusion : scenario.body.regimen) text += "\n" + results::describe_infusion(infusion);
  return text + "\ninto " + output.string();
}

const char* field_files(const scenario::Scenario& scenario) {
  if (scenario.liver && scenario.lobule)
    return ", segments.csv, liver.vtkhdf, trees.vtkhdf, lobule.vtkhdf and their .xmf";
  if (scenario.liver) return ", segments.csv, liver.vtkhdf, trees.vtkhdf and their .xmf";
  return scenario.lobule ? ", lobule.vtkhdf, lobule.xmf" : "";
}

/// What a run that had ended before says again.
int nothing_left(const std::filesystem::path& output, bool quiet) {
  tidy(output, "liver");
  say("{} holds the results of this run already: there is nothing left to run", output.string());
  if (!quiet) print(results::read_file(output / "summary.txt"));
  return done;
}

int run(const Options& options, const Session& session) {
  const scenario::Scenario scenario =
      scenario::load(options.scenario, {session.library, options.overrides, "", ""});
  levels::LiverShapes shapes;
  check_cases({scenario}, shapes);
  const std::filesystem::path output = options.output.empty()
                                           ? std::filesystem::path("results") / scenario.file.stem()
                                           : std::filesystem::path(options.output);
  const std::vector<std::string> livers(scenario.liver ? 1 : 0, "liver");
  if (options.keep.resume && finished(output, scenario)) return nothing_left(output, options.quiet);
  const bool replace = may_replace(output, livers, options.overwrite, options.keep);
  results::OutputFolder folder(output, replace);
  say("{}", plan(scenario, output));
  for (const auto& note : scenario.notes) say("note: {}", note);

  auto executed = execute({scenario}, options.threads, session);
  KeepOptions keep = options.keep;
  keep.command = session.command;
  keep.at_end = scenario.lobule.has_value();  // the liver is not to be run again for its lobules
  const auto kept = resolve_liver(folder, "", scenario, executed.front(), keep, shapes);
  resolve_lobule(folder, "", scenario, executed.front(), kept.get());
  if (!executed.front().failure.empty()) {
    say("the run failed: {}", executed.front().failure);
    if (kept) kept->discard();  // it would fail again
    return run_failed;
  }
  try {
    add_files(folder, "", executed.front());
    folder.commit([] { results::moment("result renamed"); });
  } catch (const results::WriteError& error) {
    throw results::WriteError(kept ? kept->with_hint(error.what()) : error.what());
  }
  if (kept) kept->discard();
  say("wrote {}/ result.h5, summary.txt, series.csv, parameters.csv, run.json{} ({:.3g} s)", output.string(),
      field_files(scenario), executed.front().log.wall_seconds);
  if (!options.quiet) print(results::summary(*executed.front().record));
  return done;
}

}  // namespace

void add_run(CommandLine& line, Session& session) {
  auto options = std::make_shared<Options>();
  Command command = line.command("run", "Runs one scenario and writes a folder of result files");
  command.option("scenario", options->scenario, "The scenario file").required().type_name("SCENARIO.yaml");
  add_set_option(command, options->overrides);
  add_keep_options(command, options->keep, add_output_options(command, options->output, options->overwrite));
  add_threads_option(command, options->threads);
  command.flag("-q,--quiet", options->quiet, "Do not print the summary");
  command.callback([options, &session] { session.exit_code = run(*options, session); });
}

}  // namespace cellroute::cli
