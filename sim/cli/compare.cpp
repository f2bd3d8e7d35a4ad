// cellroute compare: one scenario by several routes, or results that exist, side by side.
#include "sim/results/compare.hpp"

#include <algorithm>
#include <memory>
#include <set>

#include "sim/cli/command.hpp"
#include "sim/cli/execute.hpp"
#include "sim/cli/finished.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/cli/liver.hpp"
#include "sim/cli/lobule.hpp"
#include "sim/cli/output.hpp"
#include "sim/cli/report.hpp"
#include "sim/cli/routes.hpp"
#include "sim/results/result_file.hpp"

namespace cellroute::cli {
namespace {

struct Options {
  bool report = false;
  std::vector<std::string> beside;  // what the report is to use besides
  std::vector<std::string> inputs, overrides;
  std::string routes = "hepatic_artery,portal_vein,peripheral_vein";
  std::string output;
  int threads = 0;
  bool overwrite = false;
  KeepOptions keep;
};

bool is_scenario(const std::string& input) { return input.ends_with(".yaml") || input.ends_with(".yml"); }

/// A result, or a folder of them.
bool holds_results(const std::filesystem::path& place) {
  std::error_code unknown;
  return place.filename() == "result.h5" || std::filesystem::exists(place / "result.h5", unknown) ||
         !results::results_in(place).empty();
}

/// The program that makes the report; looked for before anything is run.
/// @throws scenario::InputError when there is none, or nothing where the report is to look besides
std::filesystem::path renderer_for(const Options& options) {
  if (!options.report) return {};
  const auto renderer = find_renderer();
  if (renderer.empty())
    throw scenario::InputError({{{"--report", 0, 0},
                                 "there is no cellroute-render beside this program",
                                 "reports are made by it",
                                 "build with -DCELLROUTE_VIZ=ON (packages/viz.txt)",
                                 ""}});
  const char* wanted = "folders of sweeps, sensitivities, claims or a validation";
  std::vector<scenario::Diagnostic> problems;
  for (const std::filesystem::path place : options.beside) {
    if (!std::filesystem::exists(place))
      problems.push_back({{"--with", 0, 0},
                          "there is no file or folder " + place.string(),
                          "the report is to use it",
                          wanted,
                          ""});
    else if (holds_results(place))
      problems.push_back(
          {{"--with", 0, 0},
           place.string() + " holds results",
           "they would be cases beside those that are compared here",
           std::string(wanted) + "; to compare results: cellroute compare RESULT... --report -o DIR",
           ""});
  }
  if (!problems.empty()) throw scenario::InputError(problems);
  return renderer;
}

void report(const Options& options, const std::filesystem::path& renderer, std::vector<std::string> inputs,
            const std::filesystem::path& folder) {
  if (!options.report) return;
  inputs.insert(inputs.end(), options.beside.begin(), options.beside.end());
  const auto page = folder / "report.html";
  make_report(renderer, inputs, page);  // which says what it wrote
}

std::string table_and_csv(const std::vector<results::Record>& records, results::OutputFolder* folder) {
  const auto subjects = results::name_subjects(records);
  const std::string table = results::compare_table(subjects);
  if (folder != nullptr) {
    folder->add("compare.txt", table);
    folder->add("compare.csv", results::compare_csv(subjects));
    folder->commit();
  }
  return table;
}

/// Whether all of it is in `output` already; compare.csv is named last.
bool compared(const std::filesystem::path& output, const std::vector<RouteChoice>& choices,
              const std::vector<scenario::Scenario>& scenarios) {
  std::error_code unknown;
  if (!std::filesystem::exists(output / "compare.csv", unknown)) return false;
  for (std::size_t i = 0; i < choices.size(); ++i)
    if (!finished(output / choices[i].name(), scenarios[i])) return false;
  return true;
}

int compare_routes(const Options& options, const Session& session) {
  const auto renderer = renderer_for(options);
  const auto choices = parse_routes(options.routes);
  std::vector<scenario::Scenario> scenarios;
  for (const auto& choice : choices)
    scenarios.push_back(scenario::load(options.inputs.front(),
                                       {session.library, options.overrides, choice.route, choice.catheter}));
  levels::LiverShapes shapes;  // routes have one liver
  check_cases(scenarios, shapes);
  const std::filesystem::path output =
      options.output.empty()
          ? std::filesystem::path("results") / (scenarios.front().file.stem().string() + "-routes")
          : std::filesystem::path(options.output);
  std::vector<std::string> livers;
  for (std::size_t i = 0; i < choices.size(); ++i)
    if (scenarios[i].liver) livers.push_back(choices[i].name() + "/liver");
  std::vector<std::string> folders;  // of the routes that succeeded
  if (options.keep.resume && compared(output, choices, scenarios)) {
    for (const auto& liver : livers) tidy(output, liver);
    say("{} holds these results already: there is nothing left to run", output.string());
    print(results::read_file(output / "compare.txt"));
    for (const auto& choice : choices) folders.push_back((output / choice.name()).string());
    report(options, renderer, folders, output);
    return done;
  }
  results::OutputFolder folder(output, may_replace(output, livers, options.overwrite, options.keep));
  std::string names;
  for (const auto& choice : choices) names += (names.empty() ? "" : ", ") + choice.name();
  say("{}\n{} {}: {}\ninto {}", scenarios.front().title, choices.size(),
      choices.size() == 1 ? "route" : "routes", names, output.string());
  std::set<std::string> notes;
  for (const auto& scenario : scenarios) notes.insert(scenario.notes.begin(), scenario.notes.end());
  for (const auto& note : notes) say("note: {}", note);

  auto executed = execute(scenarios, options.threads, session);
  std::vector<results::Record> records;
  std::vector<std::unique_ptr<KeptRun>> kept;
  KeepOptions keep = options.keep;
  keep.command = session.command;
  keep.at_end = choices.size() > 1 || scenarios.front().lobule;
  int exit_code = done;
  for (std::size_t i = 0; i < executed.size(); ++i) {
    if (interrupted() && !kept.empty()) throw Interrupted(kept.back()->with_hint("interrupted"));
    if (auto one = resolve_liver(folder, choices[i].name() + "/", scenarios[i], executed[i], keep, shapes))
      kept.push_back(std::move(one));
    resolve_lobule(folder, choices[i].name() + "/", scenarios[i], executed[i],
                   kept.empty() ? nullptr : kept.back().get());
    if (!executed[i].record) {
      say("{} failed: {}", choices[i].name(), executed[i].failure);
      exit_code = run_failed;
      continue;
    }
    add_files(folder, choices[i].name() + "/", executed[i]);
    records.push_back(*executed[i].record);
    folders.push_back((output / choices[i].name()).string());
  }
  if (records.empty()) return exit_code;
  const std::string table = table_and_csv(records, &folder);
  for (const auto& one : kept) one->discard();
  say("wrote {}/ compare.csv, compare.txt and a result folder for each route ({:.3g} s)", output.string(),
      executed.front().log.wall_seconds);
  print(table);
  report(options, renderer, folders, output);
  return exit_code;
}

int compare_results(const Options& options) {
  if (options.report && options.output.empty()) {
    say("--report needs a folder for report.html\nhint: -o DIR");
    return input_wrong;
  }
  const auto renderer = renderer_for(options);
  std::vector<results::Record> records;
  for (const auto& input : options.inputs) records.push_back(results::read_result(input));
  std::optional<results::OutputFolder> folder;
  if (!options.output.empty()) folder.emplace(options.output, options.overwrite);
  print(table_and_csv(records, folder ? &*folder : nullptr));
  report(options, renderer, options.inputs, options.output);
  return done;
}

int compare(const Options& options, const Session& session, bool routes_given) {
  const auto scenarios = std::count_if(options.inputs.begin(), options.inputs.end(), is_scenario);
  if (scenarios == 1 && options.inputs.size() == 1) return compare_routes(options, session);
  if (scenarios == 0 && !routes_given) return compare_results(options);
  say("compare takes one SCENARIO.yaml with --routes, or result folders, not both at once\n"
      "hint: cellroute run each scenario, then cellroute compare the result folders");
  return input_wrong;
}

}  // namespace

void add_compare(CommandLine& line, Session& session) {
  auto options = std::make_shared<Options>();
  Command command =
      line.command("compare", "Runs a scenario by several routes, or sets results side by side");
  command.option("input", options->inputs, "A scenario file, or result folders")
      .required()
      .type_name("SCENARIO.yaml | RESULT...");
  const Option routes =
      command
          .option("--routes", options->routes,
                  "Routes for every infusion of the scenario, each with a catheter position if wanted: "
                  "hepatic_artery:right,portal_vein")
          .type_name("ROUTE,...");
  const Option report =
      command.flag("--report", options->report, "Also report.html, one page for people, by cellroute-render");
  command
      .option("--with", options->beside,
              "Folders of sweeps, sensitivities, claims or a validation that the report is to use")
      .delimiter(',')
      .needs(report)
      .type_name("DIR,...");
  add_set_option(command, options->overrides);
  add_keep_options(command, options->keep, add_output_options(command, options->output, options->overwrite));
  add_threads_option(command, options->threads);
  command.callback(
      [options, routes, &session] { session.exit_code = compare(*options, session, routes.given()); });
}

}  // namespace cellroute::cli
