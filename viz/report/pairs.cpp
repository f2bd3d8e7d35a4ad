#include "viz/report/pairs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/results/column_file.hpp"

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

/// Whether the sample is of another case than the record: another fingerprint; in older files, which have
/// none, another scenario file, or parameters set on the command line of one of them alone.
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

/// Ranks from 0; equal values share the middle of theirs.
std::vector<double> ranks(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return values[a] < values[b]; });
  std::vector<double> found(values.size());
  for (std::size_t i = 0; i < order.size();) {
    std::size_t end = i;
    while (end < order.size() && values[order[end]] == values[order[i]]) ++end;
    for (std::size_t k = i; k < end; ++k) found[order[k]] = 0.5 * static_cast<double>(i + end - 1);
    i = end;
  }
  return found;
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  const auto count = static_cast<double>(a.size());
  const double mean_a = std::accumulate(a.begin(), a.end(), 0.0) / count;
  const double mean_b = std::accumulate(b.begin(), b.end(), 0.0) / count;
  double both = 0, only_a = 0, only_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    both += (a[i] - mean_a) * (b[i] - mean_b);
    only_a += (a[i] - mean_a) * (a[i] - mean_a);
    only_b += (b[i] - mean_b) * (b[i] - mean_b);
  }
  return only_a > 0 && only_b > 0 ? both / std::sqrt(only_a * only_b) : 0;
}

/// a over b, where both ran and one is there; what is below 0 is the rounding of a run.
double ratio(double a, double b) {
  a = a > 0 || std::isnan(a) ? a : 0;
  b = b > 0 || std::isnan(b) ? b : 0;
  return a / b;  // NaN where neither is there
}

}  // namespace

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

double percentile(const std::vector<double>& values, double value) {
  double below = 0, count = 0;
  for (const double each : values) {
    if (std::isnan(each)) continue;
    ++count;
    below += each < value ? 1 : each == value ? 0.5 : 0;
  }
  return below / count;
}

double noise(std::size_t patients) {
  return 3 / std::sqrt(static_cast<double>(std::max<std::size_t>(1, patients)));
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
  const auto contents = results::column_contents(sweep.file);
  const results::Hdf5Reader reader(sweep.file);
  std::vector<Decider> all;
  for (const auto& column : contents.columns) {
    if (!column.path.starts_with("/factors/")) continue;
    const auto numbers = reader.numbers(column.path);
    std::vector<double> own;
    for (const auto row : rows) own.push_back(numbers[row]);
    Decider one{column.path.substr(9), column.long_name, column.source, column.units, 0, 0, 0};
    one.rank_correlation = correlation(ranks(own), ranked);
    if (std::fabs(one.rank_correlation) < noise(rows.size())) continue;
    const auto sorted = ascending(own);
    one.low = quantile(sorted, 0.05);
    one.high = quantile(sorted, 0.95);
    all.push_back(std::move(one));
  }
  std::stable_sort(all.begin(), all.end(), [](const Decider& x, const Decider& y) {
    return std::fabs(x.rank_correlation) > std::fabs(y.rank_correlation);
  });
  if (all.size() > most) all.resize(most);
  return all;
}

}  // namespace cellroute::viz
