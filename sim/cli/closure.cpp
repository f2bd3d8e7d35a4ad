// cellroute closure: the tables by which the body level uses the resolved lobule.
#include <map>
#include <memory>

#include "sim/cli/command.hpp"
#include "sim/cli/execute.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/cli/output.hpp"
#include "sim/cli/progress.hpp"
#include "sim/lobule/tabulate.hpp"
#include "sim/results/folder.hpp"
#include "sim/scenario/closure_file.hpp"
#include "sim/scenario/library.hpp"

namespace cellroute::cli {
namespace {

struct Options {
  std::vector<std::string> scenarios, overrides;
  std::string output;
};

/// What a table is made for, and every condition it serves.
struct Wanted {
  scenario::Scenario scenario;
  std::string conditions;
};

/// A scenario for each shipped condition. A table depends on the condition alone, but parameters only
/// resolve together with a species and a product.
std::vector<scenario::Scenario> shipped(const Session& session, const Options& options) {
  std::vector<scenario::Scenario> all;
  for (const std::string& name :
       scenario::shipped_names(scenario::find_library(session.library), "condition"))
    all.push_back(scenario::load_text("species: human\ncondition: " + name +
                                          "\nproduct: umbilical_cord_msc\nhorizon: 1 h\n"
                                          "output: {times: [1 h]}\nregimen: [{route: portal_vein, cells: "
                                          "1e6, over: 1 min}]\n",
                                      name + ".yaml", {session.library, options.overrides, "", ""}));
  return all;
}

int closure(const Options& options, const Session& session) {
  std::vector<scenario::Scenario> scenarios;
  for (const std::string& file : options.scenarios)
    scenarios.push_back(scenario::load(file, {session.library, options.overrides, "", ""}));
  if (scenarios.empty()) scenarios = shipped(session, options);
  check_cases(scenarios);
  std::map<std::string, Wanted> wanted;
  for (const scenario::Scenario& one : scenarios) {
    const auto [place, fresh] =
        wanted.try_emplace(scenario::closure_fingerprint(one.body.parameters), Wanted{one, one.condition});
    if (!fresh) place->second.conditions += ", " + one.condition;
  }
  const std::filesystem::path output =
      options.output.empty() ? scenarios.front().library / "closures" : std::filesystem::path(options.output);
  results::OutputFolder folder(output, true);
  say("{} tables for {} scenarios or conditions\ninto {}", wanted.size(), scenarios.size(), output.string());
  constexpr std::size_t parts = 1000;
  Progress progress(parts * wanted.size(), "thousandths");
  std::size_t table = 0;
  for (const auto& [fingerprint, one] : wanted) {
    const LobuleClosure made = lobule::tabulate(
        one.scenario.body.parameters, lobule::closure_numerics(), closure_blood(one.scenario.body.parameters),
        fingerprint, lobule::closure_axes(), [&](double share) {
          stop_if_interrupted();
          progress.update(table * parts + static_cast<std::size_t>(share * parts));
        });
    folder.add(fingerprint + ".csv",
               scenario::write_closure(
                   made,
                   "What the resolved lobule tells the body level, made by `cellroute closure`.\n"
                   "For the conditions: " +
                       one.conditions));
    ++table;
  }
  folder.commit();
  for (const auto& [fingerprint, one] : wanted) print(fingerprint + "  " + one.conditions + "\n");
  return done;
}

}  // namespace

void add_closure(CommandLine& line, Session& session) {
  auto options = std::make_shared<Options>();
  Command command = line.command(
      "closure", "Tabulates the resolved lobule for the body level, for every condition of the library");
  command.option("scenario", options->scenarios, "Scenarios to make tables for instead")
      .type_name("SCENARIO.yaml...");
  add_set_option(command, options->overrides);
  command.option("-o,--output", options->output, "Folder for the tables (default: closures/ of the library)")
      .type_name("DIR");
  command.callback([options, &session] { session.exit_code = closure(*options, session); });
}

}  // namespace cellroute::cli
