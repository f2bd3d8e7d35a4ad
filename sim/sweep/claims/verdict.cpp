#include "sim/sweep/claims/verdict.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/sweep/row.hpp"

namespace cellroute::sweep {
namespace {

constexpr std::size_t followed = 6;  // parameters whose share and threshold are looked for
constexpr int scan_steps = 33;       // places on a parameter's spread
constexpr int bisections = 20;       // halve a step: to 1e-7 of the spread
constexpr double ends = 1e-3;        // of the unit interval left out at both ends of a spread

/// Margins over the points of a sample, the arms paired point by point.
std::vector<double> margins(const Claim& claim, const Plan& plan, const AllRows& runs) {
  const std::size_t points = plan.sample.points(), arms = claim.arms.size();
  std::vector<double> all(points);
  for (std::size_t p = 0; p < points; ++p)
    all[p] = claim.margin(runs.values[p], arms > 1 ? runs.values[points + p] : 0);
  return all;
}

/// The margin when one factor sits at quantile u of its spread in each arm, all else as in the library.
class Scan {
 public:
  /// Bisections are not counted: how many there will be is not known before.
  Scan(const Claim& claim, EvaluateOptions options) : claim_(claim), options_(std::move(options)) {
    options_.progress = {};
  }

  struct Place {
    std::size_t factor;
    double u;
  };

  /// Margins at many places in one batch.
  std::vector<double> at(const std::vector<Place>& places) const {
    std::vector<BodyCase> cases;
    std::vector<std::size_t> of;
    for (const Template& arm : claim_.plan.templates)
      for (const Place& place : places) {
        BodyCase one = arm.scenario.body;
        const Target& target = claim_.plan.sample.factors[place.factor].target;
        target.set(one, rounded(numerics::value_at(arm.spread[place.factor], place.u)));
        if (target.path != "regimen.cells") follow_body_mass(arm, one);
        cases.push_back(std::move(one));
        of.push_back(static_cast<std::size_t>(&arm - claim_.plan.templates.data()));
      }
    const ChunkResult result = evaluate_cases(claim_.plan, cases, of, options_);
    std::vector<double> all;
    for (std::size_t i = 0; i < places.size(); ++i)
      all.push_back(
          claim_.margin(result.values[i], claim_.arms.size() > 1 ? result.values[places.size() + i] : 0));
    return all;
  }

  double value(const Place& place) const {
    return numerics::value_at(claim_.plan.templates.front().spread[place.factor], place.u);
  }

