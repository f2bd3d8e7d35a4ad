#include "sim/results/measures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/results/format.hpp"

namespace cellroute::results {

int time_index(const std::vector<double>& times, double time) {
  for (std::size_t i = 0; i < times.size(); ++i)
    if (std::abs(times[i] - time) <= 1e-9 * std::max(1.0, time)) return static_cast<int>(i);
  return -1;
}

int time_index(const Record& record, double time) { return time_index(record.body.times, time); }

const body::OrganSeries* find_organ(const Record& record, const std::string& name) {
  for (const auto& organ : record.body.organs)
    if (organ.name == name) return &organ;
  return nullptr;
}

double living_share(const Record& record, const body::OrganSeries& organ, int time) {
  return organ.cells.living(time) / record.body.dose;
}

double days_per_cell(const Record& record, double living_time) {
  return living_time / seconds_per_day / record.body.dose;
}

double body_days_per_cell(const Record& record) {
  double total = 0;
  for (const auto& organ : record.body.organs) total += organ.living_time;
  return days_per_cell(record, total);
}

double kupffer_days_per_cell(const Record& record) {
  double total = 0;
  for (const auto& zone : record.body.zones) total += zone.kupffer_contact;
  return days_per_cell(record, total);
}

double zone_share(const Record& record, std::size_t zone, int time) {
  double total = 0;
  for (const auto& each : record.body.zones) total += each.cells.living(time);
  return total > 0 ? record.body.zones[zone].cells.living(time) / total : unset;
}

double peak_rise(const Record& record) {
  return record.body.hemodynamics.peak_portal_pressure - record.body.baseline.portal_pressure;
}

double largest(const std::vector<double>& series) {
  return series.empty() ? unset : *std::max_element(series.begin(), series.end());
}

long assumptions(const Record& record) {
  const auto& rows = record.inputs.parameters;
  return std::count_if(rows.begin(), rows.end(), [](const ParameterRow& row) { return row.assumed(); });
}

double class_residual(const Record& record, int k) {
  const auto& balance = record.body.balance;
  double worst = 0;
  for (int t = 0; t < static_cast<int>(record.body.times.size()); ++t)
    worst =
        std::max(worst, std::abs(balance.infused.at(t, k) - balance.living.at(t, k) - balance.lost.at(t, k)));
  return worst / record.body.dose;
}

double label_residual(const Record& record, int t) {
  const auto& b = record.body.balance;
  return b.label_infused[t] - b.on_living[t] - b.on_lodged[t] - b.retained[t] - b.debris[t] - b.free[t] -
         b.bound[t] - b.excreted[t] - b.depot[t] - b.decayed[t];
}

std::string broken_balance(const body::Balance& balance) {
  std::string text;
  const auto look = [&](const char* what, double worst, const char* of) {
    if (worst <= imbalance_allowed) return;  // NaN is not
    text +=
        fmt::format("{}the balance of {} is off by {:.1e} of {}", text.empty() ? "" : "; ", what, worst, of);
  };
  look("living cells", balance.worst_cells, "the dose");
  look("dead cells", balance.worst_dead, "the dose");
  look("the label", balance.worst_label, "the label infused");
  return text;
}

}  // namespace cellroute::results
