// Sensitivity as a page and as CSV.
#include "sim/results/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/results/format.hpp"
#include "sim/results/text_files.hpp"
#include "sim/sweep/row.hpp"
#include "sim/sweep/sensitivity/sensitivity.hpp"

namespace cellroute::sweep {
namespace {

/// By what factors are ranked, the largest first.
double importance(const MetricSensitivity& one, std::size_t factor) {
  double value = 0;
  if (!one.effects.empty())
    value = one.effects[factor].mean_absolute;
  else if (!one.indices.parameters.empty())
    value = one.indices.parameters[factor].total;
  else if (!one.correlations.empty())
    value = std::fabs(one.correlations[factor].value);
  return std::isfinite(value) ? value : -1;
}

std::vector<std::size_t> by_importance(const MetricSensitivity& one, std::size_t factors) {
  std::vector<std::size_t> order(factors);
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return importance(one, a) > importance(one, b); });
  return order;
}

std::string cell_words(const Plan& plan, std::size_t cell) {
  std::string text;
  const auto place = places(plan, cell);
  for (std::size_t a = 0; a < plan.axes.size(); ++a) {
    const Axis& axis = plan.axes[a];
    const std::string value = axis.target ? in_words(axis.values[place[a]], axis.target->spec)
                                          : results::words(axis.labels[place[a]]);
    text += (text.empty() ? "" : ", ") + (axis.target ? axis.name + " = " + value : value);
  }
  return text;
}

std::string with_interval(double value, const numerics::Interval& interval, int digits) {
  if (!std::isfinite(value)) return "-";
  return fmt::format("{:.{}f} [{:.{}f}, {:.{}f}]", value, digits, interval.low, digits, interval.high,
                     digits);
}

struct Columns {
  std::vector<std::string> heads;
  std::string meaning;
};

Columns columns_of(const Plan& plan) {
  switch (plan.sample.design) {
    case Design::morris:
      return {
          {"mu*", "mu", "sigma"},
          "Elementary effects over the whole spread of a parameter, in units of the metric: mu* how much it "
          "matters, mu with its sign, sigma how much that depends on the others. 95 % bootstrap intervals."};
    case Design::saltelli:
      return {{"first", "total", ""},
              "Share of the metric's variance that a parameter explains alone (first), and with all its "
              "interactions (total). 95 % intervals."};
    default:
      return {{"PRCC", "", ""},
              "Partial rank correlation: the sign and strength with which the metric follows a parameter, "
              "the others "
              "held. 95 % intervals."};
  }
}

std::vector<std::string> cells_of(const MetricSensitivity& one, std::size_t f) {
  if (!one.effects.empty()) {
    const auto& e = one.effects[f];
    return {fmt::format("{} [{}, {}]", results::number(e.mean_absolute),
                        results::number(e.mean_absolute_interval.low),
                        results::number(e.mean_absolute_interval.high)),
            results::number(e.mean), results::number(e.deviation)};
  }
  if (!one.indices.parameters.empty()) {
    const auto& i = one.indices.parameters[f];
    return {with_interval(i.first, i.first_interval, 3), with_interval(i.total, i.total_interval, 3), ""};
  }
  const auto& c = one.correlations[f];
  return {with_interval(c.value, c.interval, 2), "", ""};
}

}  // namespace

std::string sensitivity_table(const Plan& plan, const Sensitivity& sensitivity, std::size_t most) {
  constexpr std::size_t name_width = 46, column_width = 27;
  const Columns columns = columns_of(plan);
  std::string text = results::wrap(columns.meaning, results::page_width, 0) + "\n";
  for (const MetricSensitivity& one : sensitivity.of) {
    const auto& metric = plan.metrics[one.metric];
    const std::string where = cell_words(plan, one.cell);
    text +=
        fmt::format("\n{}{}: mean {}, sd {} ({} runs{})\n", metric.name, where.empty() ? "" : ", " + where,
                    shown(metric, one.mean), shown(metric, one.deviation), one.rows - one.failed,
                    one.failed > 0 ? fmt::format(", {} without a result", one.failed) : "");
    results::TextTable table(name_width, column_width, 2);
    table.heads("", {{columns.heads[0], 1},
                     {columns.heads[1] + (columns.heads[2].empty() ? "" : ", " + columns.heads[2]), 1}});
    const auto order = by_importance(one, sensitivity.factors.size());
    for (std::size_t i = 0; i < std::min(most, order.size()); ++i) {
      const auto cells = cells_of(one, order[i]);
      table.row(sensitivity.factors[order[i]],
                {cells[0], cells[1] + (cells[2].empty() ? "" : ", " + cells[2])});
    }
    text += table.text();
    if (order.size() > most)
      text += fmt::format("  and {} more parameters below these\n", order.size() - most);
    if (one.indices.dropped > 0)
      text += fmt::format("  {} base points left out: one of their rows failed\n", one.indices.dropped);
  }
  return text;
}

std::string sensitivity_csv(const Plan& plan, const Sensitivity& sensitivity) {
  using results::exact;
  std::string text = "metric,unit";
  for (const Axis& axis : plan.axes) text += "," + axis.name;
  text += ",factor,estimate,value,low,high\n";
  for (const MetricSensitivity& one : sensitivity.of) {
    const auto& metric = plan.metrics[one.metric];
    std::string head = metric.name + "," + si_unit(metric);
    const auto place = places(plan, one.cell);
    for (std::size_t a = 0; a < plan.axes.size(); ++a)
      head += "," + results::csv_field(plan.axes[a].labels[place[a]]);
    for (std::size_t f = 0; f < sensitivity.factors.size(); ++f) {
      const auto line = [&](const char* estimate, double value, const numerics::Interval& interval) {
        text += fmt::format("{},{},{},{},{},{}\n", head, sensitivity.factors[f], estimate, exact(value),
                            exact(interval.low), exact(interval.high));
      };
      if (!one.effects.empty()) {
        const auto& e = one.effects[f];
        line("mu_star", e.mean_absolute, e.mean_absolute_interval);
        line("mu", e.mean, e.mean_interval);
        line("sigma", e.deviation, e.deviation_interval);
      } else if (!one.indices.parameters.empty()) {
        const auto& i = one.indices.parameters[f];
        line("first", i.first, i.first_interval);
        line("total", i.total, i.total_interval);
      } else {
        line("prcc", one.correlations[f].value, one.correlations[f].interval);
      }
    }
  }
  return text;
}

}  // namespace cellroute::sweep
