// cellroute claims CLAIMS.yaml: how often published statements hold, what decides them, where they flip.
#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>

#include "sim/cli/command.hpp"
#include "sim/cli/execute.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/cli/output.hpp"
#include "sim/cli/progress.hpp"
#include "sim/results/folder.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/sweep/claims/report.hpp"

namespace cellroute::cli {
namespace {

struct Options {
  std::string file, output;
  std::vector<std::string> overrides, only;
  std::size_t runs = 0;
  int threads = 0;
  bool overwrite = false;
};

/// Keeps the claims that were asked for, in the order of the file.
void choose(std::vector<sweep::Claim>& claims, const std::vector<std::string>& only) {
  std::vector<std::string> names;
  for (const auto& claim : claims) names.push_back(claim.name);
  std::vector<scenario::Diagnostic> problems;
  for (const auto& name : only)
    if (std::find(names.begin(), names.end(), name) == names.end())
      problems.push_back({{"--only", 0, 0},
                          fmt::format("there is no claim `{}`", name),
                          "",
                          scenario::suggest(name, names),
                          ""});
  if (!problems.empty()) throw scenario::InputError(problems);
  if (only.empty()) return;
  std::erase_if(claims, [&](const sweep::Claim& claim) {
    return std::find(only.begin(), only.end(), claim.name) == only.end();
  });
}

/// Smaller or larger samples than the file says; the design for the shares with them, in proportion.
void resize(std::vector<sweep::Claim>& claims, std::size_t runs) {
  if (runs == 0) return;
  for (auto& claim : claims) {
    claim.base_points = claim.base_points * runs / claim.runs;
    claim.runs = claim.plan.sample.size = runs;
    claim.plan.points = sweep::unit_points(claim.plan.sample, claim.plan.seed);
    sweep::identify(claim.plan);
  }
}

int try_claims(const Options& options, const Session& session) {
  auto claims = sweep::load_claims(options.file, {session.library, options.overrides});
  choose(claims, options.only);
  resize(claims, options.runs);
  std::vector<scenario::Scenario> scenarios;
  for (const auto& claim : claims)
    for (const auto& one : claim.plan.templates) scenarios.push_back(one.scenario);
  check_cases(scenarios);
  std::optional<results::OutputFolder> folder;
  if (!options.output.empty()) folder.emplace(options.output, options.overwrite);

  std::size_t total = 0, made = 0;
  for (const auto& claim : claims) total += sweep::runs_of(claim);
  say("{} {} from {}, some {} runs", claims.size(), claims.size() == 1 ? "claim" : "claims", options.file,
      total);
  const auto start = std::chrono::steady_clock::now();
  Progress progress(total);
  sweep::EvaluateOptions evaluate;
  evaluate.threads = options.threads;
  evaluate.stop = interrupted;
  evaluate.progress = [&](std::size_t runs) { progress.update(std::min(total, made += runs)); };
  std::vector<sweep::Verdict> verdicts;
  try {
    for (const auto& claim : claims) verdicts.push_back(sweep::decide(claim, evaluate));
  } catch (const sweep::Stopped&) {
    stop_if_interrupted();
    throw;
  }
  progress.update(total);

  const std::string page = sweep::claims_page(claims, verdicts) + sweep::claims_table(verdicts);
  if (folder) {
    folder->add("claims.txt", page);
    folder->add("claims.csv", sweep::claims_csv(claims, verdicts));
    folder->commit();
    say("wrote {}/ claims.txt and claims.csv ({:.3g} s)", options.output,
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  print(page);
  const bool untried =
      std::any_of(verdicts.begin(), verdicts.end(), [](const auto& one) { return one.failed == one.runs; });
  return untried ? rows_failed : done;
}

}  // namespace

void add_claims(CommandLine& line, Session& session) {
  auto options = std::make_shared<Options>();
  Command command = line.command(
      "claims", "Tries statements about routes: how often they hold, what decides them, where they flip");
  command.option("claims", options->file, "The claims file").required().type_name("CLAIMS.yaml");
  command.option("--only", options->only, "Claims to try (default: all)")
      .delimiter(',')
      .type_name("NAME,...");
  command.option("--runs", options->runs, "Sampled patients for every claim, instead of the file's number")
      .range(16u, 10000000u)
      .type_name("N");
  command.option("-o,--output", options->output, "Folder for claims.txt and claims.csv (default: none)")
      .type_name("DIR");
  command.flag("--overwrite,--force", options->overwrite,
               "Replace result files in a folder that is not empty");
  add_set_option(command, options->overrides);
  add_threads_option(command, options->threads);
  command.callback([options, &session] { session.exit_code = try_claims(*options, session); });
}

}  // namespace cellroute::cli
