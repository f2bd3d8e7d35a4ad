// cellroute claims CLAIMS.yaml: how often published statements hold, what decides them, where they flip.
#include <algorithm>
#include <chrono>
#include <memory>

#include "sim/cli/analysis.hpp"
#include "sim/cli/output.hpp"
#include "sim/cli/progress.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/sweep/claims/report.hpp"

namespace cellroute::cli {
namespace {

struct Options : AnalysisOptions {
  std::vector<std::string> only;
  std::size_t runs = 0;
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
  auto claims = sweep::load_claims(options.input, {session.library, options.overrides});
  choose(claims, options.only);
  resize(claims, options.runs);
  std::vector<const sweep::Plan*> plans;
  for (const auto& claim : claims) plans.push_back(&claim.plan);
  check_cases(plans);
  const auto folder = folder_for(options);

  std::size_t total = 0;
  for (const auto& claim : claims) total += sweep::runs_of(claim);
  say("{} {} from {}, some {} runs", claims.size(), claims.size() == 1 ? "claim" : "claims", options.input,
      total);
  const auto start = std::chrono::steady_clock::now();
  Progress progress(total);
  const auto evaluate =
      evaluation(options, [&](std::size_t made) { progress.update(std::min(total, made)); });
  std::vector<sweep::Verdict> verdicts;
  for (const auto& claim : claims) verdicts.push_back(sweep::decide(claim, evaluate));
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
  command.option("claims", options->input, "The claims file").required().type_name("CLAIMS.yaml");
  command.option("--only", options->only, "Claims to try (default: all)")
      .delimiter(',')
      .type_name("NAME,...");
  command.option("--runs", options->runs, "Sampled patients for every claim, instead of the file's number")
      .range(16u, 10000000u)
      .type_name("N");
  add_analysis_options(command, *options, "claims.txt and claims.csv");
  command.callback([options, &session] { session.exit_code = try_claims(*options, session); });
}

}  // namespace cellroute::cli
