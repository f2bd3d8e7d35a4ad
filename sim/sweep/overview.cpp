#include "sim/sweep/overview.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

#include "sim/results/format.hpp"
#include "sim/results/table.hpp"

namespace cellroute::sweep {
namespace {

constexpr std::size_t most_cells = 36;        // on a page
constexpr std::size_t values_kept = 1 << 20;  // in memory, over all cells and metrics
constexpr std::size_t reasons_kept = 1000;
constexpr std::size_t name_width = 52, column_width = 14;  // [character]

/// Runs fail alike at other times and with other values: numbers are left out.
std::string without_numbers(const std::string& reason) {
  std::string text;
  for (const char c : reason) {
    const bool digit = std::isdigit(static_cast<unsigned char>(c)) != 0;
    if (digit && !text.empty() && (text.back() == '#')) continue;
    if (digit)
      text += '#';
    else if (!(c == '.' && !text.empty() && text.back() == '#'))
      text += c;
  }
  return text;
}

/// In the unit that the metric is shown in.
std::string shown(double value, const measures::Metric& metric) {
  if (metric.unit == "%") return results::percent(value);
  if (metric.unit == "mmHg") return results::mmhg(value);
  return results::number(value / metric.scale);
}

/// Between the two nearest of sorted values.
double quantile(const std::vector<double>& sorted, double share) {
  const double at = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  if (below + 1 >= sorted.size()) return sorted.back();
  const double a = sorted[below], b = sorted[below + 1];
  return std::isfinite(a) && std::isfinite(b) ? a + (at - static_cast<double>(below)) * (b - a) : a;
}

std::string cell_name(const Plan& plan, std::size_t cell) {
  const auto at = places(plan, cell);
  std::string name;
  for (std::size_t a = 0; a < plan.axes.size(); ++a) {
    const Axis& axis = plan.axes[a];
    name += name.empty() ? "" : ", ";
    if (axis.target)
      name += fmt::format("{} {}", axis.name.substr(axis.name.rfind('.') + 1),
                          in_words(axis.values[at[a]], axis.target->spec));
    else
      name += results::words(axis.labels[at[a]]);
  }
  return name.empty() ? "all rows" : name;
}

}  // namespace

std::string one_line(const std::string& reason) {
  std::string text;
  for (const char c : reason) {
    const bool space = c == '\n' || c == ' ';
    if (!space)
      text += c;
    else if (!text.empty() && text.back() != ' ')
      text += ' ';
  }
  return text;
}

Overview::Overview(const Plan& plan) : by_cell_(plan.cells() <= most_cells), metrics_(plan.metrics.size()) {
  const std::size_t groups = by_cell_ ? plan.cells() : 1;
  values_.resize(groups * metrics_);
  const std::size_t samples = std::max<std::size_t>(1, plan.cells() * plan.sample.replicates * metrics_);
  points_kept_ = std::max<std::size_t>(1, values_kept / samples);
  cell_step_ = std::max<std::size_t>(1, samples / values_kept);
}

void Overview::add(const RowIndex& row, bool failed, std::span<const double> metrics) {
  ++rows_;
  if (failed) ++failed_;
  const bool kept = row.point < points_kept_ && row.cell % cell_step_ == 0;
  all_kept_ = all_kept_ && kept;
  if (failed || !kept) return;
  const std::size_t group = by_cell_ ? row.cell : 0;
  for (std::size_t m = 0; m < metrics_; ++m)
    if (!std::isnan(metrics[m])) values_[group * metrics_ + m].push_back(metrics[m]);
}

void Overview::failed(const std::string& reason) {
  const std::string key = without_numbers(one_line(reason));
  if (reasons_.size() < reasons_kept || reasons_.count(key) > 0) ++reasons_[key];
}

std::pair<std::string, std::size_t> Overview::commonest() const {
  std::pair<std::string, std::size_t> found;
  for (const auto& [reason, count] : reasons_)
    if (count > found.second) found = {reason, count};
  return found;
}

std::string Overview::page(const Plan& plan) const {
  std::string text = fmt::format("{}\n", plan.title);
  const std::size_t groups = metrics_ == 0 ? 0 : values_.size() / metrics_;
  for (std::size_t m = 0; m < metrics_; ++m) {
    const auto& metric = plan.metrics[m];
    const bool spread =
        std::any_of(values_.begin(), values_.end(), [](const auto& kept) { return kept.size() > 1; });
    text += fmt::format("\n{} [{}]{}{}\n", metric.name, metric.unit, metric.about.empty() ? "" : ": ",
                        metric.about);
    results::TextTable table(name_width, column_width, spread ? 3 : 1);
    std::vector<results::TextTable::Head> heads{{spread ? "median" : "value", 1}};
    if (spread) heads.insert(heads.end(), {{"5 %", 1}, {"95 %", 1}});
    table.heads("", heads);
    for (std::size_t g = 0; g < groups; ++g) {
      auto sorted = values_[g * metrics_ + m];
      std::sort(sorted.begin(), sorted.end());
      std::vector<std::string> cells;
      for (const double share : {0.5, 0.05, 0.95}) {
        if (!spread && share != 0.5) continue;
        cells.push_back(sorted.empty() ? "-" : shown(quantile(sorted, share), metric));
      }
      table.row(by_cell_ ? cell_name(plan, g) : fmt::format("all {} cells of the grid", plan.cells()), cells);
    }
    text += table.text();
  }
  if (!all_kept_)
    text += fmt::format("\nOf the first {} points of each sample{}; table.csv has them all.\n", points_kept_,
                        cell_step_ == 1 ? "" : fmt::format(" and every {}th cell", cell_step_));
  text += fmt::format("\n{} of {} rows failed.", failed_, rows_);
  if (const auto [reason, count] = commonest(); count > 0)
    text += fmt::format(" The commonest reason ({} rows): {}", count, reason);
  return text + "\n";
}

}  // namespace cellroute::sweep
