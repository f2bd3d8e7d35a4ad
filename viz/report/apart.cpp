#include "viz/report/apart.hpp"

#include <algorithm>
#include <cmath>

namespace cellroute::viz {
namespace {

const results::ParameterRow* find_parameter(const results::Record& record, const std::string& path) {
  const auto& all = record.inputs.parameters;
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& row) { return row.path == path; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

Apart apart(const Sweep& sweep, const SweepGroup& group, const results::Record& record) {
  std::vector<std::size_t> rows;
  std::vector<double> values;
  for (std::size_t i = 0; i < group.rows.size(); ++i) {
    if (std::isnan(group.values[i])) continue;
    rows.push_back(group.rows[i]);
    values.push_back(group.values[i]);
  }
  Apart all;
  if (rows.size() < 2) return all;
  const auto ranked = ranks(values);
  each_factor(sweep, rows, [&](Factor factor, const std::vector<double>& own) {
    const auto* row = find_parameter(record, factor.path);
    if (row == nullptr) return;
    const double together = correlation(ranks(own), ranked);
    if (std::fabs(together) < noise(rows.size())) return;
    const double place = percentile(own, row->value);
    all.movers.push_back({std::move(factor), row->value, place, together * (place - 0.5)});
    all.expected += all.movers.back().moves;
  });
  std::stable_sort(all.movers.begin(), all.movers.end(),
                   [](const Mover& x, const Mover& y) { return std::fabs(x.moves) > std::fabs(y.moves); });
  return all;
}

}  // namespace cellroute::viz
