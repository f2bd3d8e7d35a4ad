#include "viz/report/pairs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace cellroute::viz {
namespace {

/// The group of a sweep that stands for a record: the same value on every axis. Null when there is none.
const SweepGroup* group_of(const Sweep& sweep, const SweepMetric& metric, const results::Record& record) {
  if (record.inputs.regimen.empty()) return nullptr;
  const auto& first = record.inputs.regimen.front();
  for (const auto& group : metric.groups) {
    bool same = true;
    for (std::size_t a = 0; a < sweep.axes.size(); ++a) {
      const auto& value = group.at[a];
      if (sweep.axes[a] == "route")
        same = same && (value == first.route || value == first.route + ":" + first.catheter);
      else if (sweep.axes[a] == "condition")
        same = same && value == record.inputs.condition;
      else if (sweep.axes[a] == "product")
        same = same && value == record.inputs.product;
      else
        same = false;
    }
    if (same) return &group;
  }
  return nullptr;
}

/// a over b, where both ran and one is there; what is below 0 is the rounding of a run.
double ratio(double a, double b) {
  a = a > 0 || std::isnan(a) ? a : 0;
  b = b > 0 || std::isnan(b) ? b : 0;
  return a / b;  // NaN where neither is there
}

}  // namespace

bool of_another_case(const Sweep& sweep, const results::Record& record) {
  const auto& known = sweep.fingerprints;
  if (!known.empty())
    return std::find(known.begin(), known.end(), record.provenance.fingerprint) == known.end();
  if (sweep.scenario && *sweep.scenario != record.inputs.text) return true;
  const auto& rows = record.inputs.parameters;
  const bool set = std::any_of(rows.begin(), rows.end(),
                               [](const results::ParameterRow& row) { return row.layer == "--set"; });
  return set == sweep.overrides.empty();
}

Paired find_pairs(const Evidence& evidence, const std::vector<results::Subject>& subjects, double time) {
  const std::string wanted = fmt::format("liver_living_{:.0f}h", time / 3600);
  for (const auto& sweep : evidence.sweeps) {
    if (sweep.design != "latin_hypercube" && sweep.design != "sobol")
      continue;  // others are no sample of patients
    for (const auto& metric : sweep.metrics) {
      if (metric.name != wanted) continue;
      Paired paired{&sweep, &metric, {}, !sweep.fingerprints.empty() || sweep.scenario.has_value()};
      for (const auto& subject : subjects)
        paired.groups.push_back(
            of_another_case(sweep, *subject.record) ? nullptr : group_of(sweep, metric, *subject.record));
      const auto differs = [&](const SweepGroup* group) {
        return group == nullptr || group->values.size() != paired.groups.front()->values.size() ||
               ascending(group->values).empty();
      };
      if (std::none_of(paired.groups.begin(), paired.groups.end(), differs)) return paired;
    }
  }
  return {};
}

ShareInterval wilson(double wins, double trials) {
  if (!(trials > 0)) return {};
  const double z = 1.959963984540054, p = wins / trials;  // z: the normal quantile of 0.975
  const double centre = (p + z * z / (2 * trials)) / (1 + z * z / trials);
  const double half =
      z / (1 + z * z / trials) * std::sqrt(p * (1 - p) / trials + z * z / (4 * trials * trials));
  return {p, std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

Duel duel(const SweepGroup& a, const SweepGroup& b) {
  double wins = 0, tried = 0;
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    if (std::isnan(a.values[i]) || std::isnan(b.values[i])) continue;
    ++tried;
    wins += a.values[i] > b.values[i] ? 1 : a.values[i] == b.values[i] ? 0.5 : 0;
  }
  return {wilson(wins, tried), tried};
}

bool may_be_as_strong(const Decider& first, const Decider& other) {
  const auto half = [](const Decider& one) {
    return 1.959963984540054 / std::sqrt(std::max(1.0, static_cast<double>(one.patients) - 3));
  };
  return std::atanh(std::fabs(first.rank_correlation)) - half(first) <=
         std::atanh(std::fabs(other.rank_correlation)) + half(other);
}

std::vector<Decider> deciders(const Sweep& sweep, const SweepGroup& a, const SweepGroup& b,
                              std::size_t most) {
  std::vector<std::size_t> rows;
  std::vector<double> ratios;
  for (std::size_t i = 0; i < a.rows.size() && i < b.rows.size(); ++i)
    if (const double each = ratio(a.values[i], b.values[i]); !std::isnan(each)) {
      rows.push_back(a.rows[i]);
      ratios.push_back(each);
    }
  if (rows.size() < 2) return {};
  const auto ranked = ranks(ratios);
  std::vector<Decider> all;
  each_factor(sweep, rows, [&](Factor factor, const std::vector<double>& own) {
    const double found = correlation(ranks(own), ranked);
    if (std::fabs(found) >= noise(rows.size())) all.push_back({std::move(factor), found, rows.size()});
  });
  std::stable_sort(all.begin(), all.end(), [](const Decider& x, const Decider& y) {
    return std::fabs(x.rank_correlation) > std::fabs(y.rank_correlation);
  });
  if (all.size() > most) all.resize(most);
  return all;
}

}  // namespace cellroute::viz