 private:
  const Claim& claim_;
  EvaluateOptions options_;
};

/// All flips of all followed factors, bisected side by side.
void find_flips(const Claim& claim, const std::vector<std::size_t>& factors,
                std::vector<Influence>& influences, const EvaluateOptions& options) {
  const Scan scan(claim, options);
  std::vector<Scan::Place> grid;
  for (const std::size_t factor : factors)
    for (int i = 0; i < scan_steps; ++i)
      grid.push_back({factor, ends + (1 - 2 * ends) * i / (scan_steps - 1)});
  const auto margin = scan.at(grid);
  if (options.progress) options.progress(grid.size() * claim.arms.size());

  struct Bracket {
    std::size_t place;  // among `factors`
    double low, high;   // of u
    bool holds_above;
  };
  std::vector<Bracket> brackets;
  for (std::size_t i = 0; i + 1 < grid.size(); ++i) {
    if (grid[i].factor != grid[i + 1].factor) continue;
    if (std::isnan(margin[i]) || std::isnan(margin[i + 1])) continue;
    if ((margin[i] > 0) != (margin[i + 1] > 0))
      brackets.push_back({i / scan_steps, grid[i].u, grid[i + 1].u, margin[i + 1] > 0});
  }
  for (int step = 0; step < bisections && !brackets.empty(); ++step) {
    std::vector<Scan::Place> middles;
    for (const Bracket& one : brackets) middles.push_back({factors[one.place], (one.low + one.high) / 2});
    const auto there = scan.at(middles);
    for (std::size_t b = 0; b < brackets.size(); ++b)
      ((there[b] > 0) == brackets[b].holds_above ? brackets[b].high : brackets[b].low) = middles[b].u;
  }
  for (const Bracket& one : brackets)
    influences[one.place].flips.push_back(
        {scan.value({factors[one.place], (one.low + one.high) / 2}), one.holds_above});
  for (Influence& one : influences)
    std::stable_sort(one.flips.begin(), one.flips.end(), [&](const Flip& a, const Flip& b) {
      return std::fabs(a.value - one.library) < std::fabs(b.value - one.library);
    });
}

/// Shares of the variance of the margin: each followed factor alone, and all the others as one group.
void find_shares(const Claim& claim, const std::vector<std::size_t>& factors, Verdict& verdict,
                 const EvaluateOptions& options) {
  Plan plan = claim.plan;
  Sample& sample = plan.sample;
  sample.design = Design::saltelli;
  sample.size = claim.base_points;
  const int rest = static_cast<int>(factors.size());
  const bool others = factors.size() < sample.factors.size();
  sample.groups.assign(sample.factors.size(), rest);
  for (std::size_t i = 0; i < factors.size(); ++i) sample.groups[factors[i]] = static_cast<int>(i);
  plan.points = unit_points(sample, plan.seed);
  numerics::Bootstrap bootstrap;
  bootstrap.seed = plan.seed;
  const auto found =
      numerics::sobol_indices(sample.group_count(), numerics::SaltelliDesign::default_scrambles,
                              margins(claim, plan, evaluate(plan, options)), bootstrap);
  for (std::size_t i = 0; i < factors.size(); ++i) verdict.influences[i].share = found.parameters[i];
  if (others) verdict.others = found.parameters[factors.size()];
}

void count(Verdict& verdict, const std::vector<double>& margin) {
  verdict.runs = margin.size();
  for (const double m : margin) {
    if (std::isnan(m))
      ++verdict.failed;
    else if (m > 0)
      ++verdict.holding;
  }
  const auto tried = static_cast<std::int64_t>(verdict.runs - verdict.failed);
  verdict.probability = tried > 0 ? static_cast<double>(verdict.holding) / static_cast<double>(tried) : unset;
  verdict.interval = numerics::wilson_interval(static_cast<std::int64_t>(verdict.holding), tried);
  using Says = Verdict::Says;
  verdict.says = verdict.interval.low > 0.5    ? Says::holds
                 : verdict.interval.high < 0.5 ? Says::fails
                                               : Says::undecided;
}

}  // namespace

std::size_t runs_of(const Claim& claim) {
  const std::size_t arms = claim.arms.size(), most = std::min(followed, claim.plan.sample.factors.size());
  return arms * (claim.runs + claim.base_points * (most + 3) + most * scan_steps);
}

Verdict decide(const Claim& claim, const EvaluateOptions& options) {
  const Plan& plan = claim.plan;
  Verdict verdict;
  verdict.name = claim.name;
  verdict.statement = claim.statement;
  verdict.source = claim.source;

  const AllRows runs = evaluate(plan, options);
  if (!runs.failures.empty()) verdict.failure = runs.failures.front().reason;
  const std::vector<double> margin = margins(claim, plan, runs);
  count(verdict, margin);
  std::vector<double> factor_values;
  for (std::size_t p = 0; p < plan.sample.points(); ++p)
    for (const double value : row_at(plan, p).factors) factor_values.push_back(value);
  for (std::size_t a = 0; a < claim.arms.size(); ++a) {
    std::vector<double> metric;
    for (std::size_t p = 0; p < plan.sample.points(); ++p)
      metric.push_back(runs.values[a * plan.sample.points() + p]);
    verdict.quantiles.push_back({numerics::quantile(metric, 0.05), numerics::quantile(metric, 0.5),
                                 numerics::quantile(metric, 0.95)});
  }

  std::vector<BodyCase> central;
  std::vector<std::size_t> of(plan.templates.size());
  std::iota(of.begin(), of.end(), 0u);
  for (const Template& arm : plan.templates) central.push_back(arm.scenario.body);
  verdict.at_library = run_cases(plan, central, options.stop, of).values;
  verdict.margin_at_library =
      claim.margin(verdict.at_library[0], verdict.at_library.size() > 1 ? verdict.at_library[1] : 0);

  const auto& factors = plan.sample.factors;
  // Spearman's, and not a partial one: there may be more parameters than runs.
  std::vector<numerics::RankCorrelation> correlations;
  std::vector<double> column(margin.size());
  for (std::size_t f = 0; f < factors.size(); ++f) {
    for (std::size_t p = 0; p < margin.size(); ++p) column[p] = factor_values[p * factors.size() + f];
    correlations.push_back(numerics::spearman(column, margin));
  }
  std::vector<std::size_t> order(factors.size());
  std::iota(order.begin(), order.end(), 0u);
  const auto strength = [&](std::size_t f) {
    return std::isfinite(correlations[f].value) ? std::fabs(correlations[f].value) : -1.0;
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return strength(a) > strength(b); });
  order.resize(std::min(followed, order.size()));
  for (const std::size_t f : order) {
    const auto& first = plan.templates.front();
    verdict.influences.push_back({factors[f].target.path,
                                  factors[f].target.spec.unit,
                                  factors[f].source,
                                  factors[f].target.get(first.scenario.body),
                                  numerics::value_at(first.spread[f], ends),
                                  numerics::value_at(first.spread[f], 1 - ends),
                                  correlations[f],
                                  {},
                                  {}});
  }
  find_flips(claim, order, verdict.influences, options);
  if (claim.base_points > 0) find_shares(claim, order, verdict, options);
  if (claim.base_points > 0)
    std::stable_sort(verdict.influences.begin(), verdict.influences.end(),
                     [](const auto& a, const auto& b) { return a.share->total > b.share->total; });
  return verdict;
}

}  // namespace cellroute::sweep
